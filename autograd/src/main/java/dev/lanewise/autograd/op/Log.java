package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.activation.Activations;
import dev.lanewise.kernels.vector.Vectors;

/** y = ln x, element by element. */
public final class Log {
  private Log() {}

  /** x, y: one shape. */
  public static Tensor apply(Tape tape, Tensor x) {
    int n = x.size();
    Tensor y = tape.like(x);
    tape.compute(() -> Activations.log(n, x.data(), 0, y.data(), 0));
    tape.derivative(y, x, (dy, dx) -> Vectors.div(n, dy, 0, x.data(), 0, dx, 0));
    return y;
  }
}
