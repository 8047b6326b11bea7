package dev.lanewise.kernels.activation;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.check.Checks;

/**
 * Element-wise functions of {@code n} floats, each array with an offset; {@code n} may be 0. The
 * output may be an input, at the same offset.
 *
 * <p>Gradients take the output y of the forward kernel, not its input: y is what a net keeps, and
 * each of these derivatives is a function of y. dx = dy * f'(x), overwriting dx.
 *
 * <p>NaN in gives NaN out, everywhere. The errors of exp, log, tanh and sigmoid are in NUMERICS.md.
 *
 * <p>All throw {@link IllegalArgumentException} when an array is too short, or when an output
 * overlaps an input without being the same elements.
 */
public final class Activations {
  private Activations() {}

  /** y = e^x; x, y: [n]. Overflows to infinity, underflows gradually to +0. */
  public static void exp(int n, float[] x, int xOffset, float[] y, int yOffset) {
    check(n, x, xOffset, y, yOffset);
    if (Backend.simd()) {
      ActivationsSimd.exp(n, x, xOffset, y, yOffset);
    } else {
      ActivationsReference.exp(n, x, xOffset, y, yOffset);
    }
  }

  /** y = ln x; x, y: [n]. ln of +0 and -0 is -infinity, of negative numbers NaN. */
  public static void log(int n, float[] x, int xOffset, float[] y, int yOffset) {
    check(n, x, xOffset, y, yOffset);
    if (Backend.simd()) {
      ActivationsSimd.log(n, x, xOffset, y, yOffset);
    } else {
      ActivationsReference.log(n, x, xOffset, y, yOffset);
    }
  }

  /** y = 1 / (1 + e^-x); x, y: [n]. Never overflows; underflows gradually to +0. */
  public static void sigmoid(int n, float[] x, int xOffset, float[] y, int yOffset) {
    check(n, x, xOffset, y, yOffset);
    if (Backend.simd()) {
      ActivationsSimd.sigmoid(n, x, xOffset, y, yOffset);
    } else {
      ActivationsReference.sigmoid(n, x, xOffset, y, yOffset);
    }
  }

  /** y = tanh x; x, y: [n]. tanh(-0) is -0. */
  public static void tanh(int n, float[] x, int xOffset, float[] y, int yOffset) {
    check(n, x, xOffset, y, yOffset);
    if (Backend.simd()) {
      ActivationsSimd.tanh(n, x, xOffset, y, yOffset);
    } else {
      ActivationsReference.tanh(n, x, xOffset, y, yOffset);
    }
  }

  /** y = max(0, x); x, y: [n]. relu(-0) is +0. */
  public static void relu(int n, float[] x, int xOffset, float[] y, int yOffset) {
    check(n, x, xOffset, y, yOffset);
    if (Backend.simd()) {
      ActivationsSimd.relu(n, x, xOffset, y, yOffset);
    } else {
      ActivationsReference.relu(n, x, xOffset, y, yOffset);
    }
  }

  /**
   * y = x for x > 0, else slope * x; x, y: [n].
   *
   * @param slope finite
   */
  public static void leakyRelu(int n, float slope, float[] x, int xOffset, float[] y, int yOffset) {
    if (!Float.isFinite(slope)) {
      throw Checks.refuse("slope", "a finite number", slope);
    }
    check(n, x, xOffset, y, yOffset);
    if (Backend.simd()) {
      ActivationsSimd.leakyRelu(n, slope, x, xOffset, y, yOffset);
    } else {
      ActivationsReference.leakyRelu(n, slope, x, xOffset, y, yOffset);
    }
  }

  /**
   * y = x for x > 0, else alpha * (e^x - 1); x, y: [n]. Clevert et al., "Fast and Accurate Deep
   * Network Learning by Exponential Linear Units", 2016.
   *
   * @param alpha finite
   */
  public static void elu(int n, float alpha, float[] x, int xOffset, float[] y, int yOffset) {
    if (!Float.isFinite(alpha)) {
      throw Checks.refuse("alpha", "a finite number", alpha);
    }
    check(n, x, xOffset, y, yOffset);
    if (Backend.simd()) {
      ActivationsSimd.elu(n, alpha, x, xOffset, y, yOffset);
    } else {
      ActivationsReference.elu(n, alpha, x, xOffset, y, yOffset);
    }
  }

  /** dx = dy * (1 - y) * y for y = sigmoid(x); y, dy, dx: [n]. */
  public static void sigmoidGradient(
      int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    check(n, y, yOffset, dy, dyOffset, dx, dxOffset);
    if (Backend.simd()) {
      ActivationGradientsSimd.sigmoidGradient(n, y, yOffset, dy, dyOffset, dx, dxOffset);
    } else {
      ActivationsReference.sigmoidGradient(n, y, yOffset, dy, dyOffset, dx, dxOffset);
    }
  }

  /** dx = dy * (1 - y^2) for y = tanh(x); y, dy, dx: [n]. */
  public static void tanhGradient(
      int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    check(n, y, yOffset, dy, dyOffset, dx, dxOffset);
    if (Backend.simd()) {
      ActivationGradientsSimd.tanhGradient(n, y, yOffset, dy, dyOffset, dx, dxOffset);
    } else {
      ActivationsReference.tanhGradient(n, y, yOffset, dy, dyOffset, dx, dxOffset);
    }
  }

  /**
   * dx = dy where y > 0, else +0, for y = relu(x); y, dy, dx: [n]. The derivative at 0 is 0; where
   * y is NaN dx is dy.
   */
  public static void reluGradient(
      int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    check(n, y, yOffset, dy, dyOffset, dx, dxOffset);
    if (Backend.simd()) {
      ActivationGradientsSimd.reluGradient(n, y, yOffset, dy, dyOffset, dx, dxOffset);
    } else {
      ActivationsReference.reluGradient(n, y, yOffset, dy, dyOffset, dx, dxOffset);
    }
  }

  /**
   * dx = dy where y > 0, else slope * dy, for y = leakyRelu(x); y, dy, dx: [n]. The derivative at 0
   * is the slope; where y is NaN dx is dy.
   *
   * @param slope that of the forward kernel; positive and finite, since y tells the sign of x only
   *     then
   */
  public static void leakyReluGradient(
      int n,
      float slope,
      float[] y,
      int yOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset) {
    checkPositive("slope", slope);
    check(n, y, yOffset, dy, dyOffset, dx, dxOffset);
    if (Backend.simd()) {
      ActivationGradientsSimd.leakyReluGradient(n, slope, y, yOffset, dy, dyOffset, dx, dxOffset);
    } else {
      ActivationsReference.leakyReluGradient(n, slope, y, yOffset, dy, dyOffset, dx, dxOffset);
    }
  }

  /**
   * dx = dy where y > 0, else dy * (y + alpha), for y = elu(x); y, dy, dx: [n]. The derivative at 0
   * is alpha; where y is NaN dx is dy.
   *
   * @param alpha that of the forward kernel; positive and finite, since y tells the sign of x only
   *     then
   */
  public static void eluGradient(
      int n,
      float alpha,
      float[] y,
      int yOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset) {
    checkPositive("alpha", alpha);
    check(n, y, yOffset, dy, dyOffset, dx, dxOffset);
    if (Backend.simd()) {
      ActivationGradientsSimd.eluGradient(n, alpha, y, yOffset, dy, dyOffset, dx, dxOffset);
    } else {
      ActivationsReference.eluGradient(n, alpha, y, yOffset, dy, dyOffset, dx, dxOffset);
    }
  }

  private static void check(int n, float[] x, int xOffset, float[] y, int yOffset) {
    Checks.count("n", n);
    Checks.floats("x", x, xOffset, n);
    Checks.floats("y", y, yOffset, n);
    Checks.sameOrApart("y", y, yOffset, "x", x, xOffset, n);
  }

  private static void check(
      int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    Checks.count("n", n);
    Checks.floats("y", y, yOffset, n);
    Checks.floats("dy", dy, dyOffset, n);
    Checks.floats("dx", dx, dxOffset, n);
    Checks.sameOrApart("dx", dx, dxOffset, "y", y, yOffset, n);
    Checks.sameOrApart("dx", dx, dxOffset, "dy", dy, dyOffset, n);
  }

  private static void checkPositive(String name, float value) {
    if (!(value > 0 && Float.isFinite(value))) {
      throw Checks.refuse(name, "a positive, finite number", value);
    }
  }
}
