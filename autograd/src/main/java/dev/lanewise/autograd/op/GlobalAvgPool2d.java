package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;

/** The mean of each channel, {@link dev.lanewise.kernels.pool.GlobalAvgPool2d}. */
public final class GlobalAvgPool2d {
  private GlobalAvgPool2d() {}

  /** x: [n, c, h, w]; y: [n, c]. */
  public static Tensor apply(Tape tape, Tensor x) {
    Shapes.rank("GlobalAvgPool2d", "x", x, 4, "[n, c, h, w]");
    int n = x.dim(0);
    int c = x.dim(1);
    int h = x.dim(2);
    int w = x.dim(3);
    Tensor y = tape.tensor(n, c);
    tape.compute(
        () ->
            dev.lanewise.kernels.pool.GlobalAvgPool2d.forward(
                n, c, h, w, x.data(), 0, y.data(), 0));
    tape.derivative(
        y,
        x,
        (dy, dx) -> dev.lanewise.kernels.pool.GlobalAvgPool2d.backward(n, c, h, w, dy, 0, dx, 0));
    return y;
  }
}
