package dev.lanewise.kernels.activation;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.check.Checks;

/**
 * The smooth relatives of the ReLU, element-wise functions of {@code n} floats, each array with an
 * offset; {@code n} may be 0. The output may be an input, at the same offset.
 *
 * <p>Gradients take the input x, since y does not determine it. dx = dy * f'(x), overwriting dx.
 * NaN in gives NaN out; the errors are in NUMERICS.md.
 *
 * <p>All throw {@link IllegalArgumentException} when an array is too short, or when an output
 * overlaps an input without being the same elements.
 */
public final class SmoothRelus {
  private SmoothRelus() {}

  /**
   * y = x Phi(x), with Phi the standard normal distribution; x, y: [n]. The exact one, not the
   * approximation by tanh. Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016.
   */
  public static void gelu(int n, float[] x, int xOffset, float[] y, int yOffset) {
    check(n, x, xOffset, y, yOffset);
    if (Backend.simd()) {
      SmoothRelusSimd.gelu(n, x, xOffset, y, yOffset);
    } else {
      SmoothRelusReference.gelu(n, x, xOffset, y, yOffset);
    }
  }

  /**
   * y = x / (1 + e^-x), also known as swish; x, y: [n]. Hendrycks and Gimpel (2016), section 2;
   * Elfwing, Uchibe, Doya, "Sigmoid-Weighted Linear Units", 2017.
   */
  public static void silu(int n, float[] x, int xOffset, float[] y, int yOffset) {
    check(n, x, xOffset, y, yOffset);
    if (Backend.simd()) {
      SmoothRelusSimd.silu(n, x, xOffset, y, yOffset);
    } else {
      SmoothRelusReference.silu(n, x, xOffset, y, yOffset);
    }
  }

  /**
   * y = ln(1 + e^x); x, y: [n]. Never overflows. Dugas et al., "Incorporating Second-Order
   * Functional Knowledge for Better Option Pricing", 2000.
   */
  public static void softplus(int n, float[] x, int xOffset, float[] y, int yOffset) {
    check(n, x, xOffset, y, yOffset);
    if (Backend.simd()) {
      SmoothRelusSimd.softplus(n, x, xOffset, y, yOffset);
    } else {
      SmoothRelusReference.softplus(n, x, xOffset, y, yOffset);
    }
  }

  /** dx = dy * (Phi(x) + x e^(-x^2 / 2) / sqrt(2 pi)); x, dy, dx: [n]. */
  public static void geluGradient(
      int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    check(n, x, xOffset, dy, dyOffset, dx, dxOffset);
    if (Backend.simd()) {
      SmoothRelusSimd.geluGradient(n, x, xOffset, dy, dyOffset, dx, dxOffset);
    } else {
      SmoothRelusReference.geluGradient(n, x, xOffset, dy, dyOffset, dx, dxOffset);
    }
  }

  /** dx = dy * s * (1 + x (1 - s)), s = 1 / (1 + e^-x); x, dy, dx: [n]. */
  public static void siluGradient(
      int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    check(n, x, xOffset, dy, dyOffset, dx, dxOffset);
    if (Backend.simd()) {
      SmoothRelusSimd.siluGradient(n, x, xOffset, dy, dyOffset, dx, dxOffset);
    } else {
      SmoothRelusReference.siluGradient(n, x, xOffset, dy, dyOffset, dx, dxOffset);
    }
  }

  /** dx = dy / (1 + e^-x); x, dy, dx: [n]. */
  public static void softplusGradient(
      int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    check(n, x, xOffset, dy, dyOffset, dx, dxOffset);
    if (Backend.simd()) {
      SmoothRelusSimd.softplusGradient(n, x, xOffset, dy, dyOffset, dx, dxOffset);
    } else {
      SmoothRelusReference.softplusGradient(n, x, xOffset, dy, dyOffset, dx, dxOffset);
    }
  }

  private static void check(int n, float[] x, int xOffset, float[] y, int yOffset) {
    Checks.count("n", n);
    Checks.floats("x", x, xOffset, n);
    Checks.floats("y", y, yOffset, n);
    Checks.sameOrApart("y", y, yOffset, "x", x, xOffset, n);
  }

  private static void check(
      int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    Checks.count("n", n);
    Checks.floats("x", x, xOffset, n);
    Checks.floats("dy", dy, dyOffset, n);
    Checks.floats("dx", dx, dxOffset, n);
    Checks.sameOrApart("dx", dx, dxOffset, "x", x, xOffset, n);
    Checks.sameOrApart("dx", dx, dxOffset, "dy", dy, dyOffset, n);
  }
}
