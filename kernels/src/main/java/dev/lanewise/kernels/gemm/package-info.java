/**
 * Matrix times matrix, matrix times vector. {@code GemmReference} defines them. {@code GemmSimd}
 * cuts C into a slab for each thread; {@code Slab} computes one by the loops of Goto and van de
 * Geijn around {@code MicroKernel}, {@code RowSlab} one of few rows, for which nothing is packed:
 * {@code RowSlabSimd} reads a block of B as it lies, {@code RowSquareSimd} a transposed one. {@code
 * PackedB} keeps a matrix that many products share.
 */
package dev.lanewise.kernels.gemm;
