package dev.lanewise.kernels.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The coefficients in the kernels are the minimax ones, and as good as they say. */
class MinimaxTest {
  @Test
  void exp() {
    double half = StrictMath.log(2) / 2 * 1.0001;
    Minimax minimax =
        new Minimax(
            r -> (StrictMath.expm1(r) - r) / (r * r), r -> r * r / StrictMath.exp(r), -half, half);
    check(minimax, 0x1p-28, Exp.C2, Exp.C3, Exp.C4, Exp.C5, Exp.C6);
  }

  @Test
  void log() {
    Minimax minimax =
        new Minimax(
            f -> (StrictMath.log1p(f) - f) / (f * f),
            f -> Math.abs(f * f / StrictMath.log1p(f)),
            Math.sqrt(0.5) - 1,
            Math.sqrt(2) - 1);
    check(
        minimax, 0x1p-27, Log.C2, Log.C3, Log.C4, Log.C5, Log.C6, Log.C7, Log.C8, Log.C9, Log.C10);
  }

  @Test
  void tanh() {
    // In z = x^2.
    Minimax minimax =
        new Minimax(
            z -> {
              double x = Math.sqrt(z);
              return (StrictMath.tanh(x) - x) / (x * z);
            },
            z -> {
              double x = Math.sqrt(z);
              return x * z / StrictMath.tanh(x);
            },
            1e-9,
            Tanh.NEAR * Tanh.NEAR);
    check(minimax, 0x1p-27, Tanh.C3, Tanh.C5, Tanh.C7, Tanh.C9, Tanh.C11);
  }

  @Test
  void gelu() {
    // In t = 1 - 2 K u, u = 1 / (a + K).
    Minimax minimax =
        new Minimax(
            t -> quotientByU(t),
            t -> 1 / quotientByU(t),
            -1,
            1 - 2.0 * Gelu.K / (Gelu.TOP + Gelu.K));
    check(
        minimax, 0x1p-25, Gelu.C0, Gelu.C1, Gelu.C2, Gelu.C3, Gelu.C4, Gelu.C5, Gelu.C6, Gelu.C7,
        Gelu.C8, Gelu.C9);
  }

  private static double quotientByU(double t) {
    double u = (1 - t) / (2 * Gelu.K);
    return Normal.quotient(1 / u - Gelu.K) / u;
  }

  private static void check(Minimax minimax, double bound, float... coefficients) {
    assertArrayEquals(minimax.coefficients(coefficients.length), coefficients);
    assertTrue(minimax.error(coefficients) < bound, () -> "" + minimax.error(coefficients));
  }
}
