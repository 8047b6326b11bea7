package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.vector.Vectors;

/** y = a + b, element by element. */
public final class Add {
  private Add() {}

  /** a, b, y: one shape. */
  public static Tensor apply(Tape tape, Tensor a, Tensor b) {
    Shapes.same("Add", "a", a, "b", b);
    int n = a.size();
    Tensor y = tape.like(a);
    tape.compute(() -> Vectors.add(n, a.data(), 0, b.data(), 0, y.data(), 0));
    tape.derivative(y, a, (dy, da) -> System.arraycopy(dy, 0, da, 0, n));
    tape.derivative(y, b, (dy, db) -> System.arraycopy(dy, 0, db, 0, n));
    return y;
  }
}
