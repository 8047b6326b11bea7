package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/** {@link Log} on vectors. */
public final class LogSimd {
  private LogSimd() {}

  public static FloatVector log(FloatVector x) {
    VectorMask<Float> subnormal = x.compare(LT, Float.MIN_NORMAL);
    IntVector bits = x.blend(x.mul(0x1p24f), subnormal).reinterpretAsInts().sub(Log.START);
    FloatVector k = toFloat(bits.lanewise(ASHR, 23));
    k = k.blend(k.sub(24f), subnormal);
    FloatVector f = bits.and(Log.MANTISSA).add(Log.START).reinterpretAsFloats().sub(1f);
    FloatVector y = polynomial(f).fma(f.mul(f), f);
    y = k.fma(FloatVector.broadcast(F, Exp.LN2_TAIL), y);
    y = k.fma(FloatVector.broadcast(F, Exp.LN2), y);
    FloatVector infinity = FloatVector.broadcast(F, Float.POSITIVE_INFINITY);
    return x.blend(y, x.compare(LT, infinity)) // infinity and NaN stay
        .blend(infinity.neg(), x.compare(EQ, 0f))
        .blend(Float.NaN, x.compare(LT, 0f));
  }

  private static FloatVector polynomial(FloatVector f) {
    return FloatVector.broadcast(F, Log.C10)
        .fma(f, FloatVector.broadcast(F, Log.C9))
        .fma(f, FloatVector.broadcast(F, Log.C8))
        .fma(f, FloatVector.broadcast(F, Log.C7))
        .fma(f, FloatVector.broadcast(F, Log.C6))
        .fma(f, FloatVector.broadcast(F, Log.C5))
        .fma(f, FloatVector.broadcast(F, Log.C4))
        .fma(f, FloatVector.broadcast(F, Log.C3))
        .fma(f, FloatVector.broadcast(F, Log.C2));
  }

  /** Small integers, by the trick of {@link Exp#ROUNDER}. */
  private static FloatVector toFloat(IntVector k) {
    return k.add(Float.floatToRawIntBits(Exp.ROUNDER)).reinterpretAsFloats().sub(Exp.ROUNDER);
  }
}
