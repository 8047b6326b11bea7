package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.pool.Pool2dShape;

/** The maximum of every window, channel by channel; padding never wins. */
public final class MaxPool2d implements Layer {
  private final Window window;

  /** Windows without dilation. */
  public MaxPool2d(Window window) {
    this.window = Pooling.undilated(window);
  }

  /** x: [n, c, h, w] -> [n, c, outputHeight, outputWidth]. */
  @Override
  public Tensor forward(Tape tape, Tensor x) {
    Shapes.requireImage(0, Shapes.ofOne(x.shape()));
    Pool2dShape shape = Pooling.shape(window, x.dim(0), x.dim(1), x.dim(2), x.dim(3));
    return dev.lanewise.autograd.op.MaxPool2d.apply(tape, shape, x);
  }

  /** Whether windows are 2 x 2 side by side. */
  boolean halves() {
    return window.equals(Window.of(2).stride(2));
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
    return "max " + window;
  }
}
