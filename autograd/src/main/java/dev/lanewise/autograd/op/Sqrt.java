package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.vector.Vectors;

/** y = the square root of x, element by element; NaN below 0, and a derivative of infinity at 0. */
public final class Sqrt {
  private Sqrt() {}

  /** x, y: one shape. */
  public static Tensor apply(Tape tape, Tensor x) {
    int n = x.size();
    Tensor y = tape.like(x);
    tape.compute(() -> Vectors.sqrt(n, x.data(), 0, y.data(), 0));
    tape.derivative(
        y,
        x,
        (dy, dx) -> {
          Vectors.div(n, dy, 0, y.data(), 0, dx, 0);
          Vectors.scale(n, 0.5f, dx, 0);
        });
    return y;
  }
}
