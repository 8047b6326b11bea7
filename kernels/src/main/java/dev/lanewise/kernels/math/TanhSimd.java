package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.I;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** {@link Tanh} on vectors. */
public final class TanhSimd {
  private static final int SIGN = 0x80000000;

  private TanhSimd() {}

  /** y = tanh x; x, y: [n]. */
  public static void tanh(int n, float[] x, int xOffset, float[] y, int yOffset) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xOffset + i);
      FloatVector a = v.abs();

      FloatVector z = a.mul(a);
      FloatVector near =
          FloatVector.broadcast(F, Tanh.C11)
              .fma(z, FloatVector.broadcast(F, Tanh.C9))
              .fma(z, FloatVector.broadcast(F, Tanh.C7))
              .fma(z, FloatVector.broadcast(F, Tanh.C5))
              .fma(z, FloatVector.broadcast(F, Tanh.C3))
              .mul(z)
              .fma(a, a);

      FloatVector twice = a.add(a);
      FloatVector rounded =
          twice.fma(FloatVector.broadcast(F, Exp.LOG2_E), FloatVector.broadcast(F, Exp.ROUNDER));
      FloatVector k = rounded.sub(Exp.ROUNDER);
      FloatVector r = k.fma(FloatVector.broadcast(F, -Exp.LN2), twice);
      r = k.fma(FloatVector.broadcast(F, -Exp.LN2_TAIL), r);
      FloatVector one = FloatVector.broadcast(F, 1f);
      FloatVector p =
          FloatVector.broadcast(F, Exp.C6)
              .fma(r, FloatVector.broadcast(F, Exp.C5))
              .fma(r, FloatVector.broadcast(F, Exp.C4))
              .fma(r, FloatVector.broadcast(F, Exp.C3))
              .fma(r, FloatVector.broadcast(F, Exp.C2))
              .fma(r, one);
      FloatVector s =
          IntVector.broadcast(I, Exp.ONE)
              .sub(rounded.reinterpretAsInts().lanewise(LSHL, 23))
              .reinterpretAsFloats();
      FloatVector far = one.sub(s.add(s).div(p.fma(r, s.add(one))));

      far.blend(one, a.compare(GT, Tanh.TOP))
          .blend(near, a.compare(LT, Tanh.NEAR))
          .reinterpretAsInts()
          .or(v.reinterpretAsInts().and(SIGN))
          .reinterpretAsFloats()
          .intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] = Tanh.tanh(x[xOffset + i]);
    }
  }
}
