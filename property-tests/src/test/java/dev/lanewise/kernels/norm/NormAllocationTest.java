package dev.lanewise.kernels.norm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.testing.AllocationMeter;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After warm-up normalisation allocates nothing, whether planes hold whole vectors or not. */
class NormAllocationTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 49, 64, 200})
  void batchNorm(int pixels) {
    var shape = new BatchNormShape(3, 5, pixels, 1e-5f, true);
    float[] x = new float[shape.size()];
    float[] y = new float[shape.size()];
    float[] mean = new float[5];
    float[] variance = new float[5];
    float[] gamma = new float[5];
    float[] beta = new float[5];
    float[] dgamma = new float[5];
    float[] dbeta = new float[5];
    nothing(
        () -> {
          BatchNorm.statistics(shape, x, 0, mean, 0, variance, 0);
          BatchNorm.forward(shape, x, 0, mean, 0, variance, 0, gamma, 0, beta, 0, y, 0);
          BatchNorm.backward(
              shape, true, x, 0, mean, 0, variance, 0, gamma, 0, beta, 0, y, 0, y, 0, dgamma, 0,
              dbeta, 0);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 49, 64, 200})
  void layerNorm(int columns) {
    var shape = new LayerNormShape(3, columns, 1e-5f);
    float[] x = new float[shape.size()];
    float[] y = new float[shape.size()];
    float[] mean = new float[3];
    float[] inverse = new float[3];
    float[] gamma = new float[columns];
    float[] beta = new float[columns];
    float[] dgamma = new float[columns];
    nothing(
        () -> {
          LayerNorm.forward(shape, x, 0, gamma, 0, beta, 0, y, 0, mean, 0, inverse, 0);
          LayerNorm.backward(
              shape, x, 0, mean, 0, inverse, 0, gamma, 0, y, 0, y, 0, dgamma, 0, beta, 0);
        });
  }

  private static void nothing(Runnable call) {
    long bytes =
        Parallelism.serial().call(() -> AllocationMeter.bytesPerCall(Duration.ofSeconds(10), call));
    assertEquals(0, bytes);
  }
}
