package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.lanewise.kernels.simd.Scratch;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** {@link Exp} on vectors. */
public final class ExpSimd {
  /** An exponent's bias twice: half of n and this, shifted into place, is a power of 2. */
  private static final int TWO_BIASES = 254;

  /** Where exponents are between -187 and 66 one of the two powers of 2 can be the same for all. */
  static final float FIXED_POWER = 0x1p-61f;

  /** {@link Exp#ROUNDER}, and what makes the integer beside it the bits of the other power. */
  static final float FALLING_ROUNDER = Exp.ROUNDER + 127 + 61;

  static final int SIGN = 0x80000000;

  /** Of |x|, up to which e^x is neither subnormal nor infinite. */
  private static final float WITHIN = 87f;

  private static final Scratch REST = new Scratch();

  private ExpSimd() {}

  /** y = e^(x - shift); x, y: [n]. */
  public static void exp(int n, float shift, float[] x, int xOffset, float[] y, int yOffset) {
    FloatVector one = FloatVector.broadcast(F, 1f);
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xOffset + i).sub(shift);
      FloatVector rounded =
          v.fma(FloatVector.broadcast(F, Exp.LOG2_E), FloatVector.broadcast(F, Exp.ROUNDER));
      FloatVector k = rounded.sub(Exp.ROUNDER);
      FloatVector r = k.fma(FloatVector.broadcast(F, -Exp.LN2), v);
      r = k.fma(FloatVector.broadcast(F, -Exp.LN2_TAIL), r);
      FloatVector p =
          FloatVector.broadcast(F, Exp.C6)
              .fma(r, FloatVector.broadcast(F, Exp.C5))
              .fma(r, FloatVector.broadcast(F, Exp.C4))
              .fma(r, FloatVector.broadcast(F, Exp.C3))
              .fma(r, FloatVector.broadcast(F, Exp.C2))
              .fma(r, one)
              .fma(r, one);
      // Each branch stores what it has: a vector that both lead to would be on the heap.
      IntVector bits = rounded.reinterpretAsInts();
      if (v.abs().compare(LE, WITHIN).allTrue()) {
        // What neither overflows nor underflows is as exact with n added to the exponent's bits.
        bits.lanewise(LSHL, 23)
            .add(p.reinterpretAsInts())
            .reinterpretAsFloats()
            .intoArray(y, yOffset + i);
      } else {
        bits = bits.add(TWO_BIASES);
        IntVector half = bits.lanewise(ASHR, 1);
        FloatVector power = half.lanewise(LSHL, 23).reinterpretAsFloats();
        FloatVector rest = bits.sub(half).lanewise(LSHL, 23).reinterpretAsFloats();
        p.mul(power)
            .mul(rest)
            .blend(Float.POSITIVE_INFINITY, v.compare(GT, Exp.TOP))
            .blend(0f, v.compare(LT, Exp.BOTTOM))
            .intoArray(y, yOffset + i);
      }
    }
    if (i < n) {
      rest(n - i, shift, x, xOffset + i, y, yOffset + i);
    }
  }

  /** Fewer floats than lanes, as one vector whose other lanes hold anything. */
  private static void rest(int n, float shift, float[] x, int xOffset, float[] y, int yOffset) {
    float[] vector = REST.floats(LENGTH);
    System.arraycopy(x, xOffset, vector, 0, n);
    exp(LENGTH, shift, vector, 0, vector, 0);
    System.arraycopy(vector, 0, y, yOffset, n);
  }
}
