package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.activation.Activations;

/** y = x for x > 0, else slope * x, element by element; the derivative at 0 is the slope. */
public final class LeakyRelu {
  private LeakyRelu() {}

  /**
   * x, y: one shape.
   *
   * @param slope positive and finite
   * @throws IllegalArgumentException if it is not
   */
  public static Tensor apply(Tape tape, Tensor x, float slope) {
    if (!(slope > 0 && slope < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "LeakyRelu: slope: expected a positive, finite number, actual " + slope);
    }
    int n = x.size();
    Tensor y = tape.like(x);
    tape.compute(() -> Activations.leakyRelu(n, slope, x.data(), 0, y.data(), 0));
    tape.derivative(
        y, x, (dy, dx) -> Activations.leakyReluGradient(n, slope, y.data(), 0, dy, 0, dx, 0));
    return y;
  }
}
