package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/** The sums of {@link DepthwiseWeights3x3}, of LENGTH planes whose pixels are vectors. */
final class DepthwiseWeights3x3Simd {
  private DepthwiseWeights3x3Simd() {}

  /**
   * Goes on with the nine chains for {@code n} neighbouring outputs.
   *
   * @param x0 what the first output's first tap sees, in x; x1, x2 in the rows of taps below
   * @param tap1 from a row's first tap to its second, in x; tap2 to its third
   */
  static void run(
      int n,
      float[] dy,
      int at,
      float[] x,
      int x0,
      int x1,
      int x2,
      int tap1,
      int tap2,
      float[] sum,
      int sumAt) {
    FloatVector s0 = FloatVector.fromArray(F, sum, sumAt);
    FloatVector s1 = FloatVector.fromArray(F, sum, sumAt + LENGTH);
    FloatVector s2 = FloatVector.fromArray(F, sum, sumAt + 2 * LENGTH);
    FloatVector s3 = FloatVector.fromArray(F, sum, sumAt + 3 * LENGTH);
    FloatVector s4 = FloatVector.fromArray(F, sum, sumAt + 4 * LENGTH);
    FloatVector s5 = FloatVector.fromArray(F, sum, sumAt + 5 * LENGTH);
    FloatVector s6 = FloatVector.fromArray(F, sum, sumAt + 6 * LENGTH);
    FloatVector s7 = FloatVector.fromArray(F, sum, sumAt + 7 * LENGTH);
    FloatVector s8 = FloatVector.fromArray(F, sum, sumAt + 8 * LENGTH);
    for (int p = 0; p < n * LENGTH; p += LENGTH) {
      FloatVector d = FloatVector.fromArray(F, dy, at + p);
      s0 = d.fma(FloatVector.fromArray(F, x, x0 + p), s0);
      s1 = d.fma(FloatVector.fromArray(F, x, x0 + tap1 + p), s1);
      s2 = d.fma(FloatVector.fromArray(F, x, x0 + tap2 + p), s2);
      s3 = d.fma(FloatVector.fromArray(F, x, x1 + p), s3);
      s4 = d.fma(FloatVector.fromArray(F, x, x1 + tap1 + p), s4);
      s5 = d.fma(FloatVector.fromArray(F, x, x1 + tap2 + p), s5);
      s6 = d.fma(FloatVector.fromArray(F, x, x2 + p), s6);
      s7 = d.fma(FloatVector.fromArray(F, x, x2 + tap1 + p), s7);
      s8 = d.fma(FloatVector.fromArray(F, x, x2 + tap2 + p), s8);
    }
    s0.intoArray(sum, sumAt);
    s1.intoArray(sum, sumAt + LENGTH);
    s2.intoArray(sum, sumAt + 2 * LENGTH);
    s3.intoArray(sum, sumAt + 3 * LENGTH);
    s4.intoArray(sum, sumAt + 4 * LENGTH);
    s5.intoArray(sum, sumAt + 5 * LENGTH);
    s6.intoArray(sum, sumAt + 6 * LENGTH);
    s7.intoArray(sum, sumAt + 7 * LENGTH);
    s8.intoArray(sum, sumAt + 8 * LENGTH);
  }
}
