package dev.lanewise.kernels.loss;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.softmax.ExactRow;
import dev.lanewise.testing.Values;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

/** The losses against double precision, within bounds counted in roundings. */
class LossAccuracyTest {
  /** Half an ulp of 1. */
  private static final double UNIT = 0x1p-24;

  @Property
  void crossEntropy(
      @ForAll @IntRange(min = 1, max = 100) int rows,
      @ForAll @IntRange(min = 1, max = 100) int columns,
      @ForAll @FloatRange(min = 0.1f, max = 60) float spread,
      @ForAll long seed) {
    float[] x = Values.ORDINARY.floats(rows * columns, seed);
    for (int i = 0; i < x.length; i++) {
      x[i] *= spread;
    }
    int[] labels = new SplittableRandom(seed).ints(rows, 0, columns).toArray();
    float loss =
        CrossEntropyReference.forward(rows, columns, x, 0, labels, 0, new float[x.length], 0);
    double sum = 0;
    double magnitude = 0;
    double error = 0;
    for (int row = 0; row < rows; row++) {
      int start = row * columns;
      ExactRow exact = new ExactRow(Arrays.copyOfRange(x, start, start + columns));
      double depth = exact.max - x[start + labels[row]];
      double rowLoss = exact.logSum + depth;
      sum += rowLoss;
      magnitude += Math.abs(rowLoss);
      // x - max, the logarithm of the sum (within an ulp), their difference.
      error += exact.relativeErrorOfSum() + UNIT * (depth + 2 * exact.logSum + rowLoss);
    }
    error += UNIT * (rows / 64.0 + 9) * magnitude;
    close(sum / rows, 1.001 * error / rows, loss);
  }

  @Property
  void hinge(
      @ForAll @IntRange(min = 1, max = 100) int rows,
      @ForAll @IntRange(min = 1, max = 100) int columns,
      @ForAll @FloatRange(min = -1, max = 3) float margin,
      @ForAll long seed) {
    float[] s = Values.ORDINARY.floats(rows * columns, seed);
    int[] labels = new SplittableRandom(seed).ints(rows, 0, columns).toArray();
    float loss = HingeReference.forward(rows, columns, s, 0, labels, 0, margin);
    double sum = 0;
    double magnitude = 0;
    for (int row = 0; row < rows; row++) {
      double own = s[row * columns + labels[row]];
      for (int j = 0; j < columns; j++) {
        if (j != labels[row]) {
          double difference = s[row * columns + j] - own;
          sum += Math.max(0, difference + margin);
          magnitude += Math.abs(difference) + Math.abs(margin);
        }
      }
    }
    // Two roundings of a term, the additions of a row, those of the rows, the mean.
    double bound = UNIT * (2 + columns / 64.0 + 7 + rows / 64.0 + 7 + 1) * magnitude / rows;
    close(sum / rows, 1.001 * bound, loss);
  }

  @Property
  void smallIntegersAreExact(
      @ForAll @IntRange(min = 1, max = 5) int logRows,
      @ForAll @IntRange(min = 1, max = 100) int columns,
      @ForAll long seed) {
    int rows = 1 << logRows;
    float[] s = Values.EXACT.floats(rows * columns, seed);
    int[] labels = new SplittableRandom(seed).ints(rows, 0, columns).toArray();
    float[] ds = new float[s.length];
    HingeReference.backward(rows, columns, s, 0, labels, 0, 1f, 1f, ds, 0);
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      int start = row * columns;
      int violations = 0;
      for (int j = 0; j < columns; j++) {
        float term = s[start + j] - s[start + labels[row]] + 1;
        if (j != labels[row]) {
          sum += Math.max(0, term);
          violations += term > 0 ? 1 : 0;
          close(term > 0 ? 1.0 / rows : 0, 0, ds[start + j]);
        }
      }
      close((double) -violations / rows, 0, ds[start + labels[row]]);
    }
    close(sum / rows, 0, HingeReference.forward(rows, columns, s, 0, labels, 0, 1f));
  }

  private static void close(double exact, double bound, float actual) {
    double error = Math.abs(actual - exact);
    assertTrue(
        error <= bound,
        () -> "%s, exact %s, error %.3g, bound %.3g".formatted(actual, exact, error, bound));
  }
}
