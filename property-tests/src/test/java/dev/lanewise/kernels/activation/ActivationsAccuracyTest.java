package dev.lanewise.kernels.activation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.testing.Values;
import java.util.function.DoubleBinaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * What the formulas around exp, tanh and sigmoid add to their errors: at most so many roundings,
 * each half an ulp, relative to the result (and as many of the smallest subnormal).
 */
class ActivationsAccuracyTest {
  private static final double UNIT = 0x1p-24;
  private static final float ALPHA = 1.7f;
  private static final int N = 50;

  @Property
  void elu(@ForAll long seed) {
    float[] x = Values.ORDINARY.floats(N, seed);
    for (int i = 0; i < N; i++) {
      x[i] *= i;
    }
    float[] y = new float[N];
    ActivationsReference.elu(N, ALPHA, x, 0, y, 0);
    for (int i = 0; i < N; i++) {
      // expm1 is within 1.5 ulp, an ulp is two units at most, and there is one product.
      close(4, x[i] > 0 ? x[i] : ALPHA * StrictMath.expm1(x[i]), y[i]);
    }
  }

  @Property
  void sigmoidGradient(@ForAll long seed) {
    gradient(3, ActivationsReference::sigmoidGradient, (y, dy) -> dy * (1 - y) * y, seed);
  }

  @Property
  void tanhGradient(@ForAll long seed) {
    gradient(2, ActivationsReference::tanhGradient, (y, dy) -> dy * (1 - y * y), seed);
  }

  @Property
  void leakyReluGradient(@ForAll long seed) {
    gradient(
        1,
        (n, y, yo, dy, dyo, dx, dxo) ->
            ActivationsReference.leakyReluGradient(n, ALPHA, y, yo, dy, dyo, dx, dxo),
        (y, dy) -> y > 0 ? dy : ALPHA * dy,
        seed);
  }

  @Property
  void eluGradient(@ForAll long seed) {
    gradient(
        2,
        (n, y, yo, dy, dyo, dx, dxo) ->
            ActivationsReference.eluGradient(n, ALPHA, y, yo, dy, dyo, dx, dxo),
        (y, dy) -> y > 0 ? dy : dy * (y + ALPHA),
        seed);
  }

  private static void gradient(
      int roundings, Kernels.Derivative kernel, DoubleBinaryOperator exact, long seed) {
    float[] y = Values.ORDINARY.floats(N, seed);
    float[] dy = Values.ORDINARY.floats(N, seed + 1);
    float[] dx = new float[N];
    kernel.run(N, y, 0, dy, 0, dx, 0);
    for (int i = 0; i < N; i++) {
      close(roundings, exact.applyAsDouble(y[i], dy[i]), dx[i]);
    }
  }

  private static void close(int roundings, double exact, float actual) {
    double bound = roundings * (1.001 * UNIT * Math.abs(exact) + Float.MIN_VALUE);
    double error = Math.abs(actual - exact);
    assertTrue(error <= bound, () -> "%s, exact %s".formatted(actual, exact));
  }
}
