package dev.lanewise.kernels.softmax;

import dev.lanewise.kernels.math.Exp;
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
      float scale = 1f / Row.expSum(columns, max, x, xRow, y, yRow);
      for (int j = 0; j < columns; j++) {
        y[yRow + j] *= scale;
      }
    }
  }

  static void logSoftmax(int rows, int columns, float[] x, int xOffset, float[] y, int yOffset) {
    float[] e = EXPONENTIALS.floats(columns);
    for (int row = 0; row < rows; row++) {
      int xRow = xOffset + row * columns;
      int yRow = yOffset + row * columns;
      float max = Row.max(columns, x, xRow);
      float logSum = Log.log(Row.expSum(columns, max, x, xRow, e, 0));
      for (int j = 0; j < columns; j++) {
        y[yRow + j] = x[xRow + j] - max - logSum;
      }
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
      for (int j = 0; j < columns; j++) {
        dx[dxRow + j] = y[yRow + j] * (dy[dyRow + j] - dot);
      }
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
    for (int row = 0; row < rows; row++) {
      int yRow = yOffset + row * columns;
      int dyRow = dyOffset + row * columns;
      int dxRow = dxOffset + row * columns;
      float sum = Fold.sum(columns, dy, dyRow);
      for (int j = 0; j < columns; j++) {
        dx[dxRow + j] = Math.fma(-Exp.exp(y[yRow + j]), sum, dy[dyRow + j]);
      }
    }
  }
}
