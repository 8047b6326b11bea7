package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;

/** x where x > 0, slope * x elsewhere (Maas, Hannun, Ng 2013). */
public final class LeakyRelu implements Layer {
  private final float slope;

  /** {@code slope} is above 0. */
  public LeakyRelu(float slope) {
    if (!(slope > 0)) {
      throw new IllegalArgumentException("slope: expected above 0, actual " + slope);
    }
    this.slope = slope;
  }

  /** Slope 0.01. */
  public LeakyRelu() {
    this(0.01f);
  }

  @Override
  public Tensor forward(Tape tape, Tensor x) {
    return dev.lanewise.autograd.op.LeakyRelu.apply(tape, x, slope);
  }

  @Override
  public int[] outputShape(int... inputShape) {
    return inputShape.clone();
  }

  @Override
  public String describe() {
    return "slope " + slope;
  }
}
