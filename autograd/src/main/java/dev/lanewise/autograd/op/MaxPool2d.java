package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.pool.Pool2dShape;

/** Max pooling, {@link dev.lanewise.kernels.pool.MaxPool2d}. */
public final class MaxPool2d {
  private MaxPool2d() {}

  /** x: [n, c, h, w] of {@code shape}; y: [n, c, outputHeight, outputWidth]. */
  public static Tensor apply(Tape tape, Pool2dShape shape, Tensor x) {
    Shapes.pooled("MaxPool2d", x, shape);
    Tensor y = Shapes.pool(tape, shape);
    int[] argmax = tape.ints(y.size());
    tape.compute(
        () ->
            dev.lanewise.kernels.pool.MaxPool2d.forward(
                shape, x.data(), 0, y.data(), 0, argmax, 0));
    tape.derivative(
        y,
        x,
        (dy, dx) -> dev.lanewise.kernels.pool.MaxPool2d.backward(shape, dy, 0, argmax, 0, dx, 0));
    return y;
  }
}
