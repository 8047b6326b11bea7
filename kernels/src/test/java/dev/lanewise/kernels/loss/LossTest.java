package dev.lanewise.kernels.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LossTest {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  @Test
  void crossEntropyOfEqualLogitsIsLogOfColumns() {
    float[] p = new float[20];
    float loss = CrossEntropy.forward(2, 10, new float[20], 0, new int[] {3, 9}, 0, p, 0);
    assertEquals(Math.log(10), loss, 1e-6);
    assertEquals(0.1f, p[7]);
    float[] d = new float[20];
    CrossEntropy.backward(2, 10, p, 0, new int[] {3, 9}, 0, 4f, d, 0);
    assertEquals(0.1f * 2f, d[0]);
    assertEquals((0.1f - 1f) * 2f, d[3]);
    assertEquals((0.1f - 1f) * 2f, d[19]);
  }

  @Test
  void crossEntropyKeepsLossesThatUnderflowAsProbabilities() {
    float[] p = new float[2];
    int[] label = {1};
    assertEquals(200f, CrossEntropy.forward(1, 2, new float[] {200f, 0f}, 0, label, 0, p, 0));
    assertArrayEquals(new float[] {1f, 0f}, p);
    assertEquals(INF, CrossEntropy.forward(1, 2, new float[] {0f, -INF}, 0, label, 0, p, 0));
    assertEquals(NAN, CrossEntropy.forward(1, 2, new float[] {0f, NAN}, 0, label, 0, p, 0));
  }

  @Test
  void hingeOfTheLectures() {
    // The three images of CS231n, "Linear classification": losses 2.9, 0 and 12.9.
    float[] s = {3.2f, 5.1f, -1.7f, 1.3f, 4.9f, 2f, 2.2f, 2.5f, -3.1f};
    int[] labels = {0, 1, 2};
    assertEquals(15.8 / 3, Hinge.forward(3, 3, s, 0, labels, 0, 1f), 1e-5);
    float[] d = new float[9];
    Hinge.backward(3, 3, s, 0, labels, 0, 1f, 3f, d, 0);
    assertArrayEquals(new float[] {-1f, 1f, 0f, 0f, 0f, 0f, 1f, 1f, -2f}, d);
  }

  @Test
  void noRowsHaveNoLoss() {
    float[] a = new float[0];
    assertEquals(0f, CrossEntropy.forward(0, 10, a, 0, new int[0], 0, a, 0));
    assertEquals(0f, Hinge.forward(0, 10, a, 0, new int[0], 0, 1f));
  }

  @Test
  void refusals() {
    float[] a = new float[50];
    int[] labels = {0, 9, 4, 12, 1};
    refuses(
        "labels[3]: expected 0..9, actual 12",
        () -> CrossEntropy.forward(5, 10, a, 0, labels, 0, a, 0));
    refuses("labels[0]: expected 0..0, actual 9", () -> Hinge.forward(1, 1, a, 0, labels, 1, 1f));
    refuses(
        "margin: expected a finite number, actual Infinity",
        () -> Hinge.forward(3, 10, a, 0, labels, 0, INF));
    refuses(
        "dScores: expected an output apart from scores, actual two that overlap in one array",
        () -> Hinge.backward(3, 10, a, 0, labels, 0, 1f, 1f, a, 0));
    refuses(
        "columns: expected 1 or more, actual 0", () -> Hinge.forward(0, 0, a, 0, labels, 0, 1f));
  }

  private static void refuses(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
