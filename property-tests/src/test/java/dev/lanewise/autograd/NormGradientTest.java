package dev.lanewise.autograd;

import dev.lanewise.autograd.op.BatchNorm;
import dev.lanewise.autograd.op.LayerNorm;
import dev.lanewise.autograd.op.Mul;
import dev.lanewise.autograd.op.Relu;
import dev.lanewise.autograd.op.Sum;
import dev.lanewise.testing.Bits;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Gradients of what normalises. */
class NormGradientTest {
  private static final float EPSILON = 1e-3f;

  @Property
  void batchNorm(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int n = draw.between(2, 4);
    int c = draw.between(1, 3);
    // With a dozen numbers in a channel no derivative is negligible beside what it is made of.
    int h = draw.between(2, 3);
    int w = 3;
    GradientOracle.check(
        draw,
        (tape, x) ->
            BatchNorm.ofBatch(tape, x[0], x[1], x[2], EPSILON, false, new float[c], new float[c]),
        x -> {
          double[] mean = new double[c];
          double[] variance = new double[c];
          int m = n * h * w;
          for (int i = 0; i < x[0].length; i++) {
            mean[i / (h * w) % c] += x[0][i] / m;
          }
          for (int i = 0; i < x[0].length; i++) {
            double d = x[0][i] - mean[i / (h * w) % c];
            variance[i / (h * w) % c] += d * d / m;
          }
          return normalise(c, h * w, x, mean, variance);
        },
        draw.apart(0.1, n, c, h, w),
        draw.ordinary(c),
        draw.ordinary(c));
  }

  @Property
  void batchNormByConstants(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int n = draw.between(1, 3);
    int c = draw.between(1, 5);
    float[] mean = draw.ordinary(c).values();
    float[] variance = draw.uniform(0.1, 4, c).values();
    GradientOracle.check(
        draw,
        (tape, x) -> BatchNorm.byConstants(tape, x[0], x[1], x[2], EPSILON, false, mean, variance),
        x -> normalise(c, 1, x, doubles(mean), doubles(variance)),
        draw.ordinary(n, c),
        draw.ordinary(c),
        draw.ordinary(c));
  }

  /** The relu in one pass with the normalisation gives the bits of the relu after it. */
  @Property
  void batchNormWithRelu(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int c = draw.between(1, 4);
    Draw.Input images = draw.ordinary(draw.between(2, 5), c, draw.between(1, 9), 9);
    Draw.Input gamma = draw.ordinary(c);
    Draw.Input beta = draw.ordinary(c);
    Tensor r = Tensor.of(draw.weights(images.values().length), images.shape());
    float[][][] results = new float[2][][];
    try (var tape = new Tape()) {
      for (int fused = 0; fused < 2; fused++) {
        Tensor x = Tensor.parameter(images.values(), images.shape());
        Tensor g = Tensor.parameter(gamma.values(), c);
        Tensor b = Tensor.parameter(beta.values(), c);
        Tensor y =
            BatchNorm.ofBatch(tape, x, g, b, EPSILON, fused == 1, new float[c], new float[c]);
        y = fused == 1 ? y : Relu.apply(tape, y);
        tape.backward(Sum.apply(tape, Mul.apply(tape, y, r)));
        results[fused] =
            new float[][] {y.data().clone(), x.grad(), g.grad().clone(), b.grad().clone()};
        tape.clear();
      }
    }
    for (int i = 0; i < 4; i++) {
      Bits.assertEqual("result " + i, results[0][i], results[1][i]);
    }
  }

  @Property
  void layerNorm(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int rows = draw.between(1, 3);
    int columns = 3 * draw.between(3, 6);
    GradientOracle.check(
        draw,
        (tape, x) -> LayerNorm.apply(tape, x[0], x[1], x[2], EPSILON),
        x -> {
          double[] y = new double[rows * columns];
          for (int row = 0; row < rows; row++) {
            double mean = 0;
            double variance = 0;
            for (int i = 0; i < columns; i++) {
              mean += x[0][row * columns + i] / columns;
            }
            for (int i = 0; i < columns; i++) {
              double d = x[0][row * columns + i] - mean;
              variance += d * d / columns;
            }
            for (int i = 0; i < columns; i++) {
              double h = (x[0][row * columns + i] - mean) / Math.sqrt(variance + EPSILON);
              y[row * columns + i] = h * x[1][i] + x[2][i];
            }
          }
          return y;
        },
        draw.ordinary(rows, columns / 3, 3),
        draw.ordinary(columns),
        draw.ordinary(columns));
  }

  private static double[] normalise(
      int c, int pixels, double[][] x, double[] mean, double[] variance) {
    double[] y = new double[x[0].length];
    for (int i = 0; i < y.length; i++) {
      int k = i / pixels % c;
      y[i] = (x[0][i] - mean[k]) / Math.sqrt(variance[k] + EPSILON) * x[1][k] + x[2][k];
    }
    return y;
  }

  private static double[] doubles(float[] floats) {
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }
}
