package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.MAX;

import jdk.incubator.vector.FloatVector;

/** {@link Row} on vectors, in the calling thread. */
public final class RowSimd {
  /** Floats that one thread takes at a time, rounded to whole rows. */
  private static final int BLOCK = 32_768;

  private RowSimd() {}

  /** How many rows make a part of the work. */
  public static int rowsPerPart(int columns) {
    return Math.max(1, BLOCK / Math.max(1, columns));
  }

  /** See {@link Row#max}; the greatest does not depend on the order of comparisons. */
  public static float max(int n, float[] x, int xOffset) {
    FloatVector max0 = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
    FloatVector max1 = max0;
    int i = 0;
    for (; i <= n - 2 * LENGTH; i += 2 * LENGTH) {
      max0 = max0.max(FloatVector.fromArray(F, x, xOffset + i));
      max1 = max1.max(FloatVector.fromArray(F, x, xOffset + i + LENGTH));
    }
    float max = Row.max(n - i, x, xOffset + i);
    return i == 0 ? max : Math.max(max, max0.max(max1).reduceLanes(MAX));
  }

  /** See {@link Row#exp}. */
  public static void exp(int n, float shift, float[] x, int xOffset, float[] y, int yOffset) {
    int full = F.loopBound(n);
    if (full > 0) {
      expVectors(full, shift, x, xOffset, y, yOffset);
    }
    Row.exp(n - full, shift, x, xOffset + full, y, yOffset + full);
  }

  /** One vector at least, so that C2 inlines exp whatever the lengths of earlier rows were. */
  private static void expVectors(int n, float shift, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i += LENGTH) {
      ExpSimd.exp(FloatVector.fromArray(F, x, xo + i).sub(shift)).intoArray(y, yo + i);
    }
  }

  /** See {@link Row#scale}. */
  public static void scale(int n, float factor, float[] x, int xOffset, float[] y, int yOffset) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector.fromArray(F, x, xOffset + i).mul(factor).intoArray(y, yOffset + i);
    }
    Row.scale(n - i, factor, x, xOffset + i, y, yOffset + i);
  }
}
