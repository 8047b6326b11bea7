package dev.lanewise.kernels.softmax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.kernels.loss.CrossEntropy;
import dev.lanewise.kernels.loss.Hinge;
import dev.lanewise.kernels.simd.Lanes;
import dev.lanewise.testing.AllocationMeter;
import dev.lanewise.testing.ForkedJvm;
import dev.lanewise.testing.Values;
import java.time.Duration;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After warm-up softmax and the losses allocate nothing. In a JVM of its own, with rows of ten
 * first: there C2 is tempted to inline a whole family of kernels into one method, to give up half
 * way, and to box the vectors at that border.
 */
class RowsAllocationTest {
  private static final int[] COLUMNS = {10, 1000};
  private static final int SIZE = 6400;

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void nothingIsAllocated(int bits) {
    assumeTrue(bits <= FloatVector.SPECIES_PREFERRED.vectorBitSize(), "not a width of this CPU");
    ForkedJvm.Result run =
        ForkedJvm.run(
            List.of("--add-modules", "jdk.incubator.vector", "-D" + Lanes.PROPERTY + "=" + bits),
            RowsAllocationTest.class);
    for (int columns : COLUMNS) {
      assertEquals("0", run.value("rows of " + columns), () -> "bytes per call, " + columns);
    }
  }

  /** Prints the bytes per call. */
  public static void main(String[] args) {
    float[] x = Values.ORDINARY.floats(SIZE, 1);
    float[] y = Values.ORDINARY.floats(SIZE, 2);
    float[] z = new float[SIZE];
    int[] labels = new int[SIZE];
    for (int columns : COLUMNS) {
      int rows = SIZE / columns;
      long bytes =
          AllocationMeter.bytesPerCall(
              Duration.ofSeconds(15),
              () -> {
                Softmax.softmax(rows, columns, x, 0, y, 0);
                Softmax.logSoftmax(rows, columns, x, 0, y, 0);
                Softmax.softmaxGradient(rows, columns, x, 0, y, 0, z, 0);
                Softmax.logSoftmaxGradient(rows, columns, x, 0, y, 0, z, 0);
                CrossEntropy.forward(rows, columns, x, 0, labels, 0, y, 0);
                CrossEntropy.backward(rows, columns, y, 0, labels, 0, 1f, z, 0);
                Hinge.forward(rows, columns, x, 0, labels, 0, 1f);
                Hinge.backward(rows, columns, x, 0, labels, 0, 1f, 1f, z, 0);
              });
      System.out.println("rows of " + columns + "=" + bytes);
    }
  }
}
