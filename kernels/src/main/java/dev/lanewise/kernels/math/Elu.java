package dev.lanewise.kernels.math;

/** The exponential linear unit. */
public final class Elu {
  /** Below this every e^x - 1 is -1. */
  static final float BOTTOM = -18f;

  private Elu() {}

  /** x for x >= 0, else alpha (e^x - 1). */
  public static float elu(float alpha, float x) {
    return x < 0f ? alpha * expm1(x) : x;
  }

  /**
   * e^x - 1 for x < 0. With the reduction of {@link Exp} it is 2^n (e^r - 1) + (2^n - 1), where the
   * polynomial gives e^r - 1 itself, so that nothing cancels near 0.
   */
  static float expm1(float x) {
    if (x < BOTTOM) {
      return -1f;
    }
    float n = Exp.rounded(x);
    float r = Exp.reduced(x, n - Exp.ROUNDER);
    float p = Math.fma(Exp.polynomial(r), r * r, r);
    float power = Exp.power(Float.floatToRawIntBits(n));
    return Math.fma(p, power, power - 1f);
  }
}
