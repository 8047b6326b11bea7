package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;

/** x where x > 0, alpha * (e^x - 1) elsewhere (Clevert, Unterthiner, Hochreiter 2015). */
public final class Elu implements Layer {
  private final float alpha;

  /** {@code alpha} is above 0. */
  public Elu(float alpha) {
    if (!(alpha > 0)) {
      throw new IllegalArgumentException("alpha: expected above 0, actual " + alpha);
    }
    this.alpha = alpha;
  }

  /** Alpha 1. */
  public Elu() {
    this(1);
  }

  @Override
  public Tensor forward(Tape tape, Tensor x) {
    return dev.lanewise.autograd.op.Elu.apply(tape, x, alpha);
  }

  @Override
  public int[] outputShape(int... inputShape) {
    return inputShape.clone();
  }

  @Override
  public String describe() {
    return "alpha " + alpha;
  }
}
