/** The commands {@code train}, {@code predict} and {@code info}. */
package dev.lanewise.cli;
