package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.norm.LayerNormShape;

/** Layer normalisation, {@link dev.lanewise.kernels.norm.LayerNorm}. */
public final class LayerNorm {
  private LayerNorm() {}

  /**
   * Of the last dimensions, as many as hold the number of elements of gamma. x, y: [...,
   * dimensions...]; gamma, beta: [product of these dimensions].
   *
   * @throws IllegalArgumentException if no last dimensions of x have that product
   */
  public static Tensor apply(Tape tape, Tensor x, Tensor gamma, Tensor beta, float epsilon) {
    int columns = gamma.size();
    Shapes.exactly("LayerNorm", "gamma", gamma, columns);
    Shapes.exactly("LayerNorm", "beta", beta, columns);
    long product = 1;
    for (int i = x.rank() - 1; i >= 0 && product < columns; i--) {
      product *= x.dim(i);
    }
    if (product != columns || x.size() == 0) {
      throw Shapes.mismatch(
          "LayerNorm", "x", x, "gamma", gamma, "last dimensions of x to hold", columns, product);
    }
    LayerNormShape shape = new LayerNormShape(x.size() / columns, columns, epsilon);
    float[] mean = tape.floats(shape.rows());
    float[] inverse = tape.floats(shape.rows());
    Tensor y = tape.like(x);
    tape.compute(
        () ->
            dev.lanewise.kernels.norm.LayerNorm.forward(
                shape,
                x.data(),
                0,
                gamma.data(),
                0,
                beta.data(),
                0,
                y.data(),
                0,
                mean,
                0,
                inverse,
                0));
    tape.derivative(
        y,
        x,
        gamma,
        beta,
        (dy, dx, dgamma, dbeta) ->
            dev.lanewise.kernels.norm.LayerNorm.backward(
                shape,
                x.data(),
                0,
                mean,
                0,
                inverse,
                0,
                gamma.data(),
                0,
                dy,
                0,
                dx,
                0,
                dgamma,
                0,
                dbeta,
                0));
    return y;
  }
}
