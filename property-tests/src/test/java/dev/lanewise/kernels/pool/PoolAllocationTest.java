package dev.lanewise.kernels.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.testing.AllocationMeter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** After warm-up pooling allocates nothing, one kind after the other. */
class PoolAllocationTest {
  @Test
  void nothingIsAllocated() {
    for (Pool2dShape shape :
        new Pool2dShape[] {
          Pool2dShape.of(2, 4, 16, 18, 2, 2),
          Pool2dShape.of(2, 4, 15, 17, 3, 3).stride(2, 2).pad(1, 1, 1, 1)
        }) {
      float[] x = new float[shape.inputSize()];
      float[] y = new float[shape.outputSize()];
      int[] argmax = new int[y.length];
      assertAllocationFree(
          "MaxPool2d.forward", () -> MaxPool2d.forward(shape, x, 0, y, 0, argmax, 0));
      assertAllocationFree(
          "MaxPool2d.backward", () -> MaxPool2d.backward(shape, y, 0, argmax, 0, x, 0));
      assertAllocationFree("AvgPool2d.forward", () -> AvgPool2d.forward(shape, true, x, 0, y, 0));
      assertAllocationFree(
          "AvgPool2d.backward", () -> AvgPool2d.backward(shape, false, y, 0, x, 0));
    }
    float[] x = new float[2 * 3 * 49];
    float[] y = new float[2 * 3];
    assertAllocationFree(
        "GlobalAvgPool2d.forward", () -> GlobalAvgPool2d.forward(2, 3, 7, 7, x, 0, y, 0));
    assertAllocationFree(
        "GlobalAvgPool2d.backward", () -> GlobalAvgPool2d.backward(2, 3, 7, 7, y, 0, x, 0));
  }

  private static void assertAllocationFree(String name, Runnable kernel) {
    long bytes =
        Parallelism.serial()
            .call(() -> AllocationMeter.bytesPerCall(Duration.ofSeconds(10), kernel));
    assertEquals(0, bytes, () -> "bytes per call of " + name);
  }
}
