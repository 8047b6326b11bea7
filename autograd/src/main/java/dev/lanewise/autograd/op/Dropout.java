package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.vector.Vectors;
import java.util.random.RandomGenerator;

/**
 * Inverted dropout: drops each element with probability {@code rate} and divides the others by 1 -
 * rate, so that the expectation stays and evaluation needs no scaling; there it is the identity,
 * and this operation is left out. Srivastava et al., "Dropout" (2014), section 10; CS231n notes,
 * "Neural Networks Part 2".
 */
public final class Dropout {
  private Dropout() {}

  /**
   * x, y: one shape.
   *
   * @param rate in [0, 1)
   * @param random gives 24 bits per element, in order: the same seed drops the same elements. A
   *     replay goes on drawing from it
   * @throws IllegalArgumentException if the rate is outside [0, 1)
   */
  public static Tensor apply(Tape tape, Tensor x, float rate, RandomGenerator random) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("Dropout: rate: expected [0, 1), actual " + rate);
    }
    int n = x.size();
    float[] mask = tape.floats(n);
    float kept = 1 / (1 - rate);
    Tensor y = tape.like(x);
    tape.compute(
        () -> {
          for (int i = 0; i < n; i++) {
            mask[i] = (random.nextInt() >>> 8) * 0x1p-24f < rate ? 0 : kept;
          }
          Vectors.mul(n, x.data(), 0, mask, 0, y.data(), 0);
        });
    tape.derivative(y, x, (dy, dx) -> Vectors.mul(n, dy, 0, mask, 0, dx, 0));
    return y;
  }
}
