package dev.lanewise.kernels.softmax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.loss.CrossEntropy;
import dev.lanewise.kernels.loss.Hinge;
import dev.lanewise.testing.AllocationMeter;
import dev.lanewise.testing.Values;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * After warm-up softmax and the losses allocate nothing, even if they were warm with rows of ten,
 * less than a vector, before the first long row came: what C2 had not seen called it would not
 * inline, and a vector that is returned by a call is boxed, for good.
 */
class RowsAllocationTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int SIZE = 6400;

  private final float[] x = Values.ORDINARY.floats(SIZE, 1);
  private final float[] y = Values.ORDINARY.floats(SIZE, 2);
  private final float[] z = new float[SIZE];
  private final int[] labels = new int[SIZE];

  @Test
  void shortRowsThenLongOnes() {
    for (int columns : new int[] {10, 100, 1000}) {
      assertEquals(
          0,
          AllocationMeter.bytesPerCall(LIMIT, () -> everything(SIZE / columns, columns)),
          () -> "rows of " + columns);
    }
  }

  private void everything(int rows, int columns) {
    Softmax.softmax(rows, columns, x, 0, y, 0);
    Softmax.logSoftmax(rows, columns, x, 0, y, 0);
    Softmax.softmaxGradient(rows, columns, x, 0, y, 0, z, 0);
    Softmax.logSoftmaxGradient(rows, columns, x, 0, y, 0, z, 0);
    CrossEntropy.forward(rows, columns, x, 0, labels, 0, y, 0);
    CrossEntropy.backward(rows, columns, y, 0, labels, 0, 1f, z, 0);
    Hinge.forward(rows, columns, x, 0, labels, 0, 1f);
    Hinge.backward(rows, columns, x, 0, labels, 0, 1f, 1f, z, 0);
  }
}
