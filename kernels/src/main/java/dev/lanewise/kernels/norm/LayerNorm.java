package dev.lanewise.kernels.norm;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.check.Checks;

/**
 * Layer normalisation: every input is brought to mean 0 and variance 1 by itself, in training as in
 * use, then scaled and shifted element by element. Ba, Kiros, Hinton, "Layer Normalization" (2016).
 *
 * <p>All throw {@link IllegalArgumentException} when an array is too short, or an output overlaps
 * an input (y may be x, dx may be x or dy, at the same offset).
 */
public final class LayerNorm {
  private LayerNorm() {}

  /**
   * y = (x - mean) * inverse * gamma + beta. With n columns, m = sum(x) / n and c = sum(x - m) / n,
   * long sums both, mean = m + c and inverse = 1 / sqrt(variance + epsilon), where variance =
   * max(0, sum((x - m)^2) / n - c^2).
   *
   * @param x [rows, columns]
   * @param gamma [columns]
   * @param beta [columns]
   * @param y output: [rows, columns]
   * @param mean output: [rows]
   * @param inverse output: [rows]
   */
  public static void forward(
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
    rows("x", x, xOffset, shape);
    rows("y", y, yOffset, shape);
    Checks.sameOrApart("y", y, yOffset, "x", x, xOffset, shape.size());
    vector("gamma", gamma, gammaOffset, shape.columns(), "y", y, yOffset, shape);
    vector("beta", beta, betaOffset, shape.columns(), "y", y, yOffset, shape);
    vector("mean", mean, meanOffset, shape.rows(), "x", x, xOffset, shape);
    vector("inverse", inverse, inverseOffset, shape.rows(), "x", x, xOffset, shape);
    if (Backend.simd()) {
      LayerNormSimd.forward(
          shape,
          x,
          xOffset,
          gamma,
          gammaOffset,
          beta,
          betaOffset,
          y,
          yOffset,
          mean,
          meanOffset,
          inverse,
          inverseOffset);
    } else {
      LayerNormReference.forward(
          shape,
          x,
          xOffset,
          gamma,
          gammaOffset,
          beta,
          betaOffset,
          y,
          yOffset,
          mean,
          meanOffset,
          inverse,
          inverseOffset);
    }
  }

  /**
   * The gradients, with h = (x - mean) * inverse and g = dy * gamma. Over the rows, one after the
   * other from +0: dgamma = sum(dy * h), dbeta = sum(dy). Of a row, as long sums over its n
   * columns: dx = inverse * (g - sum(g) / n - h * sum(g * h) / n).
   *
   * @param x [rows, columns]
   * @param mean [rows], as the forward kernel left it
   * @param inverse [rows], as the forward kernel left it
   * @param gamma [columns]
   * @param dy [rows, columns]
   * @param dx output: [rows, columns]
   * @param dgamma output: [columns]
   * @param dbeta output: [columns]
   */
  public static void backward(
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
    rows("x", x, xOffset, shape);
    rows("dy", dy, dyOffset, shape);
    rows("dx", dx, dxOffset, shape);
    Checks.sameOrApart("dx", dx, dxOffset, "x", x, xOffset, shape.size());
    Checks.sameOrApart("dx", dx, dxOffset, "dy", dy, dyOffset, shape.size());
    vector("mean", mean, meanOffset, shape.rows(), "dx", dx, dxOffset, shape);
    vector("inverse", inverse, inverseOffset, shape.rows(), "dx", dx, dxOffset, shape);
    vector("gamma", gamma, gammaOffset, shape.columns(), "dx", dx, dxOffset, shape);
    vector("dgamma", dgamma, dgammaOffset, shape.columns(), "x", x, xOffset, shape);
    vector("dgamma", dgamma, dgammaOffset, shape.columns(), "dy", dy, dyOffset, shape);
    vector("dbeta", dbeta, dbetaOffset, shape.columns(), "x", x, xOffset, shape);
    vector("dbeta", dbeta, dbetaOffset, shape.columns(), "dy", dy, dyOffset, shape);
    Checks.apart(
        "dgamma", dgamma, dgammaOffset, shape.columns(), "mean", mean, meanOffset, shape.rows());
    Checks.apart(
        "dgamma",
        dgamma,
        dgammaOffset,
        shape.columns(),
        "inverse",
        inverse,
        inverseOffset,
        shape.rows());
    Checks.apart(
        "dgamma",
        dgamma,
        dgammaOffset,
        shape.columns(),
        "gamma",
        gamma,
        gammaOffset,
        shape.columns());
    Checks.apart(
        "dbeta", dbeta, dbetaOffset, shape.columns(), "mean", mean, meanOffset, shape.rows());
    Checks.apart(
        "dbeta",
        dbeta,
        dbetaOffset,
        shape.columns(),
        "inverse",
        inverse,
        inverseOffset,
        shape.rows());
    Checks.apart(
        "dbeta", dbeta, dbetaOffset, shape.columns(), "gamma", gamma, gammaOffset, shape.columns());
    if (Backend.simd()) {
      LayerNormSimd.backward(
          shape,
          x,
          xOffset,
          mean,
          meanOffset,
          inverse,
          inverseOffset,
          gamma,
          gammaOffset,
          dy,
          dyOffset,
          dx,
          dxOffset,
          dgamma,
          dgammaOffset,
          dbeta,
          dbetaOffset);
    } else {
      LayerNormReference.backward(
          shape,
          x,
          xOffset,
          mean,
          meanOffset,
          inverse,
          inverseOffset,
          gamma,
          gammaOffset,
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

  private static void rows(String name, float[] array, int offset, LayerNormShape shape) {
    Checks.given("shape", "a LayerNormShape", shape);
    Checks.floats(name, array, offset, shape.rows(), shape.columns());
  }

  /** A vector, apart from a matrix. */
  private static void vector(
      String name,
      float[] array,
      int offset,
      int n,
      String matrixName,
      float[] matrix,
      int matrixOffset,
      LayerNormShape shape) {
    Checks.floats(name, array, offset, n);
    Checks.apart(name, array, offset, n, matrixName, matrix, matrixOffset, shape.size());
  }
}
