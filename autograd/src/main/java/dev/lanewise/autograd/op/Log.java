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
    Activations.log(n, x.data(), 0, y.data(), 0);
    // dx = dy / x = dy e^-y, whose relative error is the absolute error of y.
    tape.derivative(
        y,
        x,
        (dy, dx) -> {
          Scale.scale(n, -1, y.data(), dx);
          Activations.exp(n, dx, 0, dx, 0);
          Vectors.mul(n, dy, 0, dx, 0, dx, 0);
        });
    return y;
  }
}
