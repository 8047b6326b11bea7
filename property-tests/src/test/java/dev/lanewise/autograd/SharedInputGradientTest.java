package dev.lanewise.autograd;

import dev.lanewise.autograd.op.Add;
import dev.lanewise.autograd.op.Linear;
import dev.lanewise.autograd.op.MatMul;
import dev.lanewise.autograd.op.Mul;
import dev.lanewise.autograd.op.Tanh;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Gradients of a value that an operation takes twice, or that several operations take. */
class SharedInputGradientTest {
  @Property
  void square(@ForAll long seed) {
    Draw draw = new Draw(seed);
    GradientOracle.check(
        draw,
        (tape, x) -> Mul.apply(tape, x[0], x[0]),
        x -> Arrays.stream(x[0]).map(v -> v * v).toArray(),
        draw.ordinary(draw.shape()));
  }

  @Property
  void matrixSquare(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int n = draw.between(1, 6);
    GradientOracle.check(
        draw,
        (tape, x) -> MatMul.apply(tape, x[0], x[0]),
        x -> product(n, x[0], x[0]),
        draw.ordinary(n, n));
  }

  @Property
  void weightsOfTwoLayers(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int n = draw.between(1, 4);
    GradientOracle.check(
        draw,
        // The same weights twice, with a residual connection around the second.
        (tape, x) -> {
          Tensor hidden = Tanh.apply(tape, Linear.apply(tape, x[0], x[1], null));
          return Add.apply(tape, hidden, Linear.apply(tape, hidden, x[1], null));
        },
        x -> {
          double[] transposed = new double[n * n];
          Arrays.setAll(transposed, i -> x[1][i % n * n + i / n]);
          double[] hidden = Arrays.stream(product(n, x[0], transposed)).map(Math::tanh).toArray();
          double[] y = product(n, hidden, transposed);
          Arrays.setAll(y, i -> y[i] + hidden[i]);
          return y;
        },
        draw.ordinary(n, n),
        draw.uniform(-0.5, 0.5, n, n));
  }

  private static double[] product(int n, double[] a, double[] b) {
    double[] c = new double[n * n];
    for (int i = 0; i < c.length; i++) {
      for (int p = 0; p < n; p++) {
        c[i] += a[i / n * n + p] * b[p * n + i % n];
      }
    }
    return c;
  }
}
