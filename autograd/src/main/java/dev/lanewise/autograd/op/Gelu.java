package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.activation.SmoothRelus;

/** y = x Phi(x), the Gaussian error linear unit, element by element. */
public final class Gelu {
  private Gelu() {}

  /** x, y: one shape. */
  public static Tensor apply(Tape tape, Tensor x) {
    int n = x.size();
    Tensor y = tape.like(x);
    tape.compute(() -> SmoothRelus.gelu(n, x.data(), 0, y.data(), 0));
    tape.derivative(y, x, (dy, dx) -> SmoothRelus.geluGradient(n, x.data(), 0, dy, 0, dx, 0));
    return y;
  }
}
