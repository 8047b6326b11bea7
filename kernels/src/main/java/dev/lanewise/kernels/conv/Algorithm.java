package dev.lanewise.kernels.conv;

/** How a convolution is computed. Each way has bits of its own, the same on every machine. */
public enum Algorithm {
  /**
   * What is fastest for the shape: Winograd's F(4x4, 3x3) for kernels of 3 x 3 with stride 1 and at
   * least 8 channels and 8 filters per group (the gradient by the weights only if the batch has at
   * least 16 tiles of 4 x 4 outputs), else direct. With dilation there have to be 32 channels and
   * 32 filters, and tiles that are well filled; the gradient by the weights is then direct.
   * Winograd's error is about twice that of the direct sum, five times in the gradient by the
   * weights; NUMERICS.md has the bounds and the rule.
   */
  FASTEST,
  /** The sum of products that defines a convolution, in its order. */
  DIRECT
}
