package dev.lanewise.kernels.norm;

import static dev.lanewise.kernels.simd.Fold.WIDTH;

import dev.lanewise.kernels.simd.Fold;
import dev.lanewise.kernels.simd.Scratch;
import java.util.Arrays;

/** The definition of {@link BatchNorm}. */
final class BatchNormReference {
  /** Two sums at a time. */
  private static final Scratch ACCUMULATORS = new Scratch();

  private BatchNormReference() {}

  static void statistics(
      BatchNormShape shape,
      float[] x,
      int xOffset,
      float[] mean,
      int meanOffset,
      float[] variance,
      int varianceOffset) {
    int pixels = shape.pixels();
    for (int c = 0; c < shape.channels(); c++) {
      float shift = Fold.sum(pixels, x, xOffset + c * pixels) / pixels;
      float[] acc = accumulators();
      for (int image = 0; image < shape.batch(); image++) {
        int at = xOffset + (image * shape.channels() + c) * pixels;
        addSquares(pixels, x, at, shift, acc, 0);
      }
      mean[meanOffset + c] = shift;
      finishStatistics(
          shape.perChannel(), acc, 0, mean, meanOffset + c, variance, varianceOffset + c);
    }
  }

  /** Adds n numbers of a plane and their squares, both less the shift; n may be its rest. */
  static void addSquares(int n, float[] x, int at, float shift, float[] acc, int sums) {
    for (int i = 0; i < n; i++) {
      float d = x[at + i] - shift;
      int s = sums + i % WIDTH;
      acc[s] += d;
      acc[s + WIDTH] = Math.fma(d, d, acc[s + WIDTH]);
    }
  }

  /** The mean is the shift, before. */
  static void finishStatistics(
      int count,
      float[] acc,
      int sums,
      float[] mean,
      int meanOffset,
      float[] variance,
      int varianceOffset) {
    float d = Fold.fold(acc, sums) / count;
    float square = Fold.fold(acc, sums + WIDTH) / count;
    mean[meanOffset] += d;
    variance[varianceOffset] = Math.max(0f, Math.fma(-d, d, square));
  }

  static void forward(
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
    int pixels = shape.pixels();
    for (int plane = 0; plane < shape.planes(); plane++) {
      int c = plane % shape.channels();
      forwardPlane(
          pixels,
          x,
          xOffset + plane * pixels,
          mean[meanOffset + c],
          gamma[gammaOffset + c] * shape.inverse(variance[varianceOffset + c]),
          beta[betaOffset + c],
          shape.floor(),
          y,
          yOffset + plane * pixels);
    }
  }

  static void forwardPlane(
      int n,
      float[] x,
      int xOffset,
      float mean,
      float scale,
      float beta,
      float floor,
      float[] y,
      int yOffset) {
    for (int i = 0; i < n; i++) {
      float v = Math.fma(x[xOffset + i] - mean, scale, beta);
      y[yOffset + i] = v <= floor ? 0f : v;
    }
  }

  static void backward(
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
    int pixels = shape.pixels();
    for (int c = 0; c < shape.channels(); c++) {
      float m = mean[meanOffset + c];
      float inverse = shape.inverse(variance[varianceOffset + c]);
      float scale = gamma[gammaOffset + c] * inverse;
      float b = beta[betaOffset + c];
      float[] acc = accumulators();
      for (int image = 0; image < shape.batch(); image++) {
        int at = (image * shape.channels() + c) * pixels;
        addGradients(
            pixels, x, xOffset + at, dy, dyOffset + at, m, scale, b, shape.floor(), acc, 0);
      }
      float sum = Fold.fold(acc, 0);
      float product = Fold.fold(acc, WIDTH) * inverse;
      dbeta[dbetaOffset + c] = sum;
      dgamma[dgammaOffset + c] = product;
      float slope = slope(shape, ofBatch, scale, inverse, product);
      float constant = constant(shape, ofBatch, scale, sum);
      for (int image = 0; image < shape.batch(); image++) {
        int at = (image * shape.channels() + c) * pixels;
        inputGradient(
            pixels,
            x,
            xOffset + at,
            dy,
            dyOffset + at,
            m,
            scale,
            b,
            shape.floor(),
            slope,
            constant,
            dx,
            dxOffset + at);
      }
    }
  }

  /** Adds n numbers of a plane: dy, and dy * (x - mean). */
  static void addGradients(
      int n,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float mean,
      float scale,
      float beta,
      float floor,
      float[] acc,
      int sums) {
    for (int i = 0; i < n; i++) {
      float d = x[xOffset + i] - mean;
      float g = Math.fma(d, scale, beta) <= floor ? 0f : dy[dyOffset + i];
      int s = sums + i % WIDTH;
      acc[s] += g;
      acc[s + WIDTH] = Math.fma(g, d, acc[s + WIDTH]);
    }
  }

  /** What dx gets of x - mean. */
  static float slope(
      BatchNormShape shape, boolean ofBatch, float scale, float inverse, float dgamma) {
    return ofBatch ? -(scale * inverse * (dgamma / shape.perChannel())) : 0f;
  }

  /** What every dx gets. */
  static float constant(BatchNormShape shape, boolean ofBatch, float scale, float dbeta) {
    return ofBatch ? -(scale * (dbeta / shape.perChannel())) : 0f;
  }

  static void inputGradient(
      int n,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float mean,
      float scale,
      float beta,
      float floor,
      float slope,
      float constant,
      float[] dx,
      int dxOffset) {
    for (int i = 0; i < n; i++) {
      float d = x[xOffset + i] - mean;
      float g = Math.fma(d, scale, beta) <= floor ? 0f : dy[dyOffset + i];
      dx[dxOffset + i] = Math.fma(g, scale, Math.fma(d, slope, constant));
    }
  }

  private static float[] accumulators() {
    float[] acc = ACCUMULATORS.floats(2 * WIDTH);
    Arrays.fill(acc, 0, 2 * WIDTH, 0f);
    return acc;
  }
}
