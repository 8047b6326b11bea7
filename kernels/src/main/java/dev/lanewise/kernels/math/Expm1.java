package dev.lanewise.kernels.math;

/**
 * e^x - 1, also near 0. With the reduction of {@link Exp} it is 2^n (e^r - 1) + (2^n - 1), where
 * the polynomial gives e^r - 1 itself and nothing cancels.
 */
public final class Expm1 {
  /** Below this every x gives -1. */
  static final float BOTTOM = -18f;

  private Expm1() {}

  public static float expm1(float x) {
    if (x > Exp.TOP) {
      return Float.POSITIVE_INFINITY;
    }
    if (x < BOTTOM) {
      return -1f;
    }
    float n = Exp.rounded(x);
    float r = Exp.reduced(x, n - Exp.ROUNDER);
    float p = Math.fma(Exp.polynomial(r), r * r, r);
    // With 2^(n-1), because 2^n alone may overflow where the result does not.
    float half = Exp.power(Float.floatToRawIntBits(n) - 1);
    float y = 2f * Math.fma(p, half, half - 0.5f);
    return Math.copySign(y, x); // changes -0 only
  }
}
