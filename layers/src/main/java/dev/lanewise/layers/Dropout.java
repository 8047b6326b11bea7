package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.layers.random.SeededRandom;

/**
 * In training, sets each number to 0 with some probability and divides the others by what is left,
 * so that their expectation stays; otherwise does nothing (Srivastava, Hinton, Krizhevsky,
 * Sutskever, Salakhutdinov: "Dropout", JMLR 2014, in the inverted form of CS231n).
 */
public final class Dropout implements Layer {
  private final float probability;
  private final SeededRandom random = new SeededRandom(0);
  private boolean training;
  private long seed;

  /**
   * @param probability to be dropped, at least 0 and below 1
   */
  public Dropout(float probability) {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "probability: expected at least 0 and below 1, actual " + probability);
    }
    this.probability = probability;
  }

  @Override
  public Tensor forward(Tape tape, Tensor x) {
    if (!training) {
      return x;
    }
    tape.compute(() -> random.restart(seed));
    return dev.lanewise.autograd.op.Dropout.apply(tape, x, probability, random);
  }

  @Override
  public void training(long seed) {
    training = true;
    this.seed = seed;
  }

  @Override
  public void evaluation() {
    training = false;
  }

  @Override
  public int[] outputShape(int... inputShape) {
    return inputShape.clone();
  }

  @Override
  public String describe() {
    return "drops " + probability;
  }
}
