/** Vectors: dot products, sums, and element-wise arithmetic. */
package dev.lanewise.kernels.vector;
