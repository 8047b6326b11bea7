package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.MAX;

import jdk.incubator.vector.FloatVector;

/** {@link Row} on vectors, in the calling thread; for its exp see {@link ExpSimd}. */
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
    return n < 2 * LENGTH ? Row.max(n, x, xOffset) : maxOfVectors(n, x, xOffset);
  }

  /** The last two vectors may overlap those before. */
  private static float maxOfVectors(int n, float[] x, int xOffset) {
    int last = xOffset + n - 2 * LENGTH;
    FloatVector max0 = FloatVector.fromArray(F, x, last);
    FloatVector max1 = FloatVector.fromArray(F, x, last + LENGTH);
    for (int i = 0; i < n - 2 * LENGTH; i += 2 * LENGTH) {
      max0 = max0.max(FloatVector.fromArray(F, x, xOffset + i));
      max1 = max1.max(FloatVector.fromArray(F, x, xOffset + i + LENGTH));
    }
    return max0.max(max1).reduceLanes(MAX);
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
