package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/** {@link Log} on vectors. */
public final class LogSimd {
  /** Added to a small integer, the bits of a float that differs from ROUNDER by that integer. */
  private static final int ROUNDER = Float.floatToRawIntBits(Exp.ROUNDER);

  private LogSimd() {}

  /** y = ln x; x, y: [n]. */
  public static void log(int n, float[] x, int xOffset, float[] y, int yOffset) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xOffset + i);
      VectorMask<Float> subnormal = v.compare(LT, Float.MIN_NORMAL);
      IntVector bits = v.blend(v.mul(0x1p24f), subnormal).reinterpretAsInts().sub(Log.START);
      FloatVector k = bits.lanewise(ASHR, 23).add(ROUNDER).reinterpretAsFloats().sub(Exp.ROUNDER);
      k = k.blend(k.sub(24f), subnormal);
      FloatVector f = bits.and(Log.MANTISSA).add(Log.START).reinterpretAsFloats().sub(1f);
      FloatVector log =
          FloatVector.broadcast(F, Log.C10)
              .fma(f, FloatVector.broadcast(F, Log.C9))
              .fma(f, FloatVector.broadcast(F, Log.C8))
              .fma(f, FloatVector.broadcast(F, Log.C7))
              .fma(f, FloatVector.broadcast(F, Log.C6))
              .fma(f, FloatVector.broadcast(F, Log.C5))
              .fma(f, FloatVector.broadcast(F, Log.C4))
              .fma(f, FloatVector.broadcast(F, Log.C3))
              .fma(f, FloatVector.broadcast(F, Log.C2))
              .fma(f.mul(f), f);
      log = k.fma(FloatVector.broadcast(F, Exp.LN2_TAIL), log);
      log = k.fma(FloatVector.broadcast(F, Exp.LN2), log);
      v.blend(log, v.compare(LT, Float.POSITIVE_INFINITY)) // infinity and NaN stay
          .blend(Float.NEGATIVE_INFINITY, v.compare(EQ, 0f))
          .blend(Float.NaN, v.compare(LT, 0f))
          .intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] = Log.log(x[xOffset + i]);
    }
  }
}
