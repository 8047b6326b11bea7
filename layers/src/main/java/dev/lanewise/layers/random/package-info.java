/** Random numbers that are the same on every JDK and machine. */
package dev.lanewise.layers.random;
