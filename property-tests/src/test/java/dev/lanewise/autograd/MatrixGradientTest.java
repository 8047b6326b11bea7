package dev.lanewise.autograd;

import dev.lanewise.autograd.op.Flatten;
import dev.lanewise.autograd.op.L2;
import dev.lanewise.autograd.op.Linear;
import dev.lanewise.autograd.op.MatMul;
import dev.lanewise.autograd.op.Mean;
import dev.lanewise.autograd.op.Reshape;
import dev.lanewise.autograd.op.Sum;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Gradients of products, sums and changes of shape. */
class MatrixGradientTest {
  @Property
  void matMul(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int m = draw.between(1, 9);
    int k = draw.between(1, 9);
    int n = draw.between(1, 9);
    GradientOracle.check(
        draw,
        (tape, x) -> MatMul.apply(tape, x[0], x[1]),
        x -> {
          double[] c = new double[m * n];
          for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
              for (int p = 0; p < k; p++) {
                c[i * n + j] += x[0][i * k + p] * x[1][p * n + j];
              }
            }
          }
          return c;
        },
        draw.ordinary(m, k),
        draw.ordinary(k, n));
  }

  @Property
  void linear(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int n = draw.between(1, 9);
    int in = draw.between(1, 9);
    int out = draw.between(1, 9);
    GradientOracle.check(
        draw,
        (tape, x) -> Linear.apply(tape, x[0], x[1], x[2]),
        x -> linear(n, in, out, x[0], x[1], x[2]),
        draw.ordinary(n, in),
        draw.ordinary(out, in),
        draw.ordinary(out));
  }

  @Property
  void linearWithoutBias(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int n = draw.between(1, 9);
    int in = draw.between(1, 9);
    int out = draw.between(1, 9);
    GradientOracle.check(
        draw,
        (tape, x) -> Linear.apply(tape, x[0], x[1], null),
        x -> linear(n, in, out, x[0], x[1], new double[out]),
        draw.ordinary(n, in),
        draw.ordinary(out, in));
  }

  private static double[] linear(
      int n, int in, int out, double[] x, double[] weights, double[] bias) {
    double[] y = new double[n * out];
    for (int i = 0; i < n; i++) {
      for (int o = 0; o < out; o++) {
        y[i * out + o] = bias[o];
        for (int p = 0; p < in; p++) {
          y[i * out + o] += x[i * in + p] * weights[o * in + p];
        }
      }
    }
    return y;
  }

  @Property
  void sum(@ForAll long seed) {
    Draw draw = new Draw(seed);
    GradientOracle.check(
        draw,
        (tape, x) -> Sum.apply(tape, x[0]),
        x -> new double[] {Arrays.stream(x[0]).sum()},
        draw.ordinary(draw.shape()));
  }

  @Property
  void mean(@ForAll long seed) {
    Draw draw = new Draw(seed);
    GradientOracle.check(
        draw,
        (tape, x) -> Mean.apply(tape, x[0]),
        x -> new double[] {Arrays.stream(x[0]).sum() / x[0].length},
        draw.ordinary(draw.shape()));
  }

  @Property
  void l2(@ForAll long seed) {
    Draw draw = new Draw(seed);
    float strength = draw.uniform(0.1, 2).values()[0];
    GradientOracle.check(
        draw,
        (tape, x) -> L2.apply(tape, x[0], strength),
        x -> new double[] {strength / 2 * Arrays.stream(x[0]).map(v -> v * v).sum()},
        draw.ordinary(draw.shape()));
  }

  @Property
  void reshape(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int m = draw.between(1, 9);
    int n = draw.between(1, 9);
    GradientOracle.check(
        draw,
        (tape, x) -> Reshape.apply(tape, x[0], n, 1, m),
        x -> x[0].clone(),
        draw.ordinary(m, n));
  }

  @Property
  void flatten(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int n = draw.between(1, 3);
    int c = draw.between(1, 3);
    GradientOracle.check(
        draw, (tape, x) -> Flatten.apply(tape, x[0]), x -> x[0].clone(), draw.ordinary(n, c, 2, 3));
  }
}
