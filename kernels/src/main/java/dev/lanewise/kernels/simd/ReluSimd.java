package dev.lanewise.kernels.simd;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.FloatVector;

/** max(0, .): by itself, and where another kernel has just written its outputs. */
public final class ReluSimd {
  private ReluSimd() {}

  /** y = max(0, x), n floats each; x and y may be the same. +0 for 0 and -0, NaN for NaN. */
  public static void relu(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xo + i);
      v.blend(0f, v.compare(LE, 0f)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = x[xo + i] <= 0 ? 0f : x[xo + i];
    }
  }
}
