package dev.lanewise.kernels.softmax;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.testing.Oracle;
import dev.lanewise.testing.Values;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

/** Softmax and its gradients against double precision, within bounds counted in roundings. */
class SoftmaxAccuracyTest {
  /** Half an ulp of 1. */
  private static final double UNIT = 0x1p-24;

  @Property
  void softmax(
      @ForAll @IntRange(min = 1, max = 300) int columns,
      @ForAll @FloatRange(min = 0.1f, max = 60) float spread,
      @ForAll long seed) {
    float[] x = spread(columns, spread, seed);
    ExactRow exact = new ExactRow(x);
    float[] y = new float[columns];
    SoftmaxReference.softmax(1, columns, x, 0, y, 0);
    for (int i = 0; i < columns; i++) {
      // e^(x - max), the sum, its inverse, the product.
      double relative = exact.relativeError(i) + exact.relativeErrorOfSum() + 2 * UNIT;
      close(exact.p[i], 1.001 * relative * exact.p[i] + 2 * Float.MIN_VALUE, y[i]);
    }
  }

  @Property
  void logSoftmax(
      @ForAll @IntRange(min = 1, max = 300) int columns,
      @ForAll @FloatRange(min = 0.1f, max = 60) float spread,
      @ForAll long seed) {
    float[] x = spread(columns, spread, seed);
    ExactRow exact = new ExactRow(x);
    float[] y = new float[columns];
    SoftmaxReference.logSoftmax(1, columns, x, 0, y, 0);
    for (int i = 0; i < columns; i++) {
      double depth = exact.max - x[i];
      double value = -depth - exact.logSum;
      // x - max, the logarithm of the sum (within an ulp), their difference.
      double error =
          exact.relativeErrorOfSum() + UNIT * (depth + 2 * exact.logSum + Math.abs(value));
      close(value, 1.001 * error + Float.MIN_VALUE, y[i]);
    }
  }

  @Property
  void softmaxGradient(@ForAll @IntRange(min = 1, max = 300) int n, @ForAll long seed) {
    float[] y = spread(n, 3, seed);
    float[] dy = Values.ORDINARY.floats(n, seed + 1);
    float[] dx = new float[n];
    SoftmaxReference.softmaxGradient(1, n, y, 0, dy, 0, dx, 0);
    double dot = 0;
    double magnitude = 0;
    for (int i = 0; i < n; i++) {
      dot += (double) y[i] * dy[i];
      magnitude += Math.abs((double) y[i] * dy[i]);
    }
    double[] exact = new double[n];
    double[] magnitudes = new double[n];
    for (int i = 0; i < n; i++) {
      exact[i] = y[i] * (dy[i] - dot);
      magnitudes[i] = Math.abs(y[i]) * (Math.abs(dy[i]) + magnitude);
    }
    Oracle.assertClose("dx", n + 2, exact, magnitudes, dx);
  }

  @Property
  void logSoftmaxGradient(@ForAll @IntRange(min = 1, max = 300) int n, @ForAll long seed) {
    float[] y = spread(n, 3, seed);
    float[] dy = Values.ORDINARY.floats(n, seed + 1);
    float[] dx = new float[n];
    SoftmaxReference.logSoftmaxGradient(1, n, y, 0, dy, 0, dx, 0);
    double sum = 0;
    double magnitude = 0;
    for (float g : dy) {
      sum += g;
      magnitude += Math.abs(g);
    }
    double[] exact = new double[n];
    double[] magnitudes = new double[n];
    for (int i = 0; i < n; i++) {
      double e = StrictMath.exp(y[i]);
      exact[i] = dy[i] - e * sum;
      magnitudes[i] = Math.abs(dy[i]) + e * magnitude;
    }
    Oracle.assertClose("dx", n + 3, exact, magnitudes, dx);
  }

  private static float[] spread(int n, float spread, long seed) {
    float[] x = Values.ORDINARY.floats(n, seed);
    for (int i = 0; i < n; i++) {
      x[i] *= spread;
    }
    return x;
  }

  private static void close(double exact, double bound, float actual) {
    double error = Math.abs(actual - exact);
    assertTrue(
        error <= bound,
        () -> "%s, exact %s, error %.3g, bound %.3g".formatted(actual, exact, error, bound));
  }
}
