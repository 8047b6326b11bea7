package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.simd.Fold;

/** The definition of {@link Vectors}. */
final class VectorsReference {
  /** Sums longer than this are cut into blocks, whose sums are added in order. */
  static final int BLOCK = 65_536;

  private VectorsReference() {}

  static float dot(int n, float[] x, int xOffset, float[] y, int yOffset) {
    float total = 0;
    for (int from = 0; from < n; from += BLOCK) {
      int length = Math.min(BLOCK, n - from);
      total += Fold.dot(length, x, xOffset + from, y, yOffset + from);
    }
    return total;
  }

  static float sum(int n, float[] x, int xOffset) {
    float total = 0;
    for (int from = 0; from < n; from += BLOCK) {
      total += Fold.sum(Math.min(BLOCK, n - from), x, xOffset + from);
    }
    return total;
  }

  static void axpy(int n, float alpha, float[] x, int xOffset, float[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = Math.fma(alpha, x[xOffset + i], y[yOffset + i]);
    }
  }

  static void scale(int n, float alpha, float[] x, int xOffset) {
    for (int i = 0; i < n; i++) {
      x[xOffset + i] *= alpha;
    }
  }

  static void add(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    for (int i = 0; i < n; i++) {
      z[zOffset + i] = x[xOffset + i] + y[yOffset + i];
    }
  }

  static void mul(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    for (int i = 0; i < n; i++) {
      z[zOffset + i] = x[xOffset + i] * y[yOffset + i];
    }
  }

  static void div(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    for (int i = 0; i < n; i++) {
      z[zOffset + i] = x[xOffset + i] / y[yOffset + i];
    }
  }

  static void max(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    for (int i = 0; i < n; i++) {
      z[zOffset + i] = Math.max(x[xOffset + i], y[yOffset + i]);
    }
  }

  /** Correctly rounded: a double holds more than twice the bits of a float. */
  static void sqrt(int n, float[] x, int xOffset, float[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = (float) Math.sqrt(x[xOffset + i]);
    }
  }
}
