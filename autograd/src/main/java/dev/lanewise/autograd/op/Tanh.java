package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.activation.Activations;

/** y = tanh x, element by element. */
public final class Tanh {
  private Tanh() {}

  /** x, y: one shape. */
  public static Tensor apply(Tape tape, Tensor x) {
    int n = x.size();
    Tensor y = tape.like(x);
    tape.compute(() -> Activations.tanh(n, x.data(), 0, y.data(), 0));
    tape.derivative(y, x, (dy, dx) -> Activations.tanhGradient(n, y.data(), 0, dy, 0, dx, 0));
    return y;
  }
}
