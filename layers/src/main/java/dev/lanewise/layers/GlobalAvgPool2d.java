package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;

/** The mean of every channel (Lin, Chen, Yan: "Network In Network", 2013). */
public final class GlobalAvgPool2d implements Layer {
  public GlobalAvgPool2d() {}

  /** x: [n, c, h, w] -> [n, c]. */
  @Override
  public Tensor forward(Tape tape, Tensor x) {
    return dev.lanewise.autograd.op.GlobalAvgPool2d.apply(tape, x);
  }

  @Override
  public int[] outputShape(int... inputShape) {
    Shapes.requireImage(0, inputShape);
    return new int[] {inputShape[0]};
  }

  @Override
  public String describe() {
    return "mean of each channel";
  }
}
