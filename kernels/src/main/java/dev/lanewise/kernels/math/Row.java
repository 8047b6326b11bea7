package dev.lanewise.kernels.math;

import dev.lanewise.kernels.simd.Fold;

/** What softmax and its losses do with one row; its vector twin returns the same bits. */
public final class Row {
  private Row() {}

  /** The greatest of x[0..n), -infinity for n = 0; NaN if there is one. */
  public static float max(int n, float[] x, int xOffset) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, x[xOffset + i]);
    }
    return max;
  }

  /** y = e^(x - shift), and returns the sum of y. */
  public static float expSum(int n, float shift, float[] x, int xOffset, float[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = Exp.exp(x[xOffset + i] - shift);
    }
    return Fold.sum(n, y, yOffset);
  }
}
