package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;

/** One row of numbers per input. */
public final class Flatten implements Layer {
  public Flatten() {}

  /** x: [n, ...] -> [n, product of the rest]. */
  @Override
  public Tensor forward(Tape tape, Tensor x) {
    return dev.lanewise.autograd.op.Flatten.apply(tape, x);
  }

  @Override
  public int[] outputShape(int... inputShape) {
    return new int[] {Shapes.size(inputShape)};
  }

  @Override
  public String describe() {
    return "";
  }
}
