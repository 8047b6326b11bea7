package dev.lanewise.kernels.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.testing.AllocationMeter;
import dev.lanewise.testing.Values;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** After warm-up nothing is allocated: every function was inlined, no vector is boxed. */
class ActivationsAllocationTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Full vectors and a rest. */
  private static final int N = 2059;

  private final float[] x = Values.ORDINARY.floats(N, 1);
  private final float[] y = Values.ORDINARY.floats(N, 2);
  private final float[] z = new float[N];

  @ParameterizedTest
  @EnumSource
  void forward(Kernels.Forward kernel) {
    nothing(() -> kernel.kernel.run(N, x, 0, y, 0));
  }

  @ParameterizedTest
  @EnumSource
  void gradient(Kernels.Gradient kernel) {
    nothing(() -> kernel.kernel.run(N, x, 0, y, 0, z, 0));
  }

  @Test
  void maxout() {
    int[] argmax = new int[N / 3];
    nothing(
        () -> {
          Maxout.forward(1, 3, N / 3, x, 0, y, 0, argmax, 0);
          Maxout.backward(1, 3, N / 3, y, 0, argmax, 0, z, 0);
        });
  }

  @Test
  void prelu() {
    float[] slopes = {0.1f, 0.2f};
    float[] dslopes = new float[2];
    nothing(
        () -> {
          Prelu.forward(3, 2, N / 6, x, 0, slopes, 0, z, 0);
          Prelu.backward(3, 2, N / 6, x, 0, slopes, 0, y, 0, z, 0, dslopes, 0);
        });
  }

  private static void nothing(Runnable call) {
    assertEquals(0, AllocationMeter.bytesPerCall(LIMIT, call));
  }
}
