package dev.lanewise.autograd;

import dev.lanewise.autograd.op.CrossEntropy;
import dev.lanewise.autograd.op.Hinge;
import dev.lanewise.autograd.op.LogSoftmax;
import dev.lanewise.autograd.op.Softmax;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Gradients of softmax and of what training minimises. */
class LossGradientTest {
  @Property
  void softmax(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int rows = draw.between(1, 5);
    int columns = draw.between(1, 12);
    GradientOracle.check(
        draw,
        (tape, x) -> Softmax.apply(tape, x[0]),
        x -> {
          double[] y = logSoftmax(rows, columns, x[0]);
          for (int i = 0; i < y.length; i++) {
            y[i] = Math.exp(y[i]);
          }
          return y;
        },
        draw.ordinary(rows, columns));
  }

  @Property
  void logSoftmax(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int rows = draw.between(1, 5);
    int columns = draw.between(1, 12);
    GradientOracle.check(
        draw,
        (tape, x) -> LogSoftmax.apply(tape, x[0]),
        x -> logSoftmax(rows, columns, x[0]),
        // The last axis is the one that counts.
        draw.ordinary(1, rows, columns));
  }

  @Property
  void crossEntropy(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int rows = draw.between(1, 5);
    int columns = draw.between(1, 12);
    int[] labels = draw.labels(rows, columns);
    GradientOracle.check(
        draw,
        (tape, x) -> CrossEntropy.apply(tape, x[0], labels),
        x -> {
          double[] logs = logSoftmax(rows, columns, x[0]);
          double loss = 0;
          for (int i = 0; i < rows; i++) {
            loss -= logs[i * columns + labels[i]] / rows;
          }
          return new double[] {loss};
        },
        draw.ordinary(rows, columns));
  }

  @Property
  void hinge(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int rows = draw.between(1, 5);
    int columns = draw.between(1, 12);
    int[] labels = draw.labels(rows, columns);
    GradientOracle.check(
        draw,
        (tape, x) -> Hinge.apply(tape, x[0], labels, 1),
        x -> {
          double loss = 0;
          for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
              if (j != labels[i]) {
                double gap = x[0][i * columns + j] - x[0][i * columns + labels[i]] + 1;
                loss += Math.max(0, gap) / rows;
              }
            }
          }
          return new double[] {loss};
        },
        // Multiples of 0.03, of which none is near the margin.
        draw.apart(0.03, rows, columns));
  }

  private static double[] logSoftmax(int rows, int columns, double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int j = 0; j < columns; j++) {
        sum += Math.exp(x[i * columns + j]);
      }
      for (int j = 0; j < columns; j++) {
        y[i * columns + j] = x[i * columns + j] - Math.log(sum);
      }
    }
    return y;
  }
}
