package dev.lanewise.kernels.math;

/**
 * The Gaussian error linear unit x Phi(x), exact: Phi(x) = (1 + erf(x / sqrt(2))) / 2 is the
 * standard normal distribution. With a = |x| the tail is Phi(-a) = e^(-a^2 / 2) Q(a), where Q falls
 * slowly and smoothly from 1/2, so that the result keeps its relative accuracy down to where it
 * underflows. Q(a) = u P(1 - 2 K u), u = 1 / (a + K), with a minimax polynomial P of degree 9
 * (coefficients as in {@link Exp}); what a^2 rounds away is put back. Shepherd and Laframboise,
 * "Chebyshev approximation of (1 + 2x) exp(x^2) erfc x", 1981, map the axis in this way.
 */
public final class Gelu {
  /** Beyond this the tail is 0. */
  static final float TOP = 16f;

  static final float K = 4f;

  /** 1 / sqrt(2 pi). */
  static final float PEAK = 0x1.988454p-2f;

  // P(t) = C0 + C1 t + .. + C9 t^9, within 2^-25 of Q / u.
  static final float C0 = 0x1.82b4bcp-1f;
  static final float C1 = -0x1.373e3ap-1f;
  static final float C2 = 0x1.8c6d82p-2f;
  static final float C3 = -0x1.7dff8p-3f;
  static final float C4 = 0x1.eed99ap-5f;
  static final float C5 = -0x1.ed6a5p-8f;
  static final float C6 = -0x1.cd278cp-9f;
  static final float C7 = 0x1.9c6a4cp-10f;
  static final float C8 = 0x1.7e80f4p-13f;
  static final float C9 = -0x1.1709cp-13f;

  private Gelu() {}

  /** x Phi(x); gelu(-0) is -0. */
  public static float gelu(float x) {
    float a = Math.min(Math.abs(x), TOP);
    float h = a * quotient(a);
    float e = exponential(a);
    return x < 0f ? -(h * e) : Math.fma(-h, e, x);
  }

  /** The derivative, Phi(x) + x e^(-x^2 / 2) / sqrt(2 pi). */
  public static float slope(float x) {
    float a = Math.min(Math.abs(x), TOP);
    float d = exponential(a) * Math.fma(-a, PEAK, quotient(a));
    return x < 0f ? d : 1f - d;
  }

  /** e^(-a^2 / 2). */
  private static float exponential(float a) {
    float square = a * a;
    float lost = Math.fma(a, a, -square);
    float e = Exp.exp(square * -0.5f);
    return Math.fma(e, lost * -0.5f, e);
  }

  /** Phi(-a) e^(a^2 / 2). */
  private static float quotient(float a) {
    float u = 1f / (a + K);
    float t = Math.fma(-2f * K, u, 1f);
    float p = Math.fma(Math.fma(Math.fma(Math.fma(C9, t, C8), t, C7), t, C6), t, C5);
    p = Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(p, t, C4), t, C3), t, C2), t, C1), t, C0);
    return u * p;
  }
}
