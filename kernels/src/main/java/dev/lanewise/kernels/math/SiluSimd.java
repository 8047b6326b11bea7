package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/** {@link Silu} on vectors, with the m and r of {@link SigmoidSimd}. */
public final class SiluSimd {
  /** The bits of {@link Silu#FAR} without its sign. */
  private static final int FAR = Float.floatToRawIntBits(-Silu.FAR);

  private SiluSimd() {}

  /** y = x / (1 + e^-x); x, y: [n]. */
  public static void silu(int n, float[] x, int xOffset, float[] y, int yOffset) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xOffset + i);
      FloatVector rounded =
          v.fma(
              FloatVector.broadcast(F, Exp.LOG2_E),
              FloatVector.broadcast(F, ExpSimd.FALLING_ROUNDER));
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
      v.mul(power)
          .div(sum.add(p.fma(r, lost)))
          .mul(ExpSimd.FIXED_POWER)
          .blend(v, v.compare(GT, Sigmoid.TOP))
          .blend(-0f, v.compare(LT, Silu.BOTTOM))
          .intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] = Silu.silu(x[xOffset + i]);
    }
  }

  /**
   * dx = dy * silu'(x); x, dy, dx: [n]. In terms of |x|; the powers of 2 are those of {@link
   * SigmoidSimd}.
   */
  public static void gradient(
      int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    FloatVector one = FloatVector.broadcast(F, 1f);
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xOffset + i);
      FloatVector a = v.abs();
      FloatVector rounded =
          a.fma(
                  FloatVector.broadcast(F, -Exp.LOG2_E),
                  FloatVector.broadcast(F, ExpSimd.FALLING_ROUNDER))
              .reinterpretAsInts()
              .max(SigmoidSimd.LEAST)
              .reinterpretAsFloats();
      FloatVector m = rounded.sub(ExpSimd.FALLING_ROUNDER);
      FloatVector r = m.fma(FloatVector.broadcast(F, Exp.LN2), a);
      r = m.fma(FloatVector.broadcast(F, Exp.LN2_TAIL), r);
      FloatVector p =
          FloatVector.broadcast(F, Exp.C6)
              .fma(r, FloatVector.broadcast(F, Exp.C5))
              .fma(r, FloatVector.broadcast(F, Exp.C4))
              .fma(r, FloatVector.broadcast(F, Exp.C3))
              .fma(r, FloatVector.broadcast(F, Exp.C2))
              .fma(r, one);
      FloatVector power = rounded.reinterpretAsInts().lanewise(LSHL, 23).reinterpretAsFloats();
      FloatVector s = power.mul(ExpSimd.FIXED_POWER);
      FloatVector sum = s.add(1f);
      FloatVector lost = s.sub(sum.sub(1f));
      s = s.div(sum.add(p.fma(r, lost)));
      // NaN comes by the sigmoid.
      a = a.reinterpretAsInts().min(FAR).reinterpretAsFloats();
      FloatVector d = s.mul(s.sub(1f).fma(a, one));
      FloatVector g = FloatVector.fromArray(F, dy, dyOffset + i);
      g.mul(one.sub(d).blend(d, v.compare(LT, 0f))).intoArray(dx, dxOffset + i);
    }
    for (; i < n; i++) {
      dx[dxOffset + i] = dy[dyOffset + i] * Silu.slope(x[xOffset + i]);
    }
  }
}
