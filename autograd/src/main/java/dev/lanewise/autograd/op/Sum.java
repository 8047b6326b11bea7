package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.vector.Vectors;
import java.util.Arrays;

/** y = sum of all elements of x. */
public final class Sum {
  private Sum() {}

  /** x: any shape; y: []. */
  public static Tensor apply(Tape tape, Tensor x) {
    Tensor y = tape.scalar(() -> Vectors.sum(x.size(), x.data(), 0));
    tape.derivative(y, x, (dy, dx) -> Arrays.fill(dx, dy[0]));
    return y;
  }
}
