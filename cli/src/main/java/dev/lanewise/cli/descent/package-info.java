/** Optimisers at work on loss surfaces of two parameters, and their picture. */
package dev.lanewise.cli.descent;
