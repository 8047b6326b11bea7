package dev.lanewise.kernels.math;

/**
 * 1 / (1 + e^-x), accurate on both sides. With -x = n ln 2 + r as in {@link Exp} it is s / (s +
 * e^r), where s = 2^-n is exact: the quotient overflows nowhere and underflows gradually.
 */
public final class Sigmoid {
  /** Above this every x gives 1; below {@link Exp#BOTTOM} it gives 0. */
  static final float TOP = 20f;

  private Sigmoid() {}

  /** 1 / (1 + e^-x). */
  public static float sigmoid(float x) {
    if (x > TOP) {
      return 1f;
    }
    if (x < Exp.BOTTOM) {
      return 0f;
    }
    float n = Exp.rounded(-x);
    float r = Exp.reduced(-x, n - Exp.ROUNDER);
    int bits = Float.floatToRawIntBits(n);
    int half = bits >> 1;
    float s = Exp.power(-half) * Exp.power(half - bits);
    // s + 1 + (e^r - 1), with what s + 1 rounds away put back.
    float sum = s + 1f;
    float lost = s - (sum - 1f);
    float p = Math.fma(Exp.polynomial(r), r, 1f);
    return s / (sum + Math.fma(p, r, lost));
  }
}
