package dev.lanewise.kernels.math;

/** What softmax and the losses do with a row of n floats. */
public final class Row {
  private Row() {}

  /** The greatest of x: [n], NaN if there is one, -infinity for n = 0. */
  public static float max(int n, float[] x, int xOffset) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, x[xOffset + i]);
    }
    return max;
  }

  /** y = e^(x - shift); x, y: [n]. */
  public static void exp(int n, float shift, float[] x, int xOffset, float[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = Exp.exp(x[xOffset + i] - shift);
    }
  }

  /** y = x * factor; x, y: [n]. */
  public static void scale(int n, float factor, float[] x, int xOffset, float[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = x[xOffset + i] * factor;
    }
  }
}
