package dev.lanewise.kernels.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class UpdatesTest {
  private static final float NAN = Float.NaN;
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  private final float[] x = {1, -2};
  private final float[] g = {3, 4};
  private final float[] m = new float[2];
  private final float[] s = new float[2];

  @Test
  void ratesOfZeroAreRates() {
    Updates.descent(2, 0, 1, 0, x, 0, g, 0);
    Updates.descent(2, -0f, 1, 0, x, 0, g, 0);
    Updates.momentum(2, 0, 0, 1, 0, x, 0, g, 0, m, 0);
    Updates.adam(2, 0, 0, 0, 1, 0, 1, 1, 0, x, 0, g, 0, m, 0, s, 0);
    assertArrayEquals(new float[] {1, -2}, x);
  }

  @Test
  void whatGradientsDecideIsTaken() {
    Updates.descent(2, 1, NAN, 0, x, 0, g, 0);
    assertArrayEquals(new float[] {NAN, NAN}, x);
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    String finite = ": expected a finite number of at least 0, actual ";
    refused("rate" + finite + "NaN", () -> Updates.descent(2, NAN, 1, 0, x, 0, g, 0));
    refused("rate" + finite + "-0.1", () -> Updates.descent(2, -0.1f, 1, 0, x, 0, g, 0));
    refused("rate" + finite + "Infinity", () -> Updates.descent(2, INFINITY, 1, 0, x, 0, g, 0));
    refused("decay" + finite + "-1.0", () -> Updates.descent(2, 1, 1, -1, x, 0, g, 0));
    refused(
        "momentum" + finite + "-0.5", () -> Updates.momentum(2, 1, -0.5f, 1, 0, x, 0, g, 0, m, 0));
    refused("momentum" + finite + "NaN", () -> Updates.nesterov(2, 1, NAN, 1, 0, x, 0, g, 0, m, 0));
    refused("keep" + finite + "-1.0", () -> Updates.scaled(2, 1, -1, 1, 0, 1, 0, x, 0, g, 0, s, 0));
    refused("take" + finite + "NaN", () -> Updates.scaled(2, 1, 1, NAN, 0, 1, 0, x, 0, g, 0, s, 0));
    refused(
        "epsilon" + finite + "-1.0", () -> Updates.scaled(2, 1, 1, 1, -1, 1, 0, x, 0, g, 0, s, 0));
    refused("beta1: expected at least 0 and below 1, actual 1.0", () -> adam(1, 0, 1, 0, 1));
    refused("beta2: expected at least 0 and below 1, actual NaN", () -> adam(0, NAN, 1, 0, 1));
    refused("root" + finite + "Infinity", () -> adam(0, 0, INFINITY, 0, 1));
    refused("epsilon" + finite + "NaN", () -> adam(0, 0, 1, NAN, 1));
    refused("shrink: expected at most 1, actual 1.5", () -> adam(0, 0, 1, 0, 1.5f));
    assertArrayEquals(new float[] {1, -2}, x);
  }

  private void adam(float beta1, float beta2, float root, float epsilon, float shrink) {
    Updates.adam(2, 1, beta1, beta2, root, epsilon, shrink, 1, 0, x, 0, g, 0, m, 0, s, 0);
  }

  private static void refused(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
