package dev.lanewise.kernels.softmax;

import dev.lanewise.kernels.math.Log;
import dev.lanewise.kernels.math.Row;
import dev.lanewise.kernels.simd.Fold;
import dev.lanewise.kernels.simd.Scratch;

/** The definition of {@link Softmax}. */
final class SoftmaxReference {
  private static final Scratch EXPONENTIALS = new Scratch();

  private SoftmaxReference() {}

  static void softmax(int rows, int columns, float[] x, int xOffset, float[] y, int yOffset) {
    for (int row = 0; row < rows; row++) {
      int xRow = xOffset + row * columns;
      int yRow = yOffset + row * columns;
      float max = Row.max(columns, x, xRow);
      Row.exp(columns, max, x, xRow, y, yRow);
      Row.scale(columns, 1f / Fold.sum(columns, y, yRow), y, yRow, y, yRow);
    }
  }

  static void logSoftmax(int rows, int columns, float[] x, int xOffset, float[] y, int yOffset) {
    float[] e = EXPONENTIALS.floats(columns);
    for (int row = 0; row < rows; row++) {
      int xRow = xOffset + row * columns;
      int yRow = yOffset + row * columns;
      float max = Row.max(columns, x, xRow);
      Row.exp(columns, max, x, xRow, e, 0);
      float logSum = Log.log(Fold.sum(columns, e, 0));
      subtract(columns, max, logSum, x, xRow, y, yRow);
    }
  }

  static void softmaxGradient(
      int rows,
      int columns,
      float[] y,
      int yOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset) {
    for (int row = 0; row < rows; row++) {
      int yRow = yOffset + row * columns;
      int dyRow = dyOffset + row * columns;
      int dxRow = dxOffset + row * columns;
      float dot = Fold.dot(columns, y, yRow, dy, dyRow);
      gradientOfRow(columns, dot, y, yRow, dy, dyRow, dx, dxRow);
    }
  }

  static void logSoftmaxGradient(
      int rows,
      int columns,
      float[] y,
      int yOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset) {
    float[] e = EXPONENTIALS.floats(columns);
    for (int row = 0; row < rows; row++) {
      int yRow = yOffset + row * columns;
      int dyRow = dyOffset + row * columns;
      int dxRow = dxOffset + row * columns;
      float sum = Fold.sum(columns, dy, dyRow);
      Row.exp(columns, 0f, y, yRow, e, 0);
      logGradientOfRow(columns, sum, e, 0, dy, dyRow, dx, dxRow);
    }
  }

  // What is left of a row once its sum is known; the vector kernels end their rows with it too.

  static void subtract(
      int n, float max, float logSum, float[] x, int xOffset, float[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = x[xOffset + i] - max - logSum;
    }
  }

  static void gradientOfRow(
      int n,
      float dot,
      float[] y,
      int yOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset) {
    for (int i = 0; i < n; i++) {
      dx[dxOffset + i] = y[yOffset + i] * (dy[dyOffset + i] - dot);
    }
  }

  static void logGradientOfRow(
      int n,
      float sum,
      float[] e,
      int eOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset) {
    for (int i = 0; i < n; i++) {
      dx[dxOffset + i] = Math.fma(-e[eOffset + i], sum, dy[dyOffset + i]);
    }
  }
}
