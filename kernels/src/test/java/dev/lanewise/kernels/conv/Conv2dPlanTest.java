package dev.lanewise.kernels.conv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class Conv2dPlanTest {
  private static final Conv2dShape SHAPE = Conv2dShape.of(1, 1, 3, 3, 1, 2, 2);

  private final float[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  private final float[] weights = {1, 0, 0, 1};
  private final Conv2dPlan plan = new Conv2dPlan(SHAPE, weights, 0, new float[] {10}, 0);

  @Test
  void computesWhatItsShapeSays() {
    float[] y = new float[4];
    plan.forward(x, 0, y, 0);
    assertArrayEquals(new float[] {16, 18, 22, 24}, y);
    plan.forwardPooled(x, 0, y, 3);
    assertArrayEquals(new float[] {16, 18, 22, 24}, y);
    assertEquals(SHAPE, plan.shape());
    assertTrue(plan.weightBytes() >= 4 * Float.BYTES);
  }

  @Test
  void refusalsNameArgumentExpectedAndActual() {
    assertRefused(
        "weights: expected [1, 1, 2, 2] = 4 floats from offset 1, array has 4",
        () -> new Conv2dPlan(SHAPE, weights, 1, null, 0));
    assertRefused(
        "bias: expected [1] = 1 floats from offset 0, array has 0",
        () -> new Conv2dPlan(SHAPE, weights, 0, new float[0], 0));
    assertRefused(
        "kernelHeight: expected a kernel of at most 3 (input 3, padding 0 + 0), actual 4",
        () -> new Conv2dPlan(Conv2dShape.of(1, 1, 3, 3, 1, 4, 1), weights, 0, null, 0));
    assertRefused(
        "x: expected [1, 1, 3, 3] = 9 floats from offset 1, array has 9",
        () -> plan.forward(x, 1, new float[4], 0));
    assertRefused(
        "y: expected [1, 1, 2, 2] = 4 floats from offset 0, array has 3",
        () -> plan.forward(x, 0, new float[3], 0));
    assertRefused(
        "y: expected an output apart from x, actual two that overlap in one array",
        () -> plan.forward(x, 0, x, 5));
    assertRefused(
        "y: expected [1, 1, 1, 1] = 1 floats from offset 4, array has 4",
        () -> plan.forwardPooled(x, 0, new float[4], 4));
    Conv2dPlan line = new Conv2dPlan(Conv2dShape.of(1, 1, 1, 3, 1, 1, 1), weights, 0, null, 0);
    assertRefused(
        "shape: expected outputs of 2 x 2 at least, actual 1 x 3",
        () -> line.forwardPooled(x, 0, new float[4], 0));
  }

  private static void assertRefused(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
