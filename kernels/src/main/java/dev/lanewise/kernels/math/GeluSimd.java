package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.lanewise.kernels.simd.Scratch;
import jdk.incubator.vector.FloatVector;

/** {@link Gelu} on vectors, in steps over chunks that stay in the first cache. */
public final class GeluSimd {
  private static final int CHUNK = 1024;

  /** Exponentials, then quotients. */
  private static final Scratch PARTS = new Scratch();

  private GeluSimd() {}

  /** y = x Phi(x); x, y: [n]. */
  public static void gelu(int n, float[] x, int xOffset, float[] y, int yOffset) {
    float[] parts = PARTS.floats(2 * CHUNK);
    for (int from = 0; from < n; from += CHUNK) {
      int length = Math.min(CHUNK, n - from);
      exponentials(length, x, xOffset + from, parts);
      quotients(length, x, xOffset + from, parts);
      products(length, parts, x, xOffset + from, y, yOffset + from);
    }
  }

  /** y = gelu'(x); x, y: [n]. */
  public static void slope(int n, float[] x, int xOffset, float[] y, int yOffset) {
    float[] parts = PARTS.floats(2 * CHUNK);
    for (int from = 0; from < n; from += CHUNK) {
      int length = Math.min(CHUNK, n - from);
      exponentials(length, x, xOffset + from, parts);
      quotients(length, x, xOffset + from, parts);
      slopes(length, parts, x, xOffset + from, y, yOffset + from);
    }
  }

  /** Of whole vectors; the rest of the chunk is done by scalars at the end. */
  private static void exponentials(int n, float[] x, int xOffset, float[] parts) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += LENGTH) {
      FloatVector a = FloatVector.fromArray(F, x, xOffset + i).abs().min(Gelu.TOP);
      a.mul(a).mul(-0.5f).intoArray(parts, i);
    }
    ExpSimd.exp(bound, 0f, parts, 0, parts, 0);
    for (int i = 0; i < bound; i += LENGTH) {
      FloatVector a = FloatVector.fromArray(F, x, xOffset + i).abs().min(Gelu.TOP);
      FloatVector e = FloatVector.fromArray(F, parts, i);
      FloatVector lost = a.fma(a, a.mul(a).neg());
      e.fma(lost.mul(-0.5f), e).intoArray(parts, i);
    }
  }

  private static void quotients(int n, float[] x, int xOffset, float[] parts) {
    FloatVector one = FloatVector.broadcast(F, 1f);
    for (int i = 0; i < F.loopBound(n); i += LENGTH) {
      FloatVector a = FloatVector.fromArray(F, x, xOffset + i).abs().min(Gelu.TOP);
      FloatVector u = one.div(a.add(Gelu.K));
      FloatVector t = u.fma(FloatVector.broadcast(F, -2f * Gelu.K), one);
      FloatVector p =
          FloatVector.broadcast(F, Gelu.C9)
              .fma(t, FloatVector.broadcast(F, Gelu.C8))
              .fma(t, FloatVector.broadcast(F, Gelu.C7))
              .fma(t, FloatVector.broadcast(F, Gelu.C6))
              .fma(t, FloatVector.broadcast(F, Gelu.C5))
              .fma(t, FloatVector.broadcast(F, Gelu.C4))
              .fma(t, FloatVector.broadcast(F, Gelu.C3))
              .fma(t, FloatVector.broadcast(F, Gelu.C2))
              .fma(t, FloatVector.broadcast(F, Gelu.C1))
              .fma(t, FloatVector.broadcast(F, Gelu.C0));
      u.mul(p).intoArray(parts, CHUNK + i);
    }
  }

  private static void products(
      int n, float[] parts, float[] x, int xOffset, float[] y, int yOffset) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xOffset + i);
      FloatVector h = v.abs().min(Gelu.TOP).mul(FloatVector.fromArray(F, parts, CHUNK + i));
      FloatVector e = FloatVector.fromArray(F, parts, i);
      h.neg().fma(e, v).blend(h.mul(e).neg(), v.compare(LT, 0f)).intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] = Gelu.gelu(x[xOffset + i]);
    }
  }

  private static void slopes(int n, float[] parts, float[] x, int xOffset, float[] y, int yOffset) {
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector peak = FloatVector.broadcast(F, Gelu.PEAK);
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xOffset + i);
      FloatVector q = FloatVector.fromArray(F, parts, CHUNK + i);
      FloatVector d =
          FloatVector.fromArray(F, parts, i).mul(v.abs().min(Gelu.TOP).neg().fma(peak, q));
      one.sub(d).blend(d, v.compare(LT, 0f)).intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] = Gelu.slope(x[xOffset + i]);
    }
  }
}
