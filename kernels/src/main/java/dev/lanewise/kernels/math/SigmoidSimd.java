package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** {@link Sigmoid} on vectors. */
public final class SigmoidSimd {
  private SigmoidSimd() {}

  public static FloatVector sigmoid(FloatVector x) {
    FloatVector n = ExpSimd.rounded(x.neg());
    FloatVector r = ExpSimd.reduced(x.neg(), n.sub(Exp.ROUNDER));
    IntVector bits = n.reinterpretAsInts();
    IntVector half = bits.lanewise(ASHR, 1);
    FloatVector s = ExpSimd.inversePower(half).mul(ExpSimd.inversePower(bits.sub(half)));
    FloatVector sum = s.add(1f);
    FloatVector lost = s.sub(sum.sub(1f));
    FloatVector p = ExpSimd.polynomial(r).fma(r, FloatVector.broadcast(F, 1f));
    return s.div(sum.add(p.fma(r, lost)))
        .blend(1f, x.compare(GT, Sigmoid.TOP))
        .blend(0f, x.compare(LT, Exp.BOTTOM));
  }
}
