package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;

/** y = -x. */
public final class Neg {
  private Neg() {}

  /** x, y: one shape. */
  public static Tensor apply(Tape tape, Tensor x) {
    return Scale.apply(tape, x, -1);
  }
}
