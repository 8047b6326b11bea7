package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.activation.Activations;

/** y = x for x > 0, else alpha * (e^x - 1), element by element; the derivative at 0 is alpha. */
public final class Elu {
  private Elu() {}

  /**
   * x, y: one shape.
   *
   * @param alpha positive and finite
   * @throws IllegalArgumentException if it is not
   */
  public static Tensor apply(Tape tape, Tensor x, float alpha) {
    if (!(alpha > 0 && alpha < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Elu: alpha: expected a positive, finite number, actual " + alpha);
    }
    int n = x.size();
    Tensor y = tape.like(x);
    tape.compute(() -> Activations.elu(n, alpha, x.data(), 0, y.data(), 0));
    tape.derivative(y, x, (dy, dx) -> Activations.eluGradient(n, alpha, y.data(), 0, dy, 0, dx, 0));
    return y;
  }
}
