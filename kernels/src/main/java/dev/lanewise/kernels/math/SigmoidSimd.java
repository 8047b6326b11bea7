package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** {@link Sigmoid} on vectors, with x = m ln 2 - r: its n is -m, and 2^m the same two factors. */
public final class SigmoidSimd {
  private SigmoidSimd() {}

  /** y = 1 / (1 + e^-x); x, y: [n]. */
  public static void sigmoid(int n, float[] x, int xOffset, float[] y, int yOffset) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xOffset + i);
      FloatVector rounded =
          v.fma(FloatVector.broadcast(F, Exp.LOG2_E), FloatVector.broadcast(F, ExpSimd.ROUNDER));
      FloatVector m = rounded.sub(ExpSimd.ROUNDER);
      FloatVector r = m.fma(FloatVector.broadcast(F, Exp.LN2), v.neg());
      r = m.fma(FloatVector.broadcast(F, Exp.LN2_TAIL), r);
      FloatVector p =
          FloatVector.broadcast(F, Exp.C6)
              .fma(r, FloatVector.broadcast(F, Exp.C5))
              .fma(r, FloatVector.broadcast(F, Exp.C4))
              .fma(r, FloatVector.broadcast(F, Exp.C3))
              .fma(r, FloatVector.broadcast(F, Exp.C2))
              .fma(r, FloatVector.broadcast(F, 1f));
      IntVector bits = rounded.reinterpretAsInts();
      IntVector half = bits.lanewise(ASHR, 1);
      FloatVector power = bits.sub(half).lanewise(LSHL, 23).reinterpretAsFloats();
      FloatVector rest = half.lanewise(LSHL, 23).reinterpretAsFloats();
      FloatVector s = power.mul(rest);
      FloatVector sum = s.add(1f);
      FloatVector lost = s.sub(sum.sub(1f));
      s.div(sum.add(p.fma(r, lost)))
          .blend(1f, v.compare(GT, Sigmoid.TOP))
          .blend(0f, v.compare(LT, Exp.BOTTOM))
          .intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] = Sigmoid.sigmoid(x[xOffset + i]);
    }
  }
}
