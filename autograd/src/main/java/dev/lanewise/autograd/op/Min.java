package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;

/**
 * y = min(a, b), element by element. Of equal elements a's takes the gradient; a NaN wins over
 * everything.
 */
public final class Min {
  private Min() {}

  /** a, b, y: one shape. */
  public static Tensor apply(Tape tape, Tensor a, Tensor b) {
    Shapes.same("Min", "a", a, "b", b);
    return Neg.apply(tape, Max.apply(tape, Neg.apply(tape, a), Neg.apply(tape, b)));
  }
}
