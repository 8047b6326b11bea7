package dev.lanewise.autograd;

import dev.lanewise.autograd.op.Add;
import dev.lanewise.autograd.op.Dropout;
import dev.lanewise.autograd.op.Elu;
import dev.lanewise.autograd.op.Exp;
import dev.lanewise.autograd.op.Gelu;
import dev.lanewise.autograd.op.LeakyRelu;
import dev.lanewise.autograd.op.Log;
import dev.lanewise.autograd.op.Max;
import dev.lanewise.autograd.op.Maxout;
import dev.lanewise.autograd.op.Min;
import dev.lanewise.autograd.op.Mul;
import dev.lanewise.autograd.op.Neg;
import dev.lanewise.autograd.op.Prelu;
import dev.lanewise.autograd.op.Reciprocal;
import dev.lanewise.autograd.op.Relu;
import dev.lanewise.autograd.op.Scale;
import dev.lanewise.autograd.op.Sigmoid;
import dev.lanewise.autograd.op.Silu;
import dev.lanewise.autograd.op.Softplus;
import dev.lanewise.autograd.op.Sqrt;
import dev.lanewise.autograd.op.Sub;
import dev.lanewise.autograd.op.Tanh;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Gradients of what treats every element alike, away from kinks. */
class ElementwiseGradientTest {
  @Property
  void add(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int[] shape = draw.shape();
    GradientOracle.check(
        draw,
        (tape, x) -> Add.apply(tape, x[0], x[1]),
        each2((a, b) -> a + b),
        draw.ordinary(shape),
        draw.ordinary(shape));
  }

  @Property
  void mul(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int[] shape = draw.shape();
    GradientOracle.check(
        draw,
        (tape, x) -> Mul.apply(tape, x[0], x[1]),
        each2((a, b) -> a * b),
        draw.ordinary(shape),
        draw.ordinary(shape));
  }

  @Property
  void max(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int n = draw.between(1, 100);
    // Both halves of values that are all apart.
    float[] both = draw.apart(0.01, 2 * n).values();
    GradientOracle.check(
        draw,
        (tape, x) -> Max.apply(tape, x[0], x[1]),
        each2(Math::max),
        new Draw.Input(Arrays.copyOf(both, n), n),
        new Draw.Input(Arrays.copyOfRange(both, n, 2 * n), n));
  }

  @Property
  void scale(@ForAll long seed) {
    Draw draw = new Draw(seed);
    float alpha = draw.weights(1)[0];
    GradientOracle.check(
        draw,
        (tape, x) -> Scale.apply(tape, x[0], alpha),
        each(v -> alpha * v),
        draw.ordinary(draw.shape()));
  }

  @Property
  void sub(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int[] shape = draw.shape();
    GradientOracle.check(
        draw,
        (tape, x) -> Sub.apply(tape, x[0], x[1]),
        each2((a, b) -> a - b),
        draw.ordinary(shape),
        draw.ordinary(shape));
  }

  @Property
  void neg(@ForAll long seed) {
    Draw draw = new Draw(seed);
    GradientOracle.check(
        draw, (tape, x) -> Neg.apply(tape, x[0]), each(v -> -v), draw.ordinary(draw.shape()));
  }

  @Property
  void min(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int n = draw.between(1, 50);
    float[] values = draw.apart(0.01, 2 * n).values();
    GradientOracle.check(
        draw,
        (tape, x) -> Min.apply(tape, x[0], x[1]),
        each2(Math::min),
        new Draw.Input(Arrays.copyOf(values, n), n),
        new Draw.Input(Arrays.copyOfRange(values, n, 2 * n), n));
  }

  @Property
  void reciprocal(@ForAll long seed) {
    Draw draw = new Draw(seed);
    GradientOracle.check(
        draw,
        (tape, x) -> Reciprocal.apply(tape, x[0]),
        each(v -> 1 / v),
        draw.uniform(-3, -0.5, draw.shape()));
  }

  @Property
  void sqrt(@ForAll long seed) {
    Draw draw = new Draw(seed);
    GradientOracle.check(
        draw,
        (tape, x) -> Sqrt.apply(tape, x[0]),
        each(Math::sqrt),
        draw.uniform(0.25, 4, draw.shape()));
  }

  @Property
  void exp(@ForAll long seed) {
    Draw draw = new Draw(seed);
    GradientOracle.check(
        draw, (tape, x) -> Exp.apply(tape, x[0]), each(Math::exp), draw.ordinary(draw.shape()));
  }

  @Property
  void log(@ForAll long seed) {
    Draw draw = new Draw(seed);
    GradientOracle.check(
        draw,
        (tape, x) -> Log.apply(tape, x[0]),
        each(Math::log),
        draw.uniform(0.25, 4, draw.shape()));
  }

  @Property
  void sigmoid(@ForAll long seed) {
    Draw draw = new Draw(seed);
    GradientOracle.check(
        draw,
        (tape, x) -> Sigmoid.apply(tape, x[0]),
        each(v -> 1 / (1 + Math.exp(-v))),
        draw.ordinary(draw.shape()));
  }

  @Property
  void tanh(@ForAll long seed) {
    Draw draw = new Draw(seed);
    GradientOracle.check(
        draw, (tape, x) -> Tanh.apply(tape, x[0]), each(Math::tanh), draw.ordinary(draw.shape()));
  }

  @Property
  void relu(@ForAll long seed) {
    Draw draw = new Draw(seed);
    GradientOracle.check(
        draw,
        (tape, x) -> Relu.apply(tape, x[0]),
        each(v -> Math.max(0, v)),
        draw.awayFromZero(draw.shape()));
  }

  @Property
  void leakyRelu(@ForAll long seed) {
    Draw draw = new Draw(seed);
    float slope = draw.uniform(0.01, 2).values()[0];
    GradientOracle.check(
        draw,
        (tape, x) -> LeakyRelu.apply(tape, x[0], slope),
        each(v -> v > 0 ? v : slope * v),
        draw.awayFromZero(draw.shape()));
  }

  @Property
  void elu(@ForAll long seed) {
    Draw draw = new Draw(seed);
    float alpha = draw.uniform(0.1, 2).values()[0];
    GradientOracle.check(
        draw,
        (tape, x) -> Elu.apply(tape, x[0], alpha),
        each(v -> v > 0 ? v : alpha * Math.expm1(v)),
        draw.awayFromZero(draw.shape()));
  }

  @Property
  void prelu(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int n = draw.between(1, 3);
    int c = draw.between(1, 4);
    int pixels = draw.between(1, 9);
    GradientOracle.check(
        draw,
        (tape, x) -> Prelu.apply(tape, x[0], x[1]),
        x -> {
          double[] y = new double[x[0].length];
          Arrays.setAll(y, i -> x[0][i] > 0 ? x[0][i] : x[0][i] * x[1][i / pixels % c]);
          return y;
        },
        draw.awayFromZero(n, c, pixels),
        draw.ordinary(c));
  }

  @Property
  void gelu(@ForAll long seed) {
    Draw draw = new Draw(seed);
    GradientOracle.check(
        draw,
        (tape, x) -> Gelu.apply(tape, x[0]),
        each(v -> v * normal(v)),
        draw.ordinary(draw.shape()));
  }

  /** The standard normal distribution, by its series around 0. */
  private static double normal(double x) {
    double term = x;
    double sum = x;
    for (int k = 1; k < 60; k++) {
      term *= x * x / (2 * k + 1);
      sum += term;
    }
    return 0.5 + Math.exp(-x * x / 2) * sum / Math.sqrt(2 * Math.PI);
  }

  @Property
  void silu(@ForAll long seed) {
    Draw draw = new Draw(seed);
    GradientOracle.check(
        draw,
        (tape, x) -> Silu.apply(tape, x[0]),
        each(v -> v / (1 + Math.exp(-v))),
        draw.ordinary(draw.shape()));
  }

  @Property
  void softplus(@ForAll long seed) {
    Draw draw = new Draw(seed);
    GradientOracle.check(
        draw,
        (tape, x) -> Softplus.apply(tape, x[0]),
        each(v -> Math.log1p(Math.exp(v))),
        draw.ordinary(draw.shape()));
  }

  @Property
  void dropout(@ForAll long seed) {
    Draw draw = new Draw(seed);
    float rate = draw.uniform(0, 0.9).values()[0];
    GradientOracle.check(
        draw,
        (tape, x) -> {
          Restartable random = new Restartable(seed);
          tape.compute(random::restart);
          return Dropout.apply(tape, x[0], rate, random);
        },
        x -> {
          SplittableRandom random = new SplittableRandom(seed);
          return Arrays.stream(x[0])
              .map(v -> (random.nextInt() >>> 8) * 0x1p-24 < rate ? 0 : v / (1 - (double) rate))
              .toArray();
        },
        draw.ordinary(draw.shape()));
  }

  /** The numbers of a seed, again and again from the first. */
  private static final class Restartable implements RandomGenerator {
    private final long seed;
    private SplittableRandom random;

    Restartable(long seed) {
      this.seed = seed;
    }

    void restart() {
      random = new SplittableRandom(seed);
    }

    @Override
    public long nextLong() {
      return random.nextLong();
    }

    @Override
    public int nextInt() {
      return random.nextInt();
    }
  }

  @Property
  void maxout(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int n = draw.between(1, 3);
    int pieces = draw.between(1, 4);
    int features = draw.between(1, 4);
    int pixels = draw.between(1, 3);
    int inner = features * pixels;
    GradientOracle.check(
        draw,
        (tape, x) -> Maxout.apply(tape, x[0], pieces),
        x -> {
          double[] y = new double[n * inner];
          Arrays.fill(y, Double.NEGATIVE_INFINITY);
          for (int i = 0; i < x[0].length; i++) {
            int o = i / (pieces * inner) * inner + i % inner;
            y[o] = Math.max(y[o], x[0][i]);
          }
          return y;
        },
        draw.apart(0.01, n, pieces * features, pixels));
  }

  private static GradientOracle.Exact each(DoubleUnaryOperator f) {
    return x -> Arrays.stream(x[0]).map(f).toArray();
  }

  private static GradientOracle.Exact each2(DoubleBinaryOperator f) {
    return x -> {
      double[] y = new double[x[0].length];
      Arrays.setAll(y, i -> f.applyAsDouble(x[0][i], x[1][i]));
      return y;
    };
  }
}
