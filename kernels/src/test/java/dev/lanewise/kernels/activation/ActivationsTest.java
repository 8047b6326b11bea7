package dev.lanewise.kernels.activation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ActivationsTest {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;
  private static final float[] X = {-INF, -2f, -0f, 0f, 3f, INF, NAN};

  private interface Kernel {
    void run(int n, float[] x, int xOffset, float[] y, int yOffset);
  }

  private static void expect(Kernel kernel, float... expected) {
    float[] y = new float[X.length];
    kernel.run(X.length, X, 0, y, 0);
    for (int i = 0; i < X.length; i++) {
      // Within two ulp; special values and the sign of 0 are exact.
      int ulps = Float.floatToIntBits(y[i]) - Float.floatToIntBits(expected[i]);
      assertTrue(Math.abs(ulps) <= (Float.isFinite(expected[i]) ? 2 : 0), X[i] + " -> " + y[i]);
    }
  }

  @Test
  void specialValues() {
    expect(Activations::relu, 0f, 0f, 0f, 0f, 3f, INF, NAN);
    expect(
        (n, x, xo, y, yo) -> Activations.leakyRelu(n, 0.5f, x, xo, y, yo),
        -INF,
        -1f,
        -0f,
        0f,
        3f,
        INF,
        NAN);
    expect(
        (n, x, xo, y, yo) -> Activations.elu(n, 2f, x, xo, y, yo),
        -2f,
        (float) (2 * Math.expm1(-2)),
        -0f,
        0f,
        3f,
        INF,
        NAN);
    expect(Activations::exp, 0f, (float) Math.exp(-2), 1f, 1f, (float) Math.exp(3), INF, NAN);
    expect(Activations::log, NAN, NAN, -INF, -INF, (float) Math.log(3), INF, NAN);
    expect(
        Activations::sigmoid,
        0f,
        (float) (1 / (1 + Math.exp(2))),
        0.5f,
        0.5f,
        (float) (1 / (1 + Math.exp(-3))),
        1f,
        NAN);
    expect(Activations::tanh, -1f, (float) Math.tanh(-2), -0f, 0f, (float) Math.tanh(3), 1f, NAN);
  }

  @Test
  void gradientsAtTheKinkAndAtNan() {
    float[] y = {-1f, -0f, 0f, 1f, NAN};
    float[] dy = {3f, 3f, 3f, 3f, 3f};
    float[] dx = new float[5];
    Activations.reluGradient(5, y, 0, dy, 0, dx, 0);
    assertArrayEquals(new float[] {0f, 0f, 0f, 3f, 3f}, dx);
    Activations.leakyReluGradient(5, 0.5f, y, 0, dy, 0, dx, 0);
    assertArrayEquals(new float[] {1.5f, 1.5f, 1.5f, 3f, 3f}, dx);
    Activations.eluGradient(5, 2f, y, 0, dy, 0, dx, 0);
    assertArrayEquals(new float[] {3f, 6f, 6f, 3f, 3f}, dx);
    Activations.sigmoidGradient(5, y, 0, dy, 0, dx, 0);
    assertArrayEquals(new float[] {-6f, -0f, 0f, 0f, NAN}, dx);
    Activations.tanhGradient(5, y, 0, dy, 0, dx, 0);
    assertArrayEquals(new float[] {0f, 3f, 3f, 0f, NAN}, dx);
  }

  @Test
  void inPlace() {
    float[] x = {-1f, 2f, -3f, 4f};
    Activations.relu(4, x, 0, x, 0);
    assertArrayEquals(new float[] {0f, 2f, 0f, 4f}, x);
  }

  @Test
  void refusals() {
    float[] a = new float[8];
    refuses("n: expected 0 or more, actual -1", () -> Activations.exp(-1, a, 0, a, 0));
    refuses(
        "y: expected [6] = 6 floats from offset 3, array has 8",
        () -> Activations.tanh(6, new float[6], 0, a, 3));
    refuses(
        "y: expected an output apart from x, actual two that overlap in one array",
        () -> Activations.relu(4, a, 0, a, 1));
    refuses(
        "slope: expected a positive, finite number, actual 0.0",
        () -> Activations.leakyReluGradient(4, 0f, a, 0, a, 0, a, 0));
    refuses(
        "alpha: expected a finite number, actual NaN", () -> Activations.elu(4, NAN, a, 0, a, 0));
  }

  @Test
  void maxout() {
    float[] x = {1f, -0f, NAN, 5f, /* piece 1 */ 2f, 0f, 7f, 5f, /* piece 2 */ 0f, 0f, NAN, 6f};
    float[] y = new float[4];
    int[] argmax = new int[4];
    Maxout.forward(1, 3, 4, x, 0, y, 0, argmax, 0);
    assertArrayEquals(new float[] {2f, -0f, NAN, 6f}, y);
    assertArrayEquals(new int[] {1, 0, 0, 2}, argmax);
    float[] dx = new float[12];
    Maxout.backward(1, 3, 4, new float[] {1f, 2f, 3f, 4f}, 0, argmax, 0, dx, 0);
    assertArrayEquals(new float[] {0f, 2f, 3f, 0f, 1f, 0f, 0f, 0f, 0f, 0f, 0f, 4f}, dx);
    argmax[3] = 3;
    refuses(
        "argmax[3]: expected 0..2, actual 3",
        () -> Maxout.backward(1, 3, 4, new float[4], 0, argmax, 0, dx, 0));
  }

  private static void refuses(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
