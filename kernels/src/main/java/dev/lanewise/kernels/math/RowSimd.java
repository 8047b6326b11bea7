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
    return n < LENGTH ? Row.max(n, x, xOffset) : maxOfVectors(n, x, xOffset);
  }

  /**
   * Four at a time, the last of which may overlap those before. What was read stands first: the
   * half dozen instructions of a maximum begin with the sign of that.
   */
  private static float maxOfVectors(int n, float[] x, int xOffset) {
    int last = xOffset + n - LENGTH;
    FloatVector max0 = FloatVector.fromArray(F, x, last);
    FloatVector max1 = FloatVector.fromArray(F, x, Math.max(xOffset, last - LENGTH));
    FloatVector max2 = FloatVector.fromArray(F, x, Math.max(xOffset, last - 2 * LENGTH));
    FloatVector max3 = FloatVector.fromArray(F, x, Math.max(xOffset, last - 3 * LENGTH));
    for (int i = 0; i < n - 4 * LENGTH; i += 4 * LENGTH) {
      max0 = FloatVector.fromArray(F, x, xOffset + i).max(max0);
      max1 = FloatVector.fromArray(F, x, xOffset + i + LENGTH).max(max1);
      max2 = FloatVector.fromArray(F, x, xOffset + i + 2 * LENGTH).max(max2);
      max3 = FloatVector.fromArray(F, x, xOffset + i + 3 * LENGTH).max(max3);
    }
    return max0.max(max1).max(max2.max(max3)).reduceLanes(MAX);
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
