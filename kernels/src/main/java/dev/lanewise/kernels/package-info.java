/** What this JVM can do, and what the kernels therefore run on. */
package dev.lanewise.kernels;
