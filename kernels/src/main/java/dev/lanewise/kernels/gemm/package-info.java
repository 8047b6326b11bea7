/**
 * Matrix times matrix, matrix times vector; {@code PackedB} keeps a matrix that many products
 * share.
 */
package dev.lanewise.kernels.gemm;
