package dev.lanewise.kernels.norm;

import static dev.lanewise.kernels.simd.Fold.WIDTH;

import dev.lanewise.kernels.simd.Fold;
import dev.lanewise.kernels.simd.Scratch;
import java.util.Arrays;

/** The definition of {@link LayerNorm}. */
final class LayerNormReference {
  /** Two sums at a time. */
  private static final Scratch ACCUMULATORS = new Scratch();

  private LayerNormReference() {}

  static void forward(
      LayerNormShape shape,
      float[] x,
      int xOffset,
      float[] gamma,
      int gammaOffset,
      float[] beta,
      int betaOffset,
      float[] y,
      int yOffset,
      float[] mean,
      int meanOffset,
      float[] inverse,
      int inverseOffset) {
    int n = shape.columns();
    for (int row = 0; row < shape.rows(); row++) {
      int at = xOffset + row * n;
      float[] acc = accumulators();
      float shift = Fold.sum(n, x, at) / n;
      BatchNormReference.addSquares(n, x, at, shift, acc, 0);
      finishRow(shape, acc, shift, mean, meanOffset + row, inverse, inverseOffset + row);
      float m = mean[meanOffset + row];
      float i = inverse[inverseOffset + row];
      forwardRow(n, x, at, m, i, gamma, gammaOffset, beta, betaOffset, y, yOffset + row * n);
    }
  }

  /** Mean and inverse of a row from the sums of what is left of it by the shift. */
  static void finishRow(
      LayerNormShape shape,
      float[] acc,
      float shift,
      float[] mean,
      int meanAt,
      float[] inverse,
      int inverseAt) {
    mean[meanAt] = shift;
    BatchNormReference.finishStatistics(shape.columns(), acc, 0, mean, meanAt, inverse, inverseAt);
    inverse[inverseAt] = shape.inverse(inverse[inverseAt]);
  }

  static void forwardRow(
      int n,
      float[] x,
      int xOffset,
      float mean,
      float inverse,
      float[] gamma,
      int gammaOffset,
      float[] beta,
      int betaOffset,
      float[] y,
      int yOffset) {
    for (int i = 0; i < n; i++) {
      float h = (x[xOffset + i] - mean) * inverse;
      y[yOffset + i] = Math.fma(h, gamma[gammaOffset + i], beta[betaOffset + i]);
    }
  }

  static void backward(
      LayerNormShape shape,
      float[] x,
      int xOffset,
      float[] mean,
      int meanOffset,
      float[] inverse,
      int inverseOffset,
      float[] gamma,
      int gammaOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset,
      float[] dgamma,
      int dgammaOffset,
      float[] dbeta,
      int dbetaOffset) {
    int n = shape.columns();
    Arrays.fill(dgamma, dgammaOffset, dgammaOffset + n, 0f);
    Arrays.fill(dbeta, dbetaOffset, dbetaOffset + n, 0f);
    for (int row = 0; row < shape.rows(); row++) {
      int at = row * n;
      float m = mean[meanOffset + row];
      float i = inverse[inverseOffset + row];
      addParameters(
          n, x, xOffset + at, m, i, dy, dyOffset + at, dgamma, dgammaOffset, dbeta, dbetaOffset);
      float[] acc = accumulators();
      addRow(n, x, xOffset + at, m, i, gamma, gammaOffset, dy, dyOffset + at, acc, 0);
      float sum = Fold.fold(acc, 0) / n;
      float product = Fold.fold(acc, WIDTH) / n;
      inputGradient(
          n,
          x,
          xOffset + at,
          m,
          i,
          gamma,
          gammaOffset,
          dy,
          dyOffset + at,
          sum,
          product,
          dx,
          dxOffset + at);
    }
  }

  /** Adds a row, or n columns of it, to the gradients by gamma and beta. */
  static void addParameters(
      int n,
      float[] x,
      int xOffset,
      float mean,
      float inverse,
      float[] dy,
      int dyOffset,
      float[] dgamma,
      int dgammaOffset,
      float[] dbeta,
      int dbetaOffset) {
    for (int i = 0; i < n; i++) {
      float h = (x[xOffset + i] - mean) * inverse;
      float g = dy[dyOffset + i];
      dgamma[dgammaOffset + i] = Math.fma(g, h, dgamma[dgammaOffset + i]);
      dbeta[dbetaOffset + i] += g;
    }
  }

  /** Adds n columns of a row: g, and g * h. */
  static void addRow(
      int n,
      float[] x,
      int xOffset,
      float mean,
      float inverse,
      float[] gamma,
      int gammaOffset,
      float[] dy,
      int dyOffset,
      float[] acc,
      int sums) {
    for (int i = 0; i < n; i++) {
      float h = (x[xOffset + i] - mean) * inverse;
      float g = dy[dyOffset + i] * gamma[gammaOffset + i];
      int s = sums + i % WIDTH;
      acc[s] += g;
      acc[s + WIDTH] = Math.fma(g, h, acc[s + WIDTH]);
    }
  }

  static void inputGradient(
      int n,
      float[] x,
      int xOffset,
      float mean,
      float inverse,
      float[] gamma,
      int gammaOffset,
      float[] dy,
      int dyOffset,
      float sum,
      float product,
      float[] dx,
      int dxOffset) {
    for (int i = 0; i < n; i++) {
      float h = (x[xOffset + i] - mean) * inverse;
      float g = dy[dyOffset + i] * gamma[gammaOffset + i];
      dx[dxOffset + i] = inverse * Math.fma(h, -product, g - sum);
    }
  }

  static float[] accumulators() {
    float[] acc = ACCUMULATORS.floats(2 * WIDTH);
    Arrays.fill(acc, 0, 2 * WIDTH, 0f);
    return acc;
  }
}
