package dev.lanewise.kernels.gemm;

/** How a bias meets the product matrix C: [m, n]. */
public enum Bias {
  /** n values, the same added to every row; what a fully connected layer has. */
  ROW,
  /** m values, the same added to every column; what a convolution's filters have. */
  COLUMN
}
