package dev.lanewise.kernels.math;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Polynomials that minimise the greatest weighted error on an interval, with coefficients that are
 * floats. This is where the coefficients of {@link Exp}, {@link Log} and {@link Tanh} come from.
 *
 * <p>Lawson's algorithm: weighted least squares on a grid, after each round of which every point is
 * weighted anew by its error, converge to the minimax polynomial. (Unlike Remez exchange it does
 * not mind that the basis may vanish inside the interval, which it does as soon as coefficients are
 * fixed.) Coefficients are rounded to float one by one, from the lowest, and each time the
 * remaining ones are fitted again, so that they make up for it. Arithmetic is strict, so the result
 * is the same everywhere. Lawson, "Contributions to the theory of linear least maximum
 * approximation", 1961.
 */
final class Minimax {
  private static final int POINTS = 1500;
  private static final int ROUNDS = 400;

  // At Chebyshev points, denser towards the ends: x, f(x), the weight.
  private final double[] x = new double[POINTS];
  private final double[] f = new double[POINTS];
  private final double[] weight = new double[POINTS];

  /** The greatest |x|, by which the basis is scaled. */
  private final double scale;

  /** Of f on [from, to], where the error that counts is weight(x) * (polynomial(x) - f(x)). */
  Minimax(DoubleUnaryOperator f, DoubleUnaryOperator weight, double from, double to) {
    for (int i = 0; i < POINTS; i++) {
      double angle = Math.PI * (i + 0.5) / POINTS;
      x[i] = (from + to) / 2 - (to - from) / 2 * StrictMath.cos(angle);
      this.f[i] = f.applyAsDouble(x[i]);
      this.weight[i] = weight.applyAsDouble(x[i]);
    }
    scale = Math.max(Math.abs(from), Math.abs(to));
  }

  /** The coefficients, from that of x^0. */
  float[] coefficients(int count) {
    float[] c = new float[count];
    for (int k = 0; k < count; k++) {
      c[k] = (float) fit(c, k)[0];
    }
    return c;
  }

  /** The greatest weighted error. */
  double error(float[] c) {
    double error = 0;
    for (int i = 0; i < POINTS; i++) {
      error = Math.max(error, Math.abs(weight[i] * residual(c, c.length, i)));
    }
    return error;
  }

  /** Coefficients from the one of x^fixed on, the lower ones being given. */
  private double[] fit(float[] c, int fixed) {
    int free = c.length - fixed;
    double[] lawson = new double[POINTS];
    Arrays.fill(lawson, 1.0 / POINTS);
    double[] best = null;
    double smallest = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      double[][] a = new double[POINTS][free];
      double[] b = new double[POINTS];
      for (int i = 0; i < POINTS; i++) {
        double w = Math.sqrt(lawson[i]) * weight[i];
        for (int j = 0; j < free; j++) {
          a[i][j] = w * power(x[i] / scale, fixed + j);
        }
        b[i] = w * residual(c, fixed, i);
      }
      double[] solution = leastSquares(a, b);
      double greatest = 0;
      double sum = 0;
      for (int i = 0; i < POINTS; i++) {
        double r = residual(c, fixed, i);
        for (int j = 0; j < free; j++) {
          r -= solution[j] * power(x[i] / scale, fixed + j);
        }
        double error = Math.abs(weight[i] * r);
        greatest = Math.max(greatest, error);
        lawson[i] *= error;
        sum += lawson[i];
      }
      for (int i = 0; i < POINTS; i++) {
        lawson[i] /= sum;
      }
      if (greatest < smallest) {
        smallest = greatest;
        best = solution;
      }
    }
    for (int j = 0; j < free; j++) {
      best[j] /= power(scale, fixed + j);
    }
    return best;
  }

  /** f minus the polynomial of the first {@code count} coefficients, at point i. */
  private double residual(float[] c, int count, int i) {
    double r = f[i];
    for (int j = 0; j < count; j++) {
      r -= c[j] * power(x[i], j);
    }
    return r;
  }

  private static double power(double x, int n) {
    double p = 1;
    for (int i = 0; i < n; i++) {
      p *= x;
    }
    return p;
  }

  /** Minimises |a x - b| by Householder reflections; overwrites both. */
  private static double[] leastSquares(double[][] a, double[] b) {
    int rows = a.length;
    int columns = a[0].length;
    for (int k = 0; k < columns; k++) {
      double square = 0;
      for (int i = k; i < rows; i++) {
        square += a[i][k] * a[i][k];
      }
      double norm = a[k][k] > 0 ? -Math.sqrt(square) : Math.sqrt(square);
      double[] v = new double[rows];
      for (int i = k; i < rows; i++) {
        v[i] = a[i][k];
      }
      v[k] -= norm;
      double half = norm * (norm - a[k][k]); // v . v / 2
      for (int j = k; j < columns; j++) {
        double dot = 0;
        for (int i = k; i < rows; i++) {
          dot += v[i] * a[i][j];
        }
        for (int i = k; i < rows; i++) {
          a[i][j] -= dot / half * v[i];
        }
      }
      double dot = 0;
      for (int i = k; i < rows; i++) {
        dot += v[i] * b[i];
      }
      for (int i = k; i < rows; i++) {
        b[i] -= dot / half * v[i];
      }
    }
    double[] x = new double[columns];
    for (int k = columns - 1; k >= 0; k--) {
      double sum = b[k];
      for (int j = k + 1; j < columns; j++) {
        sum -= a[k][j] * x[j];
      }
      x[k] = sum / a[k][k];
    }
    return x;
  }
}
