package dev.lanewise.kernels.optim;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.check.Checks;

/**
 * Update rules: each moves parameters x: [n] along gradients g: [n], which stay as they are, and
 * keeps its state of [n] up to date, all in one pass over memory.
 *
 * <p>All begin with the same gradient d = scale * g + decay * x: {@code scale} clips (1 for none),
 * {@code decay} is the strength of the L2 regularisation decay / 2 * |x|^2 (0 for none). All throw
 * {@link IllegalArgumentException} when an array is too short, when two of them overlap, or when a
 * number other than {@code scale}, which gradients decide, is negative (as {@code shrink} may be),
 * infinite or NaN, or beyond its bound; as PyTorch's optimisers do. A rate of 0 is one.
 */
public final class Updates {
  private Updates() {}

  /** Gradient descent: x = x - rate * d. */
  public static void descent(
      int n, float rate, float scale, float decay, float[] x, int xOffset, float[] g, int gOffset) {
    check(n, rate, decay, x, xOffset, g, gOffset);
    if (Backend.simd()) {
      UpdatesSimd.descent(n, rate, scale, decay, x, xOffset, g, gOffset);
    } else {
      UpdatesReference.descent(n, rate, scale, decay, x, xOffset, g, gOffset);
    }
  }

  /** Momentum: v = momentum * v - rate * d, x = x + v. */
  public static void momentum(
      int n,
      float rate,
      float momentum,
      float scale,
      float decay,
      float[] x,
      int xOffset,
      float[] g,
      int gOffset,
      float[] v,
      int vOffset) {
    check(n, rate, decay, x, xOffset, g, gOffset);
    checkState(n, x, xOffset, g, gOffset, "v", v, vOffset);
    Checks.notNegative("momentum", momentum);
    if (Backend.simd()) {
      UpdatesSimd.momentum(n, rate, momentum, scale, decay, x, xOffset, g, gOffset, v, vOffset);
    } else {
      UpdatesReference.momentum(
          n, rate, momentum, scale, decay, x, xOffset, g, gOffset, v, vOffset);
    }
  }

  /** Nesterov's momentum: v = momentum * v - rate * d, x = x + momentum * v - rate * d. */
  public static void nesterov(
      int n,
      float rate,
      float momentum,
      float scale,
      float decay,
      float[] x,
      int xOffset,
      float[] g,
      int gOffset,
      float[] v,
      int vOffset) {
    check(n, rate, decay, x, xOffset, g, gOffset);
    checkState(n, x, xOffset, g, gOffset, "v", v, vOffset);
    Checks.notNegative("momentum", momentum);
    if (Backend.simd()) {
      UpdatesSimd.nesterov(n, rate, momentum, scale, decay, x, xOffset, g, gOffset, v, vOffset);
    } else {
      UpdatesReference.nesterov(
          n, rate, momentum, scale, decay, x, xOffset, g, gOffset, v, vOffset);
    }
  }

  /**
   * Steps scaled by the root of a weighted sum of squares: s = keep * s + take * d * d, x = x -
   * rate * d / (sqrt(s) + epsilon). AdaGrad with keep = take = 1, RMSprop with take = 1 - keep.
   */
  public static void scaled(
      int n,
      float rate,
      float keep,
      float take,
      float epsilon,
      float scale,
      float decay,
      float[] x,
      int xOffset,
      float[] g,
      int gOffset,
      float[] s,
      int sOffset) {
    check(n, rate, decay, x, xOffset, g, gOffset);
    checkState(n, x, xOffset, g, gOffset, "s", s, sOffset);
    Checks.notNegative("keep", keep);
    Checks.notNegative("take", take);
    Checks.notNegative("epsilon", epsilon);
    if (Backend.simd()) {
      UpdatesSimd.scaled(
          n, rate, keep, take, epsilon, scale, decay, x, xOffset, g, gOffset, s, sOffset);
    } else {
      UpdatesReference.scaled(
          n, rate, keep, take, epsilon, scale, decay, x, xOffset, g, gOffset, s, sOffset);
    }
  }

  /**
   * Adam: m = beta1 * m + (1 - beta1) * d, s = beta2 * s + (1 - beta2) * d * d, x = shrink * x -
   * rate * m / (root * sqrt(s) + epsilon).
   *
   * @param rate the learning rate over 1 - beta1^t, in step t from 1
   * @param root 1 over the square root of 1 - beta2^t
   * @param shrink 1, or less for decoupled weight decay (AdamW): 1 - rate * decay, which is
   *     negative where the product is above 1
   */
  public static void adam(
      int n,
      float rate,
      float beta1,
      float beta2,
      float root,
      float epsilon,
      float shrink,
      float scale,
      float decay,
      float[] x,
      int xOffset,
      float[] g,
      int gOffset,
      float[] m,
      int mOffset,
      float[] s,
      int sOffset) {
    check(n, rate, decay, x, xOffset, g, gOffset);
    checkState(n, x, xOffset, g, gOffset, "m", m, mOffset);
    checkState(n, x, xOffset, g, gOffset, "s", s, sOffset);
    Checks.apart("m", m, mOffset, n, "s", s, sOffset, n);
    checkBeta("beta1", beta1);
    checkBeta("beta2", beta2);
    Checks.notNegative("root", root);
    Checks.notNegative("epsilon", epsilon);
    if (!(shrink <= 1)) {
      throw Checks.refuse("shrink", "at most 1", shrink);
    }
    if (Backend.simd()) {
      UpdatesSimd.adam(
          n, rate, beta1, beta2, root, epsilon, shrink, scale, decay, x, xOffset, g, gOffset, m,
          mOffset, s, sOffset);
    } else {
      UpdatesReference.adam(
          n, rate, beta1, beta2, root, epsilon, shrink, scale, decay, x, xOffset, g, gOffset, m,
          mOffset, s, sOffset);
    }
  }

  private static void check(
      int n, float rate, float decay, float[] x, int xOffset, float[] g, int gOffset) {
    Checks.count("n", n);
    Checks.floats("x", x, xOffset, n);
    Checks.floats("g", g, gOffset, n);
    Checks.apart("x", x, xOffset, n, "g", g, gOffset, n);
    Checks.notNegative("rate", rate);
    Checks.notNegative("decay", decay);
  }

  private static void checkBeta(String name, float beta) {
    if (!(beta >= 0 && beta < 1)) {
      throw Checks.refuse(name, "at least 0 and below 1", beta);
    }
  }

  private static void checkState(
      int n,
      float[] x,
      int xOffset,
      float[] g,
      int gOffset,
      String name,
      float[] state,
      int offset) {
    Checks.floats(name, state, offset, n);
    Checks.apart(name, state, offset, n, "x", x, xOffset, n);
    Checks.apart(name, state, offset, n, "g", g, gOffset, n);
  }
}
