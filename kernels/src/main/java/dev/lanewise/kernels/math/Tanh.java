package dev.lanewise.kernels.math;

/**
 * tanh x. Near 0 an odd minimax polynomial (coefficients as in {@link Exp}). Elsewhere 1 - 2 /
 * (e^2|x| + 1), which with 2|x| = n ln 2 + r as in {@link Exp} is 1 - 2s / (s + e^r), s = 2^-n.
 */
public final class Tanh {
  static final float NEAR = 0.625f;

  /** Above this every x gives 1. */
  static final float TOP = 10f;

  // (tanh x - x) / x^3 = C3 + C5 x^2 + .. + C11 x^8, within 2^-27 of tanh x.
  static final float C3 = -0x1.555532p-2f;
  static final float C5 = 0x1.1106f6p-3f;
  static final float C7 = -0x1.b835a4p-5f;
  static final float C9 = 0x1.51f8cep-6f;
  static final float C11 = -0x1.750ce2p-8f;

  private Tanh() {}

  /** tanh x, odd: tanh(-0) = -0. */
  public static float tanh(float x) {
    float a = Math.abs(x);
    return Math.copySign(a < NEAR ? near(a) : a > TOP ? 1f : far(a), x);
  }

  private static float near(float a) {
    float z = a * a;
    float q = Math.fma(Math.fma(Math.fma(Math.fma(C11, z, C9), z, C7), z, C5), z, C3);
    return Math.fma(q * z, a, a);
  }

  private static float far(float a) {
    float n = Exp.rounded(2f * a);
    float r = Exp.reduced(2f * a, n - Exp.ROUNDER);
    float s = Exp.power(-Float.floatToRawIntBits(n));
    float p = Math.fma(Exp.polynomial(r), r, 1f);
    return 1f - 2f * s / Math.fma(p, r, s + 1f);
  }
}
