/** What the facades refuse, and how they say so. */
package dev.lanewise.kernels.check;
