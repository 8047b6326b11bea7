package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;

/** Softmax over the last axis, {@link dev.lanewise.kernels.softmax.Softmax}. */
public final class Softmax {
  private Softmax() {}

  /** x, y: [..., columns]. */
  public static Tensor apply(Tape tape, Tensor x) {
    int rows = Shapes.rows("Softmax", x);
    int columns = x.dim(-1);
    Tensor y = tape.like(x);
    tape.compute(
        () ->
            dev.lanewise.kernels.softmax.Softmax.softmax(rows, columns, x.data(), 0, y.data(), 0));
    tape.derivative(
        y,
        x,
        (dy, dx) ->
            dev.lanewise.kernels.softmax.Softmax.softmaxGradient(
                rows, columns, y.data(), 0, dy, 0, dx, 0));
    return y;
  }
}
