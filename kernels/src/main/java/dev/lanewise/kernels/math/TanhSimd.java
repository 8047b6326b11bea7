package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/** {@link Tanh} on vectors. */
public final class TanhSimd {
  private TanhSimd() {}

  public static FloatVector tanh(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector y =
        far(a).blend(1f, a.compare(GT, Tanh.TOP)).blend(near(a), a.compare(LT, Tanh.NEAR));
    return SignSimd.copy(y, x);
  }

  private static FloatVector near(FloatVector a) {
    FloatVector z = a.mul(a);
    FloatVector q =
        FloatVector.broadcast(F, Tanh.C11)
            .fma(z, FloatVector.broadcast(F, Tanh.C9))
            .fma(z, FloatVector.broadcast(F, Tanh.C7))
            .fma(z, FloatVector.broadcast(F, Tanh.C5))
            .fma(z, FloatVector.broadcast(F, Tanh.C3));
    return q.mul(z).fma(a, a);
  }

  private static FloatVector far(FloatVector a) {
    FloatVector twice = a.mul(2f);
    FloatVector n = ExpSimd.rounded(twice);
    FloatVector r = ExpSimd.reduced(twice, n.sub(Exp.ROUNDER));
    FloatVector s = ExpSimd.inversePower(n.reinterpretAsInts());
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector p = ExpSimd.polynomial(r).fma(r, one);
    return one.sub(s.mul(2f).div(p.fma(r, s.add(one))));
  }
}
