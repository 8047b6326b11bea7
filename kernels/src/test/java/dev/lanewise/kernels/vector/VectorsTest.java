package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class VectorsTest {
  @Test
  void smallExamples() {
    float[] x = {1, 2, 3};
    float[] y = {10, 20, 30};
    assertEquals(140, Vectors.dot(3, x, 0, y, 0));
    assertEquals(50, Vectors.sum(2, y, 1));
    assertEquals(0, Vectors.sum(0, y, 3));
    Vectors.axpy(3, 2, x, 0, y, 0);
    assertArrayEquals(new float[] {12, 24, 36}, y);
    Vectors.scale(2, 0.5f, y, 1);
    assertArrayEquals(new float[] {12, 12, 18}, y);
    Vectors.max(3, x, 0, new float[] {2, -0f, Float.NaN}, 0, y, 0);
    assertArrayEquals(new float[] {2, 2, Float.NaN}, y);
  }

  @Test
  void refusalsNameArgumentExpectedAndActual() {
    float[] x = new float[4];
    assertRefused("n: expected 0 or more, actual -1", () -> Vectors.sum(-1, x, 0));
    assertRefused(
        "x: expected [3] = 3 floats from offset 2, array has 4", () -> Vectors.sum(3, x, 2));
    assertRefused(
        "x: expected [3] = 3 floats from offset -1, array has 4", () -> Vectors.sum(3, x, -1));
    assertRefused(
        "y: expected [4] = 4 floats from offset 0, actual null",
        () -> Vectors.dot(4, x, 0, null, 0));
    assertRefused(
        "z: expected an output apart from x, actual two that overlap in one array",
        () -> Vectors.add(2, x, 0, new float[2], 0, x, 1));
  }

  private static void assertRefused(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
