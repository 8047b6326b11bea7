package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;

/** ln(1 + e^x), a smooth ReLU (Dugas et al. 2000), element by element. */
public final class Softplus implements Layer {
  public Softplus() {}

  @Override
  public Tensor forward(Tape tape, Tensor x) {
    return dev.lanewise.autograd.op.Softplus.apply(tape, x);
  }

  @Override
  public int[] outputShape(int... inputShape) {
    return inputShape.clone();
  }

  @Override
  public String describe() {
    return "";
  }
}
