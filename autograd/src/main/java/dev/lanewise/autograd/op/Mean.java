package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.vector.Vectors;
import java.util.Arrays;

/** y = mean of all elements of x; NaN if there are none. */
public final class Mean {
  private Mean() {}

  /** x: any shape; y: []. */
  public static Tensor apply(Tape tape, Tensor x) {
    int n = x.size();
    Tensor y = tape.scalar(() -> Vectors.sum(n, x.data(), 0) / n);
    tape.derivative(y, x, (dy, dx) -> Arrays.fill(dx, dy[0] / n));
    return y;
  }
}
