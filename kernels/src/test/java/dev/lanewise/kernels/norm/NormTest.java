package dev.lanewise.kernels.norm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class NormTest {
  @Test
  void statisticsAreThoseOfTheChannels() {
    float[] x = {1, 3, 10, 10, 5, 7, 10, 10}; // two images of two channels of two pixels
    float[] mean = new float[2];
    float[] variance = new float[2];
    BatchNorm.statistics(new BatchNormShape(2, 2, 2, 0, false), x, 0, mean, 0, variance, 0);
    assertArrayEquals(new float[] {4, 10}, mean);
    assertArrayEquals(new float[] {5, 0}, variance);
  }

  @Test
  void argumentsThatDoNotFitAreRefused() {
    var shape = new BatchNormShape(2, 3, 4, 1e-5f, false);
    float[] a = new float[24];
    float[] c = new float[3];
    refused(
        "x: expected [2, 3, 4] = 24 floats from offset 1, array has 24",
        () -> BatchNorm.statistics(shape, a, 1, c, 0, new float[3], 0));
    refused(
        "mean: expected [3] = 3 floats from offset 0, array has 2",
        () -> BatchNorm.statistics(shape, a, 0, new float[2], 0, c, 0));
    refused(
        "variance: expected an output apart from mean, actual two that overlap in one array",
        () -> BatchNorm.statistics(shape, a, 0, c, 0, c, 0));
    refused(
        "dgamma: expected an output apart from gamma, actual two that overlap in one array",
        () ->
            BatchNorm.backward(
                shape,
                true,
                a,
                0,
                new float[3],
                0,
                new float[3],
                0,
                c,
                0,
                new float[3],
                0,
                new float[24],
                0,
                new float[24],
                0,
                c,
                0,
                new float[3],
                0));
    refused(
        "epsilon: expected a finite number of at least 0, actual NaN",
        () -> new BatchNormShape(1, 1, 1, Float.NaN, false));
    refused("rows: expected 1 or more, actual 0", () -> new LayerNormShape(0, 1, 0));
  }

  private static void refused(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
