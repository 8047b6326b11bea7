/** What gemm and convolution have in common: the innermost product, and packing for it. */
package dev.lanewise.kernels.microkernel;
