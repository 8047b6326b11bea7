package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.vector.Vectors;

/** y = alpha * x. */
public final class Scale {
  private Scale() {}

  /** x, y: one shape. */
  public static Tensor apply(Tape tape, Tensor x, float alpha) {
    Tensor y = tape.like(x);
    tape.compute(() -> scale(x.size(), alpha, x.data(), y.data()));
    tape.derivative(y, x, (dy, dx) -> scale(x.size(), alpha, dy, dx));
    return y;
  }

  static void scale(int n, float alpha, float[] from, float[] to) {
    System.arraycopy(from, 0, to, 0, n);
    Vectors.scale(n, alpha, to, 0);
  }
}
