package dev.lanewise.kernels.softmax;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.check.Checks;

/**
 * Softmax and log-softmax of each row of a matrix [rows, columns], either of which may be 0. The
 * greatest element of a row is subtracted first, so that nothing overflows. Row sums run in the
 * fixed order of NUMERICS.md, "Long reductions".
 *
 * <p>A row that holds NaN or +infinity, or nothing but -infinity, becomes NaN throughout; -infinity
 * beside finite numbers has probability +0.
 *
 * <p>The output may be an input, at the same offset. All throw {@link IllegalArgumentException}
 * when a size is negative, an array is too short, or an output overlaps an input without being the
 * same elements.
 */
public final class Softmax {
  private Softmax() {}

  /** y[i, j] = e^x[i, j] / sum over k of e^x[i, k]; x, y: [rows, columns]. */
  public static void softmax(
      int rows, int columns, float[] x, int xOffset, float[] y, int yOffset) {
    check(rows, columns, x, xOffset, y, yOffset);
    if (Backend.simd()) {
      SoftmaxSimd.softmax(rows, columns, x, xOffset, y, yOffset);
    } else {
      SoftmaxReference.softmax(rows, columns, x, xOffset, y, yOffset);
    }
  }

  /** y[i, j] = x[i, j] - ln(sum over k of e^x[i, k]); x, y: [rows, columns]. */
  public static void logSoftmax(
      int rows, int columns, float[] x, int xOffset, float[] y, int yOffset) {
    check(rows, columns, x, xOffset, y, yOffset);
    if (Backend.simd()) {
      SoftmaxSimd.logSoftmax(rows, columns, x, xOffset, y, yOffset);
    } else {
      SoftmaxReference.logSoftmax(rows, columns, x, xOffset, y, yOffset);
    }
  }

  /**
   * dx[i, j] = y[i, j] * (dy[i, j] - sum over k of y[i, k] * dy[i, k]) for y = softmax(x),
   * overwriting dx; y, dy, dx: [rows, columns].
   */
  public static void softmaxGradient(
      int rows,
      int columns,
      float[] y,
      int yOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset) {
    check(rows, columns, y, yOffset, dy, dyOffset, dx, dxOffset);
    if (Backend.simd()) {
      SoftmaxSimd.softmaxGradient(rows, columns, y, yOffset, dy, dyOffset, dx, dxOffset);
    } else {
      SoftmaxReference.softmaxGradient(rows, columns, y, yOffset, dy, dyOffset, dx, dxOffset);
    }
  }

  /**
   * dx[i, j] = dy[i, j] - e^y[i, j] * sum over k of dy[i, k] for y = logSoftmax(x), overwriting dx;
   * y, dy, dx: [rows, columns].
   */
  public static void logSoftmaxGradient(
      int rows,
      int columns,
      float[] y,
      int yOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset) {
    check(rows, columns, y, yOffset, dy, dyOffset, dx, dxOffset);
    if (Backend.simd()) {
      SoftmaxSimd.logSoftmaxGradient(rows, columns, y, yOffset, dy, dyOffset, dx, dxOffset);
    } else {
      SoftmaxReference.logSoftmaxGradient(rows, columns, y, yOffset, dy, dyOffset, dx, dxOffset);
    }
  }

  private static void check(int rows, int columns, float[] x, int xOffset, float[] y, int yOffset) {
    Checks.count("rows", rows);
    Checks.count("columns", columns);
    Checks.floats("x", x, xOffset, rows, columns);
    Checks.floats("y", y, yOffset, rows, columns);
    Checks.sameOrApart("y", y, yOffset, "x", x, xOffset, (long) rows * columns);
  }

  private static void check(
      int rows,
      int columns,
      float[] y,
      int yOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset) {
    Checks.count("rows", rows);
    Checks.count("columns", columns);
    Checks.floats("y", y, yOffset, rows, columns);
    Checks.floats("dy", dy, dyOffset, rows, columns);
    Checks.floats("dx", dx, dxOffset, rows, columns);
    Checks.sameOrApart("dx", dx, dxOffset, "y", y, yOffset, (long) rows * columns);
    Checks.sameOrApart("dx", dx, dxOffset, "dy", dy, dyOffset, (long) rows * columns);
  }
}
