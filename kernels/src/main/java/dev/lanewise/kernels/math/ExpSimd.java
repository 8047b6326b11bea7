package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.I;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** {@link Exp} on vectors. */
public final class ExpSimd {
  private ExpSimd() {}

  public static FloatVector exp(FloatVector x) {
    FloatVector n = rounded(x);
    FloatVector r = reduced(x, n.sub(Exp.ROUNDER));
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector p = polynomial(r).fma(r, one).fma(r, one);
    IntVector bits = n.reinterpretAsInts();
    IntVector half = bits.lanewise(ASHR, 1);
    return p.mul(power(half))
        .mul(power(bits.sub(half)))
        .blend(Float.POSITIVE_INFINITY, x.compare(GT, Exp.TOP))
        .blend(0f, x.compare(LT, Exp.BOTTOM));
  }

  static FloatVector rounded(FloatVector x) {
    return x.fma(FloatVector.broadcast(F, Exp.LOG2_E), FloatVector.broadcast(F, Exp.ROUNDER));
  }

  static FloatVector reduced(FloatVector x, FloatVector n) {
    return n.fma(
        FloatVector.broadcast(F, -Exp.LN2_TAIL), n.fma(FloatVector.broadcast(F, -Exp.LN2), x));
  }

  static FloatVector polynomial(FloatVector r) {
    return FloatVector.broadcast(F, Exp.C6)
        .fma(r, FloatVector.broadcast(F, Exp.C5))
        .fma(r, FloatVector.broadcast(F, Exp.C4))
        .fma(r, FloatVector.broadcast(F, Exp.C3))
        .fma(r, FloatVector.broadcast(F, Exp.C2));
  }

  static FloatVector power(IntVector k) {
    return k.lanewise(LSHL, 23).add(Exp.ONE).reinterpretAsFloats();
  }

  /** 2^-k. */
  static FloatVector inversePower(IntVector k) {
    return IntVector.broadcast(I, Exp.ONE).sub(k.lanewise(LSHL, 23)).reinterpretAsFloats();
  }
}
