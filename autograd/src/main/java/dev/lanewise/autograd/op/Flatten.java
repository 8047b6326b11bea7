package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;

/** All axes but the first become one: [n, c, h, w] becomes [n, c * h * w]. */
public final class Flatten {
  private Flatten() {}

  /** x: [n, ...]; y: [n, product of the others]. */
  public static Tensor apply(Tape tape, Tensor x) {
    if (x.rank() == 0) {
      throw new IllegalArgumentException("Flatten: x: expected [n, ...], actual []");
    }
    int[] shape = tape.ints(2);
    shape[0] = x.dim(0);
    shape[1] = 1;
    for (int i = 1; i < x.rank(); i++) {
      shape[1] *= x.dim(i);
    }
    return Reshape.apply(tape, x, shape);
  }
}
