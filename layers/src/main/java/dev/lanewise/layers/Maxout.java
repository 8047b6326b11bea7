package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;

/**
 * The maximum of every {@code pieces} neighbouring channels or features, which thereby become one
 * (Goodfellow, Warde-Farley, Mirza, Courville, Bengio: "Maxout Networks", 2013).
 */
public final class Maxout implements Layer {
  private final int pieces;

  public Maxout(int pieces) {
    if (pieces < 1) {
      throw new IllegalArgumentException("pieces: expected 1 or more, actual " + pieces);
    }
    this.pieces = pieces;
  }

  /** x: [n, pieces * c, ...] -> [n, c, ...]. */
  @Override
  public Tensor forward(Tape tape, Tensor x) {
    return dev.lanewise.autograd.op.Maxout.apply(tape, x, pieces);
  }

  @Override
  public int[] outputShape(int... inputShape) {
    if (inputShape[0] % pieces != 0) {
      throw new IllegalArgumentException(
          "expected channels that are a multiple of %d pieces, actual %d"
              .formatted(pieces, inputShape[0]));
    }
    int[] shape = inputShape.clone();
    shape[0] /= pieces;
    return shape;
  }

  @Override
  public String describe() {
    return pieces + " pieces";
  }
}
