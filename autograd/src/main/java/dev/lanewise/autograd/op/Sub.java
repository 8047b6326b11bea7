package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;

/** y = a - b, element by element. */
public final class Sub {
  private Sub() {}

  /** a, b, y: one shape. */
  public static Tensor apply(Tape tape, Tensor a, Tensor b) {
    Shapes.same("Sub", "a", a, "b", b);
    return Add.apply(tape, a, Neg.apply(tape, b));
  }
}
