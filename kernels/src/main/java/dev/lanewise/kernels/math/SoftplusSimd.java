package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.lanewise.kernels.simd.Scratch;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * {@link Softplus} on vectors, in two steps: in one the chain of operations is so long that too few
 * vectors are under way at a time.
 */
public final class SoftplusSimd {
  /** Floats that go through the steps at a time, well within the first cache. */
  private static final int CHUNK = 1024;

  private static final Scratch EXPONENTIALS = new Scratch();

  private SoftplusSimd() {}

  /** y = ln(1 + e^x); x, y: [n]. */
  public static void softplus(int n, float[] x, int xOffset, float[] y, int yOffset) {
    float[] z = EXPONENTIALS.floats(CHUNK);
    int bound = F.loopBound(n);
    for (int from = 0; from < bound; from += CHUNK) {
      int length = Math.min(CHUNK, bound - from);
      exponentials(length, x, xOffset + from, z);
      logarithms(length, x, xOffset + from, z, y, yOffset + from);
    }
    for (int i = bound; i < n; i++) {
      y[yOffset + i] = Softplus.softplus(x[xOffset + i]);
    }
  }

  /**
   * z = e^-|x|, of whole vectors; its powers of 2 are those of {@link GeluSimd}. Written out there
   * and here: a method that takes and returns vectors may leave them on the heap.
   */
  private static void exponentials(int n, float[] x, int xOffset, float[] z) {
    FloatVector one = FloatVector.broadcast(F, 1f);
    for (int i = 0; i < n; i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xOffset + i);
      FloatVector a = v.reinterpretAsInts().or(ExpSimd.SIGN).reinterpretAsFloats();
      FloatVector rounded =
          a.fma(
              FloatVector.broadcast(F, Exp.LOG2_E),
              FloatVector.broadcast(F, ExpSimd.FALLING_ROUNDER));
      FloatVector k = rounded.sub(ExpSimd.FALLING_ROUNDER);
      FloatVector r = k.fma(FloatVector.broadcast(F, -Exp.LN2), a);
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
      p.mul(power).mul(ExpSimd.FIXED_POWER).blend(0f, a.compare(LT, Exp.BOTTOM)).intoArray(z, i);
    }
  }

  private static void logarithms(int n, float[] x, int xOffset, float[] z, float[] y, int yOffset) {
    FloatVector zero = FloatVector.zero(F);
    for (int i = 0; i < n; i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, z, i);
      VectorMask<Float> far = v.compare(GT, Softplus.NEAR);
      FloatVector k = zero.blend(1f, far);
      FloatVector half = v.fma(FloatVector.broadcast(F, 0.5f), FloatVector.broadcast(F, -0.5f));
      FloatVector f = v.blend(half, far);
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
      // max(x, 0); NaN comes by the logarithm.
      FloatVector.fromArray(F, x, xOffset + i)
          .reinterpretAsInts()
          .max(0)
          .reinterpretAsFloats()
          .add(log)
          .intoArray(y, yOffset + i);
    }
  }
}
