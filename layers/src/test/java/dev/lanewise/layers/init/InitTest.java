package dev.lanewise.layers.init;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.layers.random.SeededRandom;
import org.junit.jupiter.api.Test;

class InitTest {
  private static final int N = 100_000;

  @Test
  void xavierIsUniformWithTheVarianceOfGlorotAndBengio() {
    float[] weights = new float[N];
    Init.XAVIER.fill(weights, 100, 200, new SeededRandom(3));
    double limit = Math.sqrt(6.0 / 300);
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float weight : weights) {
      least = Math.min(least, weight);
      most = Math.max(most, weight);
    }
    assertTrue(-limit <= least && least < -0.999 * limit);
    assertTrue(0.999 * limit < most && most <= limit);
    assertMoments(weights, 2.0 / 300, 1.8);
  }

  @Test
  void heIsNormalWithTwiceTheVarianceOfTheFanIn() {
    float[] weights = new float[N];
    Init.HE.fill(weights, 288, 32, new SeededRandom(3));
    assertMoments(weights, 2.0 / 288, 3);
  }

  /** Computed by another program, in another language. */
  @Test
  void firstWeightsAreFixedForever() {
    float[] weights = new float[4];
    Init.XAVIER.fill(weights, 3, 5, new SeededRandom(1));
    assertArrayEquals(new float[] {0.11528803f, 0.4257065f, 0.8158007f, -0.096372664f}, weights);
    Init.HE.fill(weights, 3, 5, new SeededRandom(1));
    assertArrayEquals(new float[] {-0.02797915f, -2.0412965f, 0.0716251f, -1.6551486f}, weights);
  }

  /** Mean and variance within five standard errors. */
  private static void assertMoments(float[] x, double variance, double kurtosis) {
    double sum = 0;
    double squares = 0;
    for (float value : x) {
      sum += value;
      squares += (double) value * value;
    }
    assertEquals(0, sum / x.length, 5 * Math.sqrt(variance / x.length));
    assertEquals(variance, squares / x.length, 5 * variance * Math.sqrt((kurtosis - 1) / x.length));
  }
}
