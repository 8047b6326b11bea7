package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.vector.Vectors;

/** y = 1 / x, element by element. */
public final class Reciprocal {
  private Reciprocal() {}

  /** x, y: one shape. */
  public static Tensor apply(Tape tape, Tensor x) {
    int n = x.size();
    Tensor y = tape.like(x);
    tape.compute(() -> Vectors.div(n, tape.ones(n), 0, x.data(), 0, y.data(), 0));
    tape.derivative(
        y,
        x,
        (dy, dx) -> {
          Vectors.mul(n, y.data(), 0, y.data(), 0, dx, 0);
          Vectors.mul(n, dx, 0, dy, 0, dx, 0);
          Vectors.scale(n, -1, dx, 0);
        });
    return y;
  }
}
