/** Matrix times matrix, matrix times vector. */
package dev.lanewise.kernels.gemm;
