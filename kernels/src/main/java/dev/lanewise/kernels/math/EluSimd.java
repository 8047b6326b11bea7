package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/** {@link Elu} on vectors. */
public final class EluSimd {
  private EluSimd() {}

  /** y = elu(alpha, x); x, y: [n]. */
  public static void elu(int n, float alpha, float[] x, int xOffset, float[] y, int yOffset) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xOffset + i);
      FloatVector rounded =
          v.fma(FloatVector.broadcast(F, Exp.LOG2_E), FloatVector.broadcast(F, Exp.ROUNDER));
      FloatVector k = rounded.sub(Exp.ROUNDER);
      FloatVector r = k.fma(FloatVector.broadcast(F, -Exp.LN2), v);
      r = k.fma(FloatVector.broadcast(F, -Exp.LN2_TAIL), r);
      FloatVector p =
          FloatVector.broadcast(F, Exp.C6)
              .fma(r, FloatVector.broadcast(F, Exp.C5))
              .fma(r, FloatVector.broadcast(F, Exp.C4))
              .fma(r, FloatVector.broadcast(F, Exp.C3))
              .fma(r, FloatVector.broadcast(F, Exp.C2))
              .fma(r.mul(r), r);
      FloatVector power =
          rounded.reinterpretAsInts().lanewise(LSHL, 23).add(Exp.ONE).reinterpretAsFloats();
      FloatVector expm1 = p.fma(power, power.sub(1f)).blend(-1f, v.compare(LT, Elu.BOTTOM));
      v.blend(expm1.mul(alpha), v.compare(LT, 0f)).intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] = Elu.elu(alpha, x[xOffset + i]);
    }
  }
}
