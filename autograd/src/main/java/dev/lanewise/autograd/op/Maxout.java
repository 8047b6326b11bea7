package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;

/**
 * Maxout, {@link dev.lanewise.kernels.activation.Maxout}: axis 1 holds {@code pieces} groups of
 * features one after the other, y takes the greatest of each feature. Of equal pieces the first
 * takes the gradient.
 */
public final class Maxout {
  private Maxout() {}

  /**
   * x: [n, pieces * c, ...]; y: [n, c, ...].
   *
   * @throws IllegalArgumentException if {@code pieces} does not divide axis 1
   */
  public static Tensor apply(Tape tape, Tensor x, int pieces) {
    if (x.rank() < 2 || pieces < 1 || x.dim(1) % pieces != 0) {
      throw new IllegalArgumentException(
          "Maxout: x: expected [n, a multiple of %d pieces, ...], actual %s".formatted(pieces, x));
    }
    int[] shape = tape.ints(x.rank());
    for (int i = 0; i < shape.length; i++) {
      shape[i] = i == 1 ? x.dim(1) / pieces : x.dim(i);
    }
    Tensor y = tape.tensor(shape);
    int outer = x.dim(0);
    int inner = outer == 0 ? 0 : y.size() / outer;
    int[] argmax = tape.ints(y.size());
    tape.compute(
        () ->
            dev.lanewise.kernels.activation.Maxout.forward(
                outer, pieces, inner, x.data(), 0, y.data(), 0, argmax, 0));
    tape.derivative(
        y,
        x,
        (dy, dx) ->
            dev.lanewise.kernels.activation.Maxout.backward(
                outer, pieces, inner, dy, 0, argmax, 0, dx, 0));
    return y;
  }
}
