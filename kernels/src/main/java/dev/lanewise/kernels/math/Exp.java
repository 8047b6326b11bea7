package dev.lanewise.kernels.math;

/**
 * e^x. The argument is reduced to x = n ln 2 + r with |r| <= ln(2) / 2, a polynomial of degree 6
 * gives e^r, and the exponent of 2^n is put back by integer arithmetic.
 */
public final class Exp {
  // Beyond these every x overflows, or rounds to zero; in between all of n stays in reach.
  static final float TOP = 89f;
  static final float BOTTOM = -104f;

  static final float LOG2_E = 0x1.715476p0f;

  /** Adding 1.5 * 2^23 rounds to an integer, and leaves it in the low bits of the sum. */
  static final float ROUNDER = 0x1.8p23f;

  // ln 2 in two floats. n * LN2 is subtracted exactly (fma), only the tail of it rounds.
  static final float LN2 = 0x1.62e43p-1f;
  static final float LN2_TAIL = -0x1.05c61p-29f;

  // e^r = 1 + r + r^2 (C2 + C3 r + .. + C6 r^4).
  static final float C2 = 0x1.fffffep-2f;
  static final float C3 = 0x1.5554aap-3f;
  static final float C4 = 0x1.55579ep-5f;
  static final float C5 = 0x1.122c7ap-7f;
  static final float C6 = 0x1.6ab0acp-10f;

  static final int ONE = 0x3f800000;

  private Exp() {}

  public static float exp(float x) {
    if (x > TOP) {
      return Float.POSITIVE_INFINITY;
    }
    if (x < BOTTOM) {
      return 0f;
    }
    float rounded = Math.fma(x, LOG2_E, ROUNDER);
    float n = rounded - ROUNDER;
    float r = Math.fma(n, -LN2_TAIL, Math.fma(n, -LN2, x));
    float p = Math.fma(Math.fma(Math.fma(Math.fma(C6, r, C5), r, C4), r, C3), r, C2);
    p = Math.fma(Math.fma(p, r, 1f), r, 1f);
    // 2^n in two factors: only the second product rounds, also where the result is subnormal.
    int bits = Float.floatToRawIntBits(rounded);
    int half = bits >> 1;
    return p * power(half) * power(bits - half);
  }

  /** 2^k; only the low 9 bits of k count. */
  static float power(int k) {
    return Float.intBitsToFloat((k << 23) + ONE);
  }
}
