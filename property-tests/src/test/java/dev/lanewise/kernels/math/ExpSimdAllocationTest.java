package dev.lanewise.kernels.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.testing.AllocationMeter;
import dev.lanewise.testing.ForkedJvm;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * No vector is boxed in long rows, even in a JVM that was busy with rows of less than a vector
 * before. What C2 takes for seldom called it does not inline, and a vector that comes out of a call
 * is boxed, for good: so no function of ours takes or returns one.
 */
class ExpSimdAllocationTest {
  private static final int SIZE = 6400;

  @Test
  void longRowsAfterShortOnes() {
    ForkedJvm.Result run = ForkedJvm.run(ForkedJvm.VECTOR, ExpSimdAllocationTest.class);
    assertEquals("0", run.value("bytes"));
  }

  /** Prints the bytes per call. */
  public static void main(String[] args) {
    float[] x = new float[SIZE];
    float[] y = new float[SIZE];
    for (int i = 0; i < 30_000; i++) {
      exp(64, 10, x, y);
    }
    System.out.println(
        "bytes=" + AllocationMeter.bytesPerCall(Duration.ofSeconds(10), () -> exp(64, 100, x, y)));
  }

  private static void exp(int rows, int columns, float[] x, float[] y) {
    for (int row = 0; row < rows; row++) {
      ExpSimd.exp(columns, 1f, x, row * columns, y, row * columns);
    }
  }
}
