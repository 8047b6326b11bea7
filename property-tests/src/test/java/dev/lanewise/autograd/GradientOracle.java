package dev.lanewise.autograd;

import dev.lanewise.autograd.Draw.Input;
import dev.lanewise.autograd.op.Add;
import dev.lanewise.autograd.op.Mul;
import dev.lanewise.autograd.op.Sum;
import dev.lanewise.testing.Bits;
import java.util.Arrays;

/**
 * Compares an operation on the tape with the same operation written in double: the values with its
 * values, the gradients with its central differences.
 *
 * <p>The operation is followed by a product with random weights r and a sum, so that gradients
 * arrive that are not all ones. In half of the tries its inputs also reach the loss directly, so
 * that gradients add up over two paths; and some inputs do not require a gradient. A step that was
 * recorded with other inputs and is replayed with these must give the same bits.
 *
 * <p>Bounds. A gradient by x[i] is a sum over outputs j of r[j] * dy[j]/dx[i]; with S the sum of
 * their magnitudes and k no less than the number of terms, rounding makes an error of at most (k +
 * 2) units of S (Higham, section 3.1), where a unit is 2^-24. Functions that are near 1 lose as
 * much as 8 units of r where they cancel (1 - y^2). A value y[j] is off by at most (k + 2) units of
 * |y[j]| + sum over i of |dy[j]/dx[i] * x[i]|, plus 8 for the same reason. The central differences
 * themselves, with a step of 2^-17, are good to 2^-33 of the outputs they come from.
 */
final class GradientOracle {
  private static final double UNIT = 0x1p-24;
  private static final double STEP = 0x1p-17;
  private static final double DIFFERENCE = 0x1p-33;

  /** The operation on a tape. */
  interface Operation {
    Tensor apply(Tape tape, Tensor... x);
  }

  /** The same operation in double. */
  interface Exact {
    double[] apply(double[]... x);
  }

  private GradientOracle() {}

  static void check(Draw draw, Operation operation, Exact exact, Input... inputs) {
    Tensor[] x = new Tensor[inputs.length];
    int certain = draw.between(0, inputs.length - 1);
    for (int t = 0; t < x.length; t++) {
      Input in = inputs[t];
      x[t] =
          t == certain || draw.coin()
              ? Tensor.parameter(in.values(), in.shape())
              : Tensor.of(in.values(), in.shape());
    }
    try (var tape = new Tape()) {
      float[] r;
      float[] y;
      try (var _ = tape.noGrad()) {
        y = operation.apply(tape, x).data().clone();
        r = draw.weights(y.length);
      }
      tape.clear();
      float[][] s = new float[x.length][];
      if (draw.coin()) {
        Arrays.setAll(s, t -> draw.weights(x[t].size()));
      }
      float[][] gradients = step(tape, operation, x, r, s, y);
      // A second step finds the buffers of the first, here with rubbish in them.
      float[][] again = step(tape, operation, x, r, s, y);
      float[][] replayed = replayedStep(tape, operation, x, r, s, y);
      for (int t = 0; t < x.length; t++) {
        if (x[t].requiresGrad()) {
          Bits.assertEqual("second gradient " + t, gradients[t], again[t], x[t].shape());
          Bits.assertEqual("replayed gradient " + t, gradients[t], replayed[t], x[t].shape());
        } else if (gradients[t] != null) {
          throw new AssertionError("gradient " + t + " was not required, but computed");
        }
      }
      compare(exact, x, y, gradients, r, s);
    }
  }

  /** One training step: the gradients of sum(r * y) + sum(s * x) by all inputs. */
  private static float[][] step(
      Tape tape, Operation operation, Tensor[] x, float[] r, float[][] s, float[] expected) {
    Tensor y = operation.apply(tape, x);
    Tensor loss = loss(tape, y, x, r, s);
    return finish(tape, y, loss, x, expected);
  }

  /** The same step, recorded with the inputs halved. */
  private static float[][] replayedStep(
      Tape tape, Operation operation, Tensor[] x, float[] r, float[][] s, float[] expected) {
    float[][] values = new float[x.length][];
    for (int t = 0; t < x.length; t++) {
      values[t] = x[t].data().clone();
      for (int i = 0; i < values[t].length; i++) {
        x[t].data()[i] *= 0.5f;
      }
    }
    Tensor y = operation.apply(tape, x);
    Tensor loss = loss(tape, y, x, r, s);
    tape.backward(loss);
    for (int t = 0; t < x.length; t++) {
      x[t].zeroGrad();
      System.arraycopy(values[t], 0, x[t].data(), 0, values[t].length);
    }
    tape.replay();
    return finish(tape, y, loss, x, expected);
  }

  private static Tensor loss(Tape tape, Tensor y, Tensor[] x, float[] r, float[][] s) {
    Tensor loss = Sum.apply(tape, Mul.apply(tape, y, Tensor.of(r, y.shape())));
    for (int t = 0; t < x.length; t++) {
      if (s[t] != null) {
        Tensor weights = Tensor.of(s[t], x[t].shape());
        loss = Add.apply(tape, loss, Sum.apply(tape, Mul.apply(tape, x[t], weights)));
      }
    }
    return loss;
  }

  /** Looks at y, and at the gradients, and leaves rubbish behind. */
  private static float[][] finish(Tape tape, Tensor y, Tensor loss, Tensor[] x, float[] expected) {
    Bits.assertEqual("y", expected, y.data(), y.shape());
    tape.backward(loss);
    float[][] gradients = new float[x.length][];
    boolean view = false;
    for (int t = 0; t < x.length; t++) {
      gradients[t] = x[t].grad() == null ? null : x[t].grad().clone();
      x[t].zeroGrad();
      view |= y.data() == x[t].data();
    }
    Arrays.fill(y.grad(), Float.NaN);
    if (!view) {
      Arrays.fill(y.data(), Float.NaN);
    }
    tape.clear();
    return gradients;
  }

  private static void compare(
      Exact exact, Tensor[] tensors, float[] y, float[][] gradients, float[] r, float[][] s) {
    double[][] x = new double[tensors.length][];
    int k = y.length;
    for (int t = 0; t < x.length; t++) {
      x[t] = new double[tensors[t].size()];
      for (int i = 0; i < x[t].length; i++) {
        x[t][i] = tensors[t].data()[i];
      }
      k = Math.max(k, x[t].length);
    }
    double[] value = exact.apply(x);
    if (value.length != y.length) {
      throw new AssertionError("y: expected " + value.length + " floats, actual " + y.length);
    }
    double[] condition = new double[y.length];
    for (int t = 0; t < x.length; t++) {
      for (int i = 0; i < x[t].length; i++) {
        double center = x[t][i];
        x[t][i] = center + STEP;
        double[] above = exact.apply(x);
        x[t][i] = center - STEP;
        double[] below = exact.apply(x);
        x[t][i] = center;

        double gradient = s[t] == null ? 0 : s[t][i];
        double magnitude = Math.abs(gradient);
        double arriving = 0;
        double difference = 0;
        for (int j = 0; j < y.length; j++) {
          if (above[j] != below[j]) {
            double slope = (above[j] - below[j]) / (2 * STEP);
            gradient += r[j] * slope;
            magnitude += Math.abs(r[j] * slope);
            arriving = Math.max(arriving, Math.abs(r[j]));
            difference += Math.abs(r[j]) * (1 + Math.abs(value[j]));
            condition[j] += Math.abs(slope * center);
          }
        }
        if (gradients[t] != null) {
          double bound = UNIT * ((k + 2) * magnitude + 8 * arriving) + DIFFERENCE * difference;
          within("gradient " + t, tensors[t], i, gradient, gradients[t][i], bound);
        }
      }
    }
    for (int j = 0; j < y.length; j++) {
      double bound = UNIT * ((k + 2) * (condition[j] + Math.abs(value[j])) + 8);
      within("y", null, j, value[j], y[j], bound);
    }
  }

  private static void within(
      String name, Tensor of, int i, double expected, float actual, double bound) {
    if (!(Math.abs(actual - expected) <= bound)) {
      throw new AssertionError(
          "%s%s, element %d: expected %.9g, actual %.9g, error %.3g, bound %.3g"
              .formatted(
                  name,
                  of == null ? "" : " " + of,
                  i,
                  expected,
                  actual,
                  Math.abs(actual - expected),
                  bound));
    }
  }
}
