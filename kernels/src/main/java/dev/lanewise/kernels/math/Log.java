package dev.lanewise.kernels.math;

/**
 * ln x. With x = 2^k (1 + f), where 1 + f lies between the square roots of 1/2 and 2, ln x is k ln
 * 2 + ln(1 + f), and a polynomial of degree 10 gives the latter.
 */
public final class Log {
  /** Bits of sqrt(1/2): what the mantissa starts from. */
  static final int START = 0x3f3504f3;

  static final int MANTISSA = 0x7fffff;

  // ln(1 + f) = f + f^2 (C2 + C3 f + .. + C10 f^8).
  static final float C2 = -0x1.fffff8p-2f;
  static final float C3 = 0x1.555608p-2f;
  static final float C4 = -0x1.0004f8p-2f;
  static final float C5 = 0x1.994874p-3f;
  static final float C6 = -0x1.53ad9ep-3f;
  static final float C7 = 0x1.28fe18p-3f;
  static final float C8 = -0x1.19d84ap-3f;
  static final float C9 = 0x1.c7413ep-4f;
  static final float C10 = -0x1.57f25p-5f;

  private Log() {}

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
    float q = Math.fma(Math.fma(Math.fma(Math.fma(C10, f, C9), f, C8), f, C7), f, C6);
    q = Math.fma(Math.fma(Math.fma(Math.fma(q, f, C5), f, C4), f, C3), f, C2);
    return Math.fma(k, Exp.LN2, Math.fma(k, Exp.LN2_TAIL, Math.fma(q, f * f, f)));
  }
}
