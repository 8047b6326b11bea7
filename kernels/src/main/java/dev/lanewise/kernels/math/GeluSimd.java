package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.UMIN;

import jdk.incubator.vector.FloatVector;

/**
 * {@link Gelu} on vectors. Exponents are between -185 and 0, see {@link ExpSimd#FIXED_POWER}. In
 * terms of -|x| nothing needs to be negated.
 */
public final class GeluSimd {
  private GeluSimd() {}

  /** y = x Phi(x); x, y: [n]. */
  public static void gelu(int n, float[] x, int xOffset, float[] y, int yOffset) {
    run(false, n, x, xOffset, x, xOffset, y, yOffset);
  }

  /** dx = dy * gelu'(x); x, dy, dx: [n]. */
  public static void gradient(
      int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    run(true, n, x, xOffset, dy, dyOffset, dx, dxOffset);
  }

  private static void run(
      boolean gradient,
      int n,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float[] y,
      int yOffset) {
    FloatVector one = FloatVector.broadcast(F, 1f);
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xOffset + i);
      // -a, and half of its square with either sign
      FloatVector a = v.reinterpretAsInts().or(ExpSimd.SIGN).reinterpretAsFloats();
      a = a.blend(-Gelu.TOP, a.compare(LT, -Gelu.TOP));
      FloatVector half = a.mul(-0.5f);
      FloatVector square = half.mul(a);
      FloatVector lost = half.fma(a, square.neg());

      FloatVector rounded =
          square.fma(
              FloatVector.broadcast(F, Exp.LOG2_E),
              FloatVector.broadcast(F, ExpSimd.FALLING_ROUNDER));
      FloatVector k = rounded.sub(ExpSimd.FALLING_ROUNDER);
      FloatVector r = k.fma(FloatVector.broadcast(F, -Exp.LN2), square);
      r = k.fma(FloatVector.broadcast(F, -Exp.LN2_TAIL), r);
      FloatVector p =
          FloatVector.broadcast(F, Exp.C6)
              .fma(r, FloatVector.broadcast(F, Exp.C5))
              .fma(r, FloatVector.broadcast(F, Exp.C4))
              .fma(r, FloatVector.broadcast(F, Exp.C3))
              .fma(r, FloatVector.broadcast(F, Exp.C2))
              .fma(r, one)
              .fma(r, one);
      FloatVector power = rounded.reinterpretAsInts().lanewise(LSHL, 23).reinterpretAsFloats();
      FloatVector e = p.mul(power).mul(ExpSimd.FIXED_POWER);
      e = e.fma(lost, e);

      FloatVector u = one.div(FloatVector.broadcast(F, Gelu.K).sub(a));
      FloatVector t = u.fma(FloatVector.broadcast(F, -2f * Gelu.K), one);
      FloatVector q =
          FloatVector.broadcast(F, Gelu.C9)
              .fma(t, FloatVector.broadcast(F, Gelu.C8))
              .fma(t, FloatVector.broadcast(F, Gelu.C7))
              .fma(t, FloatVector.broadcast(F, Gelu.C6))
              .fma(t, FloatVector.broadcast(F, Gelu.C5))
              .fma(t, FloatVector.broadcast(F, Gelu.C4))
              .fma(t, FloatVector.broadcast(F, Gelu.C3))
              .fma(t, FloatVector.broadcast(F, Gelu.C2))
              .fma(t, FloatVector.broadcast(F, Gelu.C1))
              .fma(t, FloatVector.broadcast(F, Gelu.C0))
              .mul(u);

      // Each branch stores what it has: a vector that both lead to would be on the heap.
      if (gradient) {
        FloatVector d = e.mul(a.fma(FloatVector.broadcast(F, Gelu.PEAK), q));
        FloatVector g = FloatVector.fromArray(F, dy, dyOffset + i);
        g.mul(one.sub(d).blend(d, v.compare(LT, 0f))).intoArray(y, yOffset + i);
      } else {
        // x, or -0 below 0: adding that to -h e changes nothing. NaN comes by a.
        FloatVector above =
            v.reinterpretAsInts().lanewise(UMIN, ExpSimd.SIGN).reinterpretAsFloats();
        a.mul(q).fma(e, above).intoArray(y, yOffset + i);
      }
    }
    for (; i < n; i++) {
      float at = x[xOffset + i];
      y[yOffset + i] = gradient ? dy[dyOffset + i] * Gelu.slope(at) : Gelu.gelu(at);
    }
  }
}
