package dev.lanewise.kernels.math;

/**
 * ln(1 + e^x) = max(x, 0) + ln(1 + z) with z = e^-|x|, which neither overflows nor cancels. ln(1 +
 * z) = k ln 2 + ln(1 + f) by the polynomial of {@link Log}: f is z itself up to sqrt(2) - 1 (k =
 * 0), so that a small z keeps all its bits, and (z - 1) / 2 above (k = 1). The derivative is {@link
 * Sigmoid}.
 */
public final class Softplus {
  /** sqrt(2) - 1. */
  static final float NEAR = 0x1.a8279ap-2f;

  private Softplus() {}

  /** ln(1 + e^x). */
  public static float softplus(float x) {
    float z = Exp.exp(-Math.abs(x));
    float k = z > NEAR ? 1f : 0f;
    float f = z > NEAR ? (z - 1f) * 0.5f : z;
    float log = Math.fma(k, Exp.LN2, Math.fma(k, Exp.LN2_TAIL, Math.fma(Log.tail(f), f * f, f)));
    return Math.max(x, 0f) + log;
  }
}
