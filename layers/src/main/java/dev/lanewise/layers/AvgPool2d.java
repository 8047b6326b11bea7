package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.pool.Pool2dShape;

/** The mean of every window, channel by channel; padding does not count. */
public final class AvgPool2d implements Layer {
  private final Window window;

  /** Windows without dilation. */
  public AvgPool2d(Window window) {
    this.window = Pooling.undilated(window);
  }

  /** x: [n, c, h, w] -> [n, c, outputHeight, outputWidth]. */
  @Override
  public Tensor forward(Tape tape, Tensor x) {
    Shapes.requireImage(0, Shapes.ofOne(x.shape()));
    Pool2dShape shape = Pooling.shape(window, x.dim(0), x.dim(1), x.dim(2), x.dim(3));
    return dev.lanewise.autograd.op.AvgPool2d.apply(tape, shape, false, x);
  }

  @Override
  public int[] outputShape(int... inputShape) {
    return Pooling.outputShape(window, inputShape);
  }

  @Override
  public void requireWholeStrides(int... inputShape) {
    Pooling.shape(window, 1, inputShape[0], inputShape[1], inputShape[2]).strict();
  }

  @Override
  public String describe() {
    return "mean " + window;
  }
}
