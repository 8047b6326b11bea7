package dev.lanewise.kernels.math;

/**
 * ln x. With x = 2^k (1 + f), where 1 + f lies between the square roots of 1/2 and 2, it is k ln 2
 * + ln(1 + f), and a minimax polynomial of degree 10 gives the latter (coefficients as in {@link
 * Exp}). f is exact, and the smallest terms are added first.
 */
public final class Log {
  /** The bits of sqrt(1/2), where the range of 1 + f begins. */
  static final int START = 0x3f3504f3;

  static final int MANTISSA = 0x7fffff;

  // (ln(1 + f) - f) / f^2 = C2 + C3 f + .. + C10 f^8, within 2^-27 of ln(1 + f).
  static final float C2 = -0x1.fffff8p-2f;
  static final float C3 = 0x1.55555p-2f;
  static final float C4 = -0x1.000438p-2f;
  static final float C5 = 0x1.99a428p-3f;
  static final float C6 = -0x1.542422p-3f;
  static final float C7 = 0x1.226b34p-3f;
  static final float C8 = -0x1.0f4cb2p-3f;
  static final float C9 = 0x1.087d9p-3f;
  static final float C10 = -0x1.385102p-4f;

  private Log() {}

  /** ln x; -infinity at both zeros, NaN below. */
  public static float log(float x) {
    if (!(x > 0f)) {
      return x == 0f ? Float.NEGATIVE_INFINITY : Float.NaN;
    }
    if (x == Float.POSITIVE_INFINITY) {
      return x;
    }
    boolean subnormal = x < Float.MIN_NORMAL;
    int bits = Float.floatToRawIntBits(subnormal ? x * 0x1p24f : x) - START;
    float k = (bits >> 23) - (subnormal ? 24 : 0);
    float f = Float.intBitsToFloat((bits & MANTISSA) + START) - 1f;
    return Math.fma(k, Exp.LN2, Math.fma(k, Exp.LN2_TAIL, Math.fma(tail(f), f * f, f)));
  }

  /** (ln(1 + f) - f) / f^2. */
  static float tail(float f) {
    float q = Math.fma(Math.fma(Math.fma(Math.fma(C10, f, C9), f, C8), f, C7), f, C6);
    return Math.fma(Math.fma(Math.fma(Math.fma(q, f, C5), f, C4), f, C3), f, C2);
  }
}
