package dev.lanewise.kernels.math;

/**
 * e^x, within 1 ulp (NUMERICS.md has the measured figure, as for all functions of this package).
 *
 * <p>Argument reduction: x = n ln 2 + r with n an integer and |r| <= ln(2) / 2, so that e^x = 2^n
 * e^r. A minimax polynomial of degree 6 gives e^r, and 2^n is made from the bits of n. Muller,
 * "Elementary Functions", explains both. The coefficients come from {@code Minimax} among the
 * property tests, where a test computes them anew and compares.
 */
public final class Exp {
  // Beyond these e^x overflows, or rounds to zero; in between 2^n is a product of two floats.
  static final float TOP = 89f;
  static final float BOTTOM = -104f;

  static final float LOG2_E = 0x1.715476p0f;

  /**
   * 1.5 * 2^23. Added to a small number it leaves no bits for a fraction: the sum is rounded to an
   * integer, which stands in its lowest bits.
   */
  static final float ROUNDER = 0x1.8p23f;

  // ln 2 in two floats. With fma x - n * LN2 is exact, so r is rounded just once.
  static final float LN2 = 0x1.62e43p-1f;
  static final float LN2_TAIL = -0x1.05c61p-29f;

  // (e^r - 1 - r) / r^2 = C2 + C3 r + .. + C6 r^4, within 2^-28 of e^r.
  static final float C2 = 0x1.fffffcp-2f;
  static final float C3 = 0x1.555492p-3f;
  static final float C4 = 0x1.5558aap-5f;
  static final float C5 = 0x1.12396ep-7f;
  static final float C6 = 0x1.6a524ep-10f;

  /** The bits of 1f: an exponent of 0. */
  static final int ONE = 0x3f800000;

  private Exp() {}

  /** e^x; gradual underflow to +0, overflow to infinity. */
  public static float exp(float x) {
    if (x > TOP) {
      return Float.POSITIVE_INFINITY;
    }
    if (x < BOTTOM) {
      return 0f;
    }
    float n = rounded(x);
    float r = reduced(x, n - ROUNDER);
    float p = Math.fma(Math.fma(polynomial(r), r, 1f), r, 1f);
    // 2^n in two factors: the first product is exact, the second rounds once, subnormal or not.
    int bits = Float.floatToRawIntBits(n);
    int half = bits >> 1;
    return p * power(half) * power(bits - half);
  }

  /** The integer nearest to x / ln 2, plus {@link #ROUNDER}. */
  static float rounded(float x) {
    return Math.fma(x, LOG2_E, ROUNDER);
  }

  /** x - n ln 2. */
  static float reduced(float x, float n) {
    return Math.fma(n, -LN2_TAIL, Math.fma(n, -LN2, x));
  }

  /** (e^r - 1 - r) / r^2. */
  static float polynomial(float r) {
    return Math.fma(Math.fma(Math.fma(Math.fma(C6, r, C5), r, C4), r, C3), r, C2);
  }

  /** 2^k for -126 <= k <= 127; only the lowest 9 bits of k are looked at. */
  static float power(int k) {
    return Float.intBitsToFloat((k << 23) + ONE);
  }
}
