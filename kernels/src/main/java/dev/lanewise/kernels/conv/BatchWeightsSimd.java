package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/** The tile of {@link BatchWeights}: a vector of images each for 5 products and 3 filters. */
final class BatchWeightsSimd {
  static final int PRODUCTS = 5;
  static final int FILTERS = 3;

  private BatchWeightsSimd() {}

  /**
   * Goes on with the chains of a tile, for {@code rows} output rows of {@code columns} pixels.
   *
   * @param d0 the first pixel of the first filter, in dy; d1, d2 of the others
   * @param from what the first pixel sees, in x, but for what a product adds to it
   * @param rowStep from an output row to the next, in x
   * @param offset what products add, from the {@code i}-th on
   * @param at the sums of the first filter; the next one's are {@code pitch} further on
   */
  static void run(
      int rows,
      int columns,
      float[] dy,
      int d0,
      int d1,
      int d2,
      float[] x,
      int from,
      int rowStep,
      int[] offset,
      int i,
      float[] sum,
      int at,
      int pitch) {
    int at1 = at + pitch;
    int at2 = at1 + pitch;
    FloatVector s00 = FloatVector.fromArray(F, sum, at);
    FloatVector s10 = FloatVector.fromArray(F, sum, at + LENGTH);
    FloatVector s20 = FloatVector.fromArray(F, sum, at + 2 * LENGTH);
    FloatVector s30 = FloatVector.fromArray(F, sum, at + 3 * LENGTH);
    FloatVector s40 = FloatVector.fromArray(F, sum, at + 4 * LENGTH);
    FloatVector s01 = FloatVector.fromArray(F, sum, at1);
    FloatVector s11 = FloatVector.fromArray(F, sum, at1 + LENGTH);
    FloatVector s21 = FloatVector.fromArray(F, sum, at1 + 2 * LENGTH);
    FloatVector s31 = FloatVector.fromArray(F, sum, at1 + 3 * LENGTH);
    FloatVector s41 = FloatVector.fromArray(F, sum, at1 + 4 * LENGTH);
    FloatVector s02 = FloatVector.fromArray(F, sum, at2);
    FloatVector s12 = FloatVector.fromArray(F, sum, at2 + LENGTH);
    FloatVector s22 = FloatVector.fromArray(F, sum, at2 + 2 * LENGTH);
    FloatVector s32 = FloatVector.fromArray(F, sum, at2 + 3 * LENGTH);
    FloatVector s42 = FloatVector.fromArray(F, sum, at2 + 4 * LENGTH);
    int x0 = from + offset[i];
    int x1 = from + offset[i + 1];
    int x2 = from + offset[i + 2];
    int x3 = from + offset[i + 3];
    int x4 = from + offset[i + 4];
    for (int row = 0; row < rows; row++) {
      for (int p = 0; p < columns * LENGTH; p += LENGTH) {
        FloatVector v0 = FloatVector.fromArray(F, dy, d0 + p);
        FloatVector v1 = FloatVector.fromArray(F, dy, d1 + p);
        FloatVector v2 = FloatVector.fromArray(F, dy, d2 + p);
        FloatVector u0 = FloatVector.fromArray(F, x, x0 + p);
        s00 = u0.fma(v0, s00);
        s01 = u0.fma(v1, s01);
        s02 = u0.fma(v2, s02);
        FloatVector u1 = FloatVector.fromArray(F, x, x1 + p);
        s10 = u1.fma(v0, s10);
        s11 = u1.fma(v1, s11);
        s12 = u1.fma(v2, s12);
        FloatVector u2 = FloatVector.fromArray(F, x, x2 + p);
        s20 = u2.fma(v0, s20);
        s21 = u2.fma(v1, s21);
        s22 = u2.fma(v2, s22);
        FloatVector u3 = FloatVector.fromArray(F, x, x3 + p);
        s30 = u3.fma(v0, s30);
        s31 = u3.fma(v1, s31);
        s32 = u3.fma(v2, s32);
        FloatVector u4 = FloatVector.fromArray(F, x, x4 + p);
        s40 = u4.fma(v0, s40);
        s41 = u4.fma(v1, s41);
        s42 = u4.fma(v2, s42);
      }
      d0 += columns * LENGTH;
      d1 += columns * LENGTH;
      d2 += columns * LENGTH;
      x0 += rowStep;
      x1 += rowStep;
      x2 += rowStep;
      x3 += rowStep;
      x4 += rowStep;
    }
    s00.intoArray(sum, at);
    s10.intoArray(sum, at + LENGTH);
    s20.intoArray(sum, at + 2 * LENGTH);
    s30.intoArray(sum, at + 3 * LENGTH);
    s40.intoArray(sum, at + 4 * LENGTH);
    s01.intoArray(sum, at1);
    s11.intoArray(sum, at1 + LENGTH);
    s21.intoArray(sum, at1 + 2 * LENGTH);
    s31.intoArray(sum, at1 + 3 * LENGTH);
    s41.intoArray(sum, at1 + 4 * LENGTH);
    s02.intoArray(sum, at2);
    s12.intoArray(sum, at2 + LENGTH);
    s22.intoArray(sum, at2 + 2 * LENGTH);
    s32.intoArray(sum, at2 + 3 * LENGTH);
    s42.intoArray(sum, at2 + 4 * LENGTH);
  }
}
