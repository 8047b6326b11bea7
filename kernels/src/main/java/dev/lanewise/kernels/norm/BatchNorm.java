package dev.lanewise.kernels.norm;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.check.Checks;

/**
 * Batch normalisation: every channel is brought to mean 0 and variance 1, then scaled and shifted.
 * Ioffe and Szegedy, "Batch Normalization" (2015), algorithm 1. In training mean and variance are
 * those of the batch; in use they are constants, and no image depends on the others.
 *
 * <p>All throw {@link IllegalArgumentException} when an array is too short, or an output overlaps
 * an input (y may be x, dx may be x or dy, at the same offset).
 */
public final class BatchNorm {
  private BatchNorm() {}

  /**
   * Mean and (biased) variance of every channel, in one pass: with d = x - shift, where shift is
   * the mean of the channel's plane in the first image, mean = shift + sum(d) / m and variance =
   * max(0, sum(d^2) / m - (sum(d) / m)^2) over its m numbers (Chan, Golub, LeVeque, "Algorithms for
   * Computing the Sample Variance", 1983, eq. 1.5). Pixel i of every plane goes to accumulator i
   * mod 64, one image after the other, and the accumulators are folded at the end.
   *
   * @param x [batch, channels, pixels]
   * @param mean output: [channels]
   * @param variance output: [channels]
   */
  public static void statistics(
      BatchNormShape shape,
      float[] x,
      int xOffset,
      float[] mean,
      int meanOffset,
      float[] variance,
      int varianceOffset) {
    images("x", x, xOffset, shape);
    output("mean", mean, meanOffset, shape, "x", x, xOffset);
    output("variance", variance, varianceOffset, shape, "x", x, xOffset);
    apart("variance", variance, varianceOffset, "mean", mean, meanOffset, shape);
    if (Backend.simd()) {
      BatchNormSimd.statistics(shape, x, xOffset, mean, meanOffset, variance, varianceOffset);
    } else {
      BatchNormReference.statistics(shape, x, xOffset, mean, meanOffset, variance, varianceOffset);
    }
  }

  /**
   * y = (x - mean) * scale + beta with scale = gamma * (1 / sqrt(variance + epsilon)); where the
   * shape has a relu, 0 where that is 0 or less.
   *
   * @param x [batch, channels, pixels]
   * @param mean [channels]
   * @param variance [channels]
   * @param gamma [channels]
   * @param beta [channels]
   * @param y [batch, channels, pixels]
   */
  public static void forward(
      BatchNormShape shape,
      float[] x,
      int xOffset,
      float[] mean,
      int meanOffset,
      float[] variance,
      int varianceOffset,
      float[] gamma,
      int gammaOffset,
      float[] beta,
      int betaOffset,
      float[] y,
      int yOffset) {
    images("x", x, xOffset, shape);
    images("y", y, yOffset, shape);
    Checks.sameOrApart("y", y, yOffset, "x", x, xOffset, shape.size());
    input("mean", mean, meanOffset, shape, "y", y, yOffset);
    input("variance", variance, varianceOffset, shape, "y", y, yOffset);
    input("gamma", gamma, gammaOffset, shape, "y", y, yOffset);
    input("beta", beta, betaOffset, shape, "y", y, yOffset);
    if (Backend.simd()) {
      BatchNormSimd.forward(
          shape,
          x,
          xOffset,
          mean,
          meanOffset,
          variance,
          varianceOffset,
          gamma,
          gammaOffset,
          beta,
          betaOffset,
          y,
          yOffset);
    } else {
      BatchNormReference.forward(
          shape,
          x,
          xOffset,
          mean,
          meanOffset,
          variance,
          varianceOffset,
          gamma,
          gammaOffset,
          beta,
          betaOffset,
          y,
          yOffset);
    }
  }

  /**
   * The gradients. With a relu, dy counts as 0 where the output is 0. The sums over a channel are
   * added in the order of {@link #statistics}: dbeta = sum(dy), dgamma = sum(dy * (x - mean)) *
   * inverse, inverse = 1 / sqrt(variance + epsilon). Then, with m numbers in a channel, dx = gamma
   * * inverse * (dy - dbeta / m - (x - mean) * inverse * dgamma / m) if mean and variance are those
   * of x, and gamma * inverse * dy if they are constants.
   *
   * @param ofBatch whether mean and variance are those that {@link #statistics} gives of x
   * @param x [batch, channels, pixels]
   * @param mean [channels]
   * @param variance [channels]
   * @param gamma [channels]
   * @param beta [channels]
   * @param dy [batch, channels, pixels]
   * @param dx output: [batch, channels, pixels]
   * @param dgamma output: [channels]
   * @param dbeta output: [channels]
   */
  public static void backward(
      BatchNormShape shape,
      boolean ofBatch,
      float[] x,
      int xOffset,
      float[] mean,
      int meanOffset,
      float[] variance,
      int varianceOffset,
      float[] gamma,
      int gammaOffset,
      float[] beta,
      int betaOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset,
      float[] dgamma,
      int dgammaOffset,
      float[] dbeta,
      int dbetaOffset) {
    images("x", x, xOffset, shape);
    images("dy", dy, dyOffset, shape);
    images("dx", dx, dxOffset, shape);
    Checks.sameOrApart("dx", dx, dxOffset, "x", x, xOffset, shape.size());
    Checks.sameOrApart("dx", dx, dxOffset, "dy", dy, dyOffset, shape.size());
    input("mean", mean, meanOffset, shape, "dx", dx, dxOffset);
    input("variance", variance, varianceOffset, shape, "dx", dx, dxOffset);
    input("gamma", gamma, gammaOffset, shape, "dx", dx, dxOffset);
    input("beta", beta, betaOffset, shape, "dx", dx, dxOffset);
    output("dgamma", dgamma, dgammaOffset, shape, "x", x, xOffset);
    output("dgamma", dgamma, dgammaOffset, shape, "dy", dy, dyOffset);
    output("dbeta", dbeta, dbetaOffset, shape, "x", x, xOffset);
    output("dbeta", dbeta, dbetaOffset, shape, "dy", dy, dyOffset);
    output("dgamma", dgamma, dgammaOffset, shape, "dx", dx, dxOffset);
    output("dbeta", dbeta, dbetaOffset, shape, "dx", dx, dxOffset);
    apart("dgamma", dgamma, dgammaOffset, "mean", mean, meanOffset, shape);
    apart("dgamma", dgamma, dgammaOffset, "variance", variance, varianceOffset, shape);
    apart("dgamma", dgamma, dgammaOffset, "gamma", gamma, gammaOffset, shape);
    apart("dgamma", dgamma, dgammaOffset, "beta", beta, betaOffset, shape);
    apart("dbeta", dbeta, dbetaOffset, "dgamma", dgamma, dgammaOffset, shape);
    apart("dbeta", dbeta, dbetaOffset, "mean", mean, meanOffset, shape);
    apart("dbeta", dbeta, dbetaOffset, "variance", variance, varianceOffset, shape);
    apart("dbeta", dbeta, dbetaOffset, "gamma", gamma, gammaOffset, shape);
    apart("dbeta", dbeta, dbetaOffset, "beta", beta, betaOffset, shape);
    if (Backend.simd()) {
      BatchNormSimd.backward(
          shape,
          ofBatch,
          x,
          xOffset,
          mean,
          meanOffset,
          variance,
          varianceOffset,
          gamma,
          gammaOffset,
          beta,
          betaOffset,
          dy,
          dyOffset,
          dx,
          dxOffset,
          dgamma,
          dgammaOffset,
          dbeta,
          dbetaOffset);
    } else {
      BatchNormReference.backward(
          shape,
          ofBatch,
          x,
          xOffset,
          mean,
          meanOffset,
          variance,
          varianceOffset,
          gamma,
          gammaOffset,
          beta,
          betaOffset,
          dy,
          dyOffset,
          dx,
          dxOffset,
          dgamma,
          dgammaOffset,
          dbeta,
          dbetaOffset);
    }
  }

  private static void images(String name, float[] array, int offset, BatchNormShape shape) {
    Checks.given("shape", "a BatchNormShape", shape);
    Checks.floats(name, array, offset, shape.batch(), shape.channels(), shape.pixels());
  }

  /** An input per channel, apart from an output of images. */
  private static void input(
      String name,
      float[] array,
      int offset,
      BatchNormShape shape,
      String out,
      float[] images,
      int imagesOffset) {
    Checks.floats(name, array, offset, shape.channels());
    Checks.apart(out, images, imagesOffset, shape.size(), name, array, offset, shape.channels());
  }

  /** An output per channel, apart from an input of images. */
  private static void output(
      String name,
      float[] array,
      int offset,
      BatchNormShape shape,
      String in,
      float[] images,
      int imagesOffset) {
    Checks.floats(name, array, offset, shape.channels());
    Checks.apart(name, array, offset, shape.channels(), in, images, imagesOffset, shape.size());
  }

  /** An output per channel, apart from another array per channel. */
  private static void apart(
      String out, float[] y, int yOffset, String in, float[] x, int xOffset, BatchNormShape shape) {
    Checks.apart(out, y, yOffset, shape.channels(), in, x, xOffset, shape.channels());
  }
}
