package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.vector.Vectors;

/** y = a * b, element by element. */
public final class Mul {
  private Mul() {}

  /** a, b, y: one shape; a and b may be the same tensor. */
  public static Tensor apply(Tape tape, Tensor a, Tensor b) {
    Shapes.same("Mul", "a", a, "b", b);
    int n = a.size();
    Tensor y = tape.like(a);
    tape.compute(() -> Vectors.mul(n, a.data(), 0, b.data(), 0, y.data(), 0));
    tape.derivative(y, a, (dy, da) -> Vectors.mul(n, dy, 0, b.data(), 0, da, 0));
    tape.derivative(y, b, (dy, db) -> Vectors.mul(n, dy, 0, a.data(), 0, db, 0));
    return y;
  }
}
