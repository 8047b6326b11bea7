package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;

import dev.lanewise.kernels.simd.Scratch;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** {@link Softplus} on vectors. */
public final class SoftplusSimd {
  /** Floats that go through the steps at a time, well within the first cache. */
  private static final int CHUNK = 1024;

  private static final Scratch EXPONENTIALS = new Scratch();

  private SoftplusSimd() {}

  /** y = ln(1 + e^x); x, y: [n]. */
  public static void softplus(int n, float[] x, int xOffset, float[] y, int yOffset) {
    float[] z = EXPONENTIALS.floats(CHUNK);
    for (int from = 0; from < n; from += CHUNK) {
      int length = Math.min(CHUNK, n - from);
      negate(length, x, xOffset + from, z);
      ExpSimd.exp(length, 0f, z, 0, z, 0);
      logarithms(length, x, xOffset + from, z, y, yOffset + from);
    }
  }

  /** z = -|x|. */
  private static void negate(int n, float[] x, int xOffset, float[] z) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector.fromArray(F, x, xOffset + i).abs().neg().intoArray(z, i);
    }
    for (; i < n; i++) {
      z[i] = -Math.abs(x[xOffset + i]);
    }
  }

  private static void logarithms(int n, float[] x, int xOffset, float[] z, float[] y, int yOffset) {
    FloatVector zero = FloatVector.zero(F);
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, z, i);
      VectorMask<Float> far = v.compare(GT, Softplus.NEAR);
      FloatVector k = zero.blend(1f, far);
      FloatVector f = v.blend(v.sub(1f).mul(0.5f), far);
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
      FloatVector w = FloatVector.fromArray(F, x, xOffset + i);
      w.blend(zero, w.compare(LE, 0f)).add(log).intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] = Softplus.softplus(x[xOffset + i]);
    }
  }
}
