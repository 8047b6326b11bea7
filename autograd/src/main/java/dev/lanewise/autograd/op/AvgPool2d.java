package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.pool.Pool2dShape;

/** Average pooling, {@link dev.lanewise.kernels.pool.AvgPool2d}. */
public final class AvgPool2d {
  private AvgPool2d() {}

  /**
   * x: [n, c, h, w] of {@code shape}; y: [n, c, outputHeight, outputWidth].
   *
   * @param countPadding whether padding counts as pixels of value 0
   */
  public static Tensor apply(Tape tape, Pool2dShape shape, boolean countPadding, Tensor x) {
    Shapes.pooled("AvgPool2d", x, shape);
    Tensor y = Shapes.pool(tape, shape);
    tape.compute(
        () ->
            dev.lanewise.kernels.pool.AvgPool2d.forward(
                shape, countPadding, x.data(), 0, y.data(), 0));
    tape.derivative(
        y,
        x,
        (dy, dx) ->
            dev.lanewise.kernels.pool.AvgPool2d.backward(shape, countPadding, dy, 0, dx, 0));
    return y;
  }
}
