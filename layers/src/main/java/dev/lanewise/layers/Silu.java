package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;

/** x / (1 + e^-x), also known as swish (Hendrycks, Gimpel 2016), element by element. */
public final class Silu implements Layer {
  public Silu() {}

  @Override
  public Tensor forward(Tape tape, Tensor x) {
    return dev.lanewise.autograd.op.Silu.apply(tape, x);
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
