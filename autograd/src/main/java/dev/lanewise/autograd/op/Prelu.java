package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;

/** The parametric ReLU, {@link dev.lanewise.kernels.activation.Prelu}. */
public final class Prelu {
  private Prelu() {}

  /** x, y: [n, c, ...]; slopes: [c]. */
  public static Tensor apply(Tape tape, Tensor x, Tensor slopes) {
    if (x.rank() < 2 || x.size() == 0) {
      throw new IllegalArgumentException("Prelu: x: expected [n, c, ...], actual " + x);
    }
    int n = x.dim(0);
    int c = x.dim(1);
    int pixels = x.size() / n / c;
    Shapes.exactly("Prelu", "slopes", slopes, c);
    Tensor y = tape.like(x);
    tape.compute(
        () ->
            dev.lanewise.kernels.activation.Prelu.forward(
                n, c, pixels, x.data(), 0, slopes.data(), 0, y.data(), 0));
    tape.derivative(
        y,
        x,
        slopes,
        (dy, dx, dslopes) ->
            dev.lanewise.kernels.activation.Prelu.backward(
                n, c, pixels, x.data(), 0, slopes.data(), 0, dy, 0, dx, 0, dslopes, 0));
    return y;
  }
}
