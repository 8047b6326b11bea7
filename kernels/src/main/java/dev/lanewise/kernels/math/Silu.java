package dev.lanewise.kernels.math;

/**
 * The sigmoid linear unit x / (1 + e^-x), with the parts of {@link Sigmoid}: the two factors of
 * 2^-n are multiplied in one after the other, so that the result rounds just once where it
 * underflows.
 */
public final class Silu {
  /** Below this every product rounds to -0. */
  static final float BOTTOM = -110f;

  /** Below this the slope is 0. */
  static final float FAR = -128f;

  private Silu() {}

  /** x / (1 + e^-x); silu(-0) is -0. */
  public static float silu(float x) {
    if (x > Sigmoid.TOP) {
      return x;
    }
    if (x < BOTTOM) {
      return -0f;
    }
    float n = Exp.rounded(-x);
    float r = Exp.reduced(-x, n - Exp.ROUNDER);
    int bits = Float.floatToRawIntBits(n);
    int half = bits >> 1;
    float power = Exp.power(-half);
    float rest = Exp.power(half - bits);
    float s = power * rest;
    float sum = s + 1f;
    float lost = s - (sum - 1f);
    float p = Math.fma(Exp.polynomial(r), r, 1f);
    return x * power / (sum + Math.fma(p, r, lost)) * rest;
  }

  /**
   * The derivative: with a = -|x|, s (1 + a (1 - s)), s = sigmoid(a), and 1 less that for x >= 0.
   */
  public static float slope(float x) {
    float a = Math.max(-Math.abs(x), FAR);
    float s = Sigmoid.sigmoid(a);
    float d = s * Math.fma(a, 1f - s, 1f);
    return x < 0f ? d : 1f - d;
  }
}
