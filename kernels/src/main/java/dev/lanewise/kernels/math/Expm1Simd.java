package dev.lanewise.kernels.math;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/** {@link Expm1} on vectors. */
public final class Expm1Simd {
  private Expm1Simd() {}

  public static FloatVector expm1(FloatVector x) {
    FloatVector n = ExpSimd.rounded(x);
    FloatVector r = ExpSimd.reduced(x, n.sub(Exp.ROUNDER));
    FloatVector p = ExpSimd.polynomial(r).fma(r.mul(r), r);
    FloatVector half = ExpSimd.power(n.reinterpretAsInts().sub(1));
    FloatVector y =
        p.fma(half, half.sub(0.5f))
            .mul(2f)
            .blend(Float.POSITIVE_INFINITY, x.compare(GT, Exp.TOP))
            .blend(-1f, x.compare(LT, Expm1.BOTTOM));
    return SignSimd.copy(y, x);
  }
}
