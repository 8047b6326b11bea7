package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.activation.SmoothRelus;

/** y = ln(1 + e^x), element by element. */
public final class Softplus {
  private Softplus() {}

  /** x, y: one shape. */
  public static Tensor apply(Tape tape, Tensor x) {
    int n = x.size();
    Tensor y = tape.like(x);
    tape.compute(() -> SmoothRelus.softplus(n, x.data(), 0, y.data(), 0));
    tape.derivative(y, x, (dy, dx) -> SmoothRelus.softplusGradient(n, x.data(), 0, dy, 0, dx, 0));
    return y;
  }
}
