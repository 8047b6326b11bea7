package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.activation.Activations;

/** y = max(0, x), element by element; the derivative at 0 is 0. */
public final class Relu {
  private Relu() {}

  /** x, y: one shape. */
  public static Tensor apply(Tape tape, Tensor x) {
    int n = x.size();
    Tensor y = tape.like(x);
    tape.compute(() -> Activations.relu(n, x.data(), 0, y.data(), 0));
    tape.derivative(y, x, (dy, dx) -> Activations.reluGradient(n, y.data(), 0, dy, 0, dx, 0));
    return y;
  }

  /**
   * y, whose own kernel has been told to do the ReLU, as the result of one: the same values, and
   * the derivative.
   */
  static Tensor derivative(Tape tape, Tensor y) {
    int n = y.size();
    Tensor relu = tape.view(y, y.shape());
    tape.derivative(relu, y, (dr, dy) -> Activations.reluGradient(n, relu.data(), 0, dr, 0, dy, 0));
    return relu;
  }
}
