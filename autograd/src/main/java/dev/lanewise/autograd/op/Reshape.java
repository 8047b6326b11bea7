package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;

/** The same values in another shape; nothing is copied on the way forward. */
public final class Reshape {
  private Reshape() {}

  /**
   * x: any shape; y: {@code shape}, of as many elements. The array {@code shape} is kept.
   *
   * @throws IllegalArgumentException if the shape has another number of elements
   */
  public static Tensor apply(Tape tape, Tensor x, int... shape) {
    Tensor y = tape.view(x, shape);
    tape.derivative(y, x, (dy, dx) -> System.arraycopy(dy, 0, dx, 0, x.size()));
    return y;
  }
}
