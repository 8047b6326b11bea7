package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.FloatVector;

/**
 * {@link Sigmoid} on vectors, with x = m ln 2 + r: its n and r are -m and -r, so that every second
 * coefficient changes sign. Far below 0 it is enough that m grows no further: 2^m is 0, and what it
 * is divided by, whose terms are all positive where r is negative, is not.
 */
public final class SigmoidSimd {
  /** The bits of {@link ExpSimd#FALLING_ROUNDER} with the m of which the power is 0. */
  static final int LEAST = Float.floatToRawIntBits(Exp.ROUNDER);

  private SigmoidSimd() {}

  /** y = 1 / (1 + e^-x); x, y: [n]. */
  public static void sigmoid(int n, float[] x, int xOffset, float[] y, int yOffset) {
    run(false, n, x, xOffset, x, xOffset, y, yOffset);
  }

  /** z = y / (1 + e^-x), the gradient of softplus; x, y, z: [n]. */
  public static void times(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    run(true, n, x, xOffset, y, yOffset, z, zOffset);
  }

  private static void run(
      boolean times,
      int n,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] z,
      int zOffset) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xOffset + i);
      FloatVector rounded =
          v.fma(
                  FloatVector.broadcast(F, Exp.LOG2_E),
                  FloatVector.broadcast(F, ExpSimd.FALLING_ROUNDER))
              .reinterpretAsInts()
              .max(LEAST)
              .reinterpretAsFloats();
      FloatVector m = rounded.sub(ExpSimd.FALLING_ROUNDER);
      FloatVector r = m.fma(FloatVector.broadcast(F, -Exp.LN2), v);
      r = m.fma(FloatVector.broadcast(F, -Exp.LN2_TAIL), r);
      FloatVector p =
          FloatVector.broadcast(F, Exp.C6)
              .fma(r, FloatVector.broadcast(F, -Exp.C5))
              .fma(r, FloatVector.broadcast(F, Exp.C4))
              .fma(r, FloatVector.broadcast(F, -Exp.C3))
              .fma(r, FloatVector.broadcast(F, Exp.C2))
              .fma(r, FloatVector.broadcast(F, -1f));
      FloatVector power = rounded.reinterpretAsInts().lanewise(LSHL, 23).reinterpretAsFloats();
      FloatVector s = power.mul(ExpSimd.FIXED_POWER);
      FloatVector sum = s.add(1f);
      FloatVector lost = s.sub(sum.sub(1f));
      FloatVector sigmoid = s.div(sum.add(p.fma(r, lost))).blend(1f, v.compare(GT, Sigmoid.TOP));
      if (times) {
        FloatVector.fromArray(F, y, yOffset + i).mul(sigmoid).intoArray(z, zOffset + i);
      } else {
        sigmoid.intoArray(z, zOffset + i);
      }
    }
    for (; i < n; i++) {
      float sigmoid = Sigmoid.sigmoid(x[xOffset + i]);
      z[zOffset + i] = times ? y[yOffset + i] * sigmoid : sigmoid;
    }
  }
}
