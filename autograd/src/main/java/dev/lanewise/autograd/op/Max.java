package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.activation.Maxout;

/**
 * y = max(a, b), element by element: a maxout of two pieces, a and b, laid one behind the other. Of
 * equal elements a's takes the gradient; a NaN wins over everything.
 */
public final class Max {
  private Max() {}

  /** a, b, y: one shape. */
  public static Tensor apply(Tape tape, Tensor a, Tensor b) {
    Shapes.same("Max", "a", a, "b", b);
    int n = a.size();
    float[] pieces = tape.floats(2 * n);
    Tensor y = tape.like(a);
    int[] argmax = tape.ints(n);
    tape.compute(
        () -> {
          System.arraycopy(a.data(), 0, pieces, 0, n);
          System.arraycopy(b.data(), 0, pieces, n, n);
          Maxout.forward(1, 2, n, pieces, 0, y.data(), 0, argmax, 0);
        });
    tape.derivative(
        y,
        a,
        b,
        (dy, da, db) -> {
          // The forward pass is over, its copies may go.
          Maxout.backward(1, 2, n, dy, 0, argmax, 0, pieces, 0);
          System.arraycopy(pieces, 0, da, 0, n);
          System.arraycopy(pieces, n, db, 0, n);
        });
    return y;
  }
}
