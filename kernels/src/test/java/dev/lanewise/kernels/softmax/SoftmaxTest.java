package dev.lanewise.kernels.softmax;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SoftmaxTest {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  @Test
  void rowsAreIndependentAndNeverOverflow() {
    float[] x = {1000f, 1000f, -INF, /* row 1 */ 0f, 0f, 0f};
    float[] y = new float[6];
    Softmax.softmax(2, 3, x, 0, y, 0);
    float third = 1f / 3f;
    assertArrayEquals(new float[] {0.5f, 0.5f, 0f, third, third, third}, y);
    Softmax.logSoftmax(2, 3, x, 0, y, 0);
    assertEquals(-Math.log(2), y[0], 1e-7);
    assertEquals(-INF, y[2]);
    assertEquals(-Math.log(3), y[5], 1e-7);
  }

  @Test
  void rowsThatHaveNoSoftmaxAreNan() {
    float[][] rows = {{1f, NAN, 2f}, {1f, INF, 2f}, {-INF, -INF, -INF}, {INF, -INF, NAN}};
    for (float[] row : rows) {
      float[] y = new float[3];
      Softmax.softmax(1, 3, row, 0, y, 0);
      assertArrayEquals(new float[] {NAN, NAN, NAN}, y);
      Softmax.logSoftmax(1, 3, row, 0, y, 0);
      assertArrayEquals(new float[] {NAN, NAN, NAN}, y);
    }
  }

  @Test
  void gradients() {
    float[] y = {0.25f, 0.75f};
    float[] dy = {1f, 3f};
    float[] dx = new float[2];
    Softmax.softmaxGradient(1, 2, y, 0, dy, 0, dx, 0); // y . dy = 2.5
    assertArrayEquals(new float[] {-0.375f, 0.375f}, dx);
    Softmax.logSoftmaxGradient(1, 2, new float[] {0f, -INF}, 0, dy, 0, dx, 0);
    assertArrayEquals(new float[] {-3f, 3f}, dx);
  }

  @Test
  void emptyAndRefused() {
    float[] a = new float[8];
    Softmax.softmax(0, 10, a, 0, a, 0);
    Softmax.softmax(10, 0, a, 0, a, 0);
    assertEquals(
        "x: expected [3, 3] = 9 floats from offset 0, array has 8",
        assertThrows(
                IllegalArgumentException.class, () -> Softmax.softmax(3, 3, a, 0, new float[9], 0))
            .getMessage());
  }
}
