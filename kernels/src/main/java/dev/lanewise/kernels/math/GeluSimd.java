package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.lanewise.kernels.simd.Scratch;
import jdk.incubator.vector.FloatVector;

/**
 * {@link Gelu} on vectors: exponents, exponentials, the rest, in chunks of the first cache; see
 * {@link ExpSimd} for the two vectors at a time.
 */
public final class GeluSimd {
  private static final int CHUNK = 1024;

  private static final Scratch EXPONENTIALS = new Scratch();

  private GeluSimd() {}

  /** y = x Phi(x); x, y: [n]. */
  public static void gelu(int n, float[] x, int xOffset, float[] y, int yOffset) {
    float[] e = EXPONENTIALS.floats(CHUNK);
    for (int from = 0; from < n; from += CHUNK) {
      int length = Math.min(CHUNK, n - from);
      exponentials(length, x, xOffset + from, e);
      products(length, e, x, xOffset + from, y, yOffset + from);
    }
  }

  /** y = gelu'(x); x, y: [n]. */
  public static void slope(int n, float[] x, int xOffset, float[] y, int yOffset) {
    float[] e = EXPONENTIALS.floats(CHUNK);
    for (int from = 0; from < n; from += CHUNK) {
      int length = Math.min(CHUNK, n - from);
      exponentials(length, x, xOffset + from, e);
      slopes(length, e, x, xOffset + from, y, yOffset + from);
    }
  }

  /** Of whole vectors; the rest of the chunk is done by scalars at the end. */
  private static void exponentials(int n, float[] x, int xOffset, float[] e) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += LENGTH) {
      FloatVector a = magnitude(FloatVector.fromArray(F, x, xOffset + i));
      a.mul(a).mul(-0.5f).intoArray(e, i);
    }
    ExpSimd.exp(bound, 0f, e, 0, e, 0);
  }

  private static void products(int n, float[] e, float[] x, int xOffset, float[] y, int yOffset) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xOffset + i);
      FloatVector a = magnitude(v);
      // -h e below 0, where adding -0 changes nothing
      a.neg()
          .mul(quotient(a))
          .fma(exponential(a, FloatVector.fromArray(F, e, i)), v.blend(-0f, v.compare(LT, 0f)))
          .intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] = Gelu.gelu(x[xOffset + i]);
    }
  }

  private static void slopes(int n, float[] e, float[] x, int xOffset, float[] y, int yOffset) {
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector peak = FloatVector.broadcast(F, Gelu.PEAK);
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xOffset + i);
      FloatVector a = magnitude(v);
      FloatVector d =
          exponential(a, FloatVector.fromArray(F, e, i)).mul(a.neg().fma(peak, quotient(a)));
      one.sub(d).blend(d, v.compare(LT, 0f)).intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] = Gelu.slope(x[xOffset + i]);
    }
  }

  /** min(|x|, TOP). */
  private static FloatVector magnitude(FloatVector x) {
    FloatVector a = x.abs();
    return a.blend(Gelu.TOP, a.compare(GT, Gelu.TOP));
  }

  /** e^(-a^2 / 2), from e to the power of the rounded square. */
  private static FloatVector exponential(FloatVector a, FloatVector e) {
    FloatVector lost = a.fma(a, a.mul(a).neg());
    return e.fma(lost.mul(-0.5f), e);
  }

  private static FloatVector quotient(FloatVector a) {
    FloatVector one = FloatVector.broadcast(F, 1f);
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
    return u.mul(p);
  }
}
