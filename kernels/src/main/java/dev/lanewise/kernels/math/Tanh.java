package dev.lanewise.kernels.math;

/**
 * tanh x: an odd polynomial near 0, elsewhere 1 - 2 / (e^2|x| + 1), which keeps its digits there.
 */
public final class Tanh {
  static final float NEAR = 0.625f;

  // tanh x = x + x^3 (C3 + C5 x^2 + .. + C11 x^8).
  static final float C3 = -0x1.555532p-2f;
  static final float C5 = 0x1.1106f6p-3f;
  static final float C7 = -0x1.b835a4p-5f;
  static final float C9 = 0x1.51f8cep-6f;
  static final float C11 = -0x1.750ce4p-8f;

  private Tanh() {}

  public static float tanh(float x) {
    float a = Math.abs(x);
    if (a < NEAR) {
      float z = a * a;
      float q = Math.fma(Math.fma(Math.fma(Math.fma(C11, z, C9), z, C7), z, C5), z, C3);
      return Math.copySign(Math.fma(q * z, a, a), x);
    }
    return Math.copySign(1f - 2f / (Exp.exp(2f * a) + 1f), x);
  }
}
