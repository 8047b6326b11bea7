package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** {@link Row} on vectors, in the calling thread; for its exp see {@link ExpSimd}. */
public final class RowSimd {
  /** Floats that one thread takes at a time, rounded to whole rows. */
  private static final int BLOCK = 32_768;

  /** All but the sign. */
  private static final int BITS = 0x7fffffff;

  private RowSimd() {}

  /** How many rows make a part of the work. */
  public static int rowsPerPart(int columns) {
    return Math.max(1, BLOCK / Math.max(1, columns));
  }

  /**
   * See {@link Row#max}; for exponentials, whose sum has each NaN: one with a sign may be missed.
   */
  public static float max(int n, float[] x, int xOffset) {
    return n < LENGTH ? Row.max(n, x, xOffset) : maxOfVectors(n, x, xOffset);
  }

  /**
   * Four at a time, the last of which may overlap those before. As integers, whose maximum is one
   * instruction, not half a dozen: those of floats are in order, if of those below zero all bits
   * but the sign are flipped.
   */
  private static float maxOfVectors(int n, float[] x, int xOffset) {
    int last = xOffset + n - LENGTH;
    IntVector max0 = FloatVector.fromArray(F, x, last).reinterpretAsInts();
    IntVector max1 =
        FloatVector.fromArray(F, x, Math.max(xOffset, last - LENGTH)).reinterpretAsInts();
    IntVector max2 =
        FloatVector.fromArray(F, x, Math.max(xOffset, last - 2 * LENGTH)).reinterpretAsInts();
    IntVector max3 =
        FloatVector.fromArray(F, x, Math.max(xOffset, last - 3 * LENGTH)).reinterpretAsInts();
    max0 = max0.lanewise(ASHR, 31).and(BITS).lanewise(XOR, max0);
    max1 = max1.lanewise(ASHR, 31).and(BITS).lanewise(XOR, max1);
    max2 = max2.lanewise(ASHR, 31).and(BITS).lanewise(XOR, max2);
    max3 = max3.lanewise(ASHR, 31).and(BITS).lanewise(XOR, max3);
    for (int i = 0; i < n - 4 * LENGTH; i += 4 * LENGTH) {
      int at = xOffset + i;
      IntVector v0 = FloatVector.fromArray(F, x, at).reinterpretAsInts();
      IntVector v1 = FloatVector.fromArray(F, x, at + LENGTH).reinterpretAsInts();
      IntVector v2 = FloatVector.fromArray(F, x, at + 2 * LENGTH).reinterpretAsInts();
      IntVector v3 = FloatVector.fromArray(F, x, at + 3 * LENGTH).reinterpretAsInts();
      max0 = max0.max(v0.lanewise(ASHR, 31).and(BITS).lanewise(XOR, v0));
      max1 = max1.max(v1.lanewise(ASHR, 31).and(BITS).lanewise(XOR, v1));
      max2 = max2.max(v2.lanewise(ASHR, 31).and(BITS).lanewise(XOR, v2));
      max3 = max3.max(v3.lanewise(ASHR, 31).and(BITS).lanewise(XOR, v3));
    }
    int max = max0.max(max1).max(max2.max(max3)).reduceLanes(MAX);
    return Float.intBitsToFloat(max >> 31 & BITS ^ max);
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
