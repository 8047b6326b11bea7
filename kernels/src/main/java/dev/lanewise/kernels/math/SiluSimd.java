package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** {@link Silu} on vectors, with the m of {@link SigmoidSimd}. */
public final class SiluSimd {
  private SiluSimd() {}

  /** y = x / (1 + e^-x); x, y: [n]. */
  public static void silu(int n, float[] x, int xOffset, float[] y, int yOffset) {
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
      v.mul(power)
          .div(sum.add(p.fma(r, lost)))
          .mul(rest)
          .blend(v, v.compare(GT, Sigmoid.TOP))
          .blend(-0f, v.compare(LT, Silu.BOTTOM))
          .intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] = Silu.silu(x[xOffset + i]);
    }
  }

  /** y = silu'(x); x, y: [n], apart. */
  public static void slope(int n, float[] x, int xOffset, float[] y, int yOffset) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xOffset + i);
      v.abs().neg().intoArray(y, yOffset + i); // below FAR the sigmoid is 0, as at FAR
    }
    SigmoidSimd.sigmoid(bound, y, yOffset, y, yOffset);
    FloatVector one = FloatVector.broadcast(F, 1f);
    for (int i = 0; i < bound; i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xOffset + i);
      FloatVector a = v.abs().neg();
      a = a.blend(Silu.FAR, a.compare(LT, Silu.FAR));
      FloatVector s = FloatVector.fromArray(F, y, yOffset + i);
      FloatVector d = s.mul(a.fma(one.sub(s), one));
      one.sub(d).blend(d, v.compare(LT, 0f)).intoArray(y, yOffset + i);
    }
    for (int i = bound; i < n; i++) {
      y[yOffset + i] = Silu.slope(x[xOffset + i]);
    }
  }
}
