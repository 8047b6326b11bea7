package dev.lanewise.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.op.Conv2d;
import dev.lanewise.autograd.op.CrossEntropy;
import dev.lanewise.autograd.op.Flatten;
import dev.lanewise.autograd.op.Linear;
import dev.lanewise.autograd.op.Log;
import dev.lanewise.autograd.op.Max;
import dev.lanewise.autograd.op.MaxPool2d;
import dev.lanewise.autograd.op.Mul;
import dev.lanewise.autograd.op.Relu;
import dev.lanewise.autograd.op.Sum;
import dev.lanewise.autograd.op.Tanh;
import dev.lanewise.kernels.conv.Conv2dShape;
import dev.lanewise.kernels.pool.Pool2dShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientCheckTest {
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void agreesWithASmallNet() {
    Tensor x = Tensor.of(floats(4 * 5), 4, 5);
    Tensor w1 = Tensor.parameter(floats(6 * 5), 6, 5);
    Tensor b1 = Tensor.parameter(floats(6), 6);
    Tensor w2 = Tensor.parameter(floats(3 * 6), 3, 6);
    float[] before = w1.data().clone();
    GradientCheck.Report report =
        GradientCheck.check(
            (tape, in) -> {
              Tensor hidden = Tanh.apply(tape, Linear.apply(tape, in[0], in[1], in[2]));
              Tensor scores = Linear.apply(tape, hidden, in[3], null);
              return CrossEntropy.apply(tape, scores, new int[] {0, 2, 1, 2});
            },
            x,
            w1,
            b1,
            w2);
    assertTrue(report.passed(), report::toString);
    assertEquals(30 + 6 + 18, report.compared());
    assertEquals(0, report.kinks());
    assertArrayEquals(before, w1.data());
    assertNull(w1.grad());
  }

  @Test
  void agreesWithAConvolutionalNetInWhichMaximaChange() {
    Conv2dShape conv = Conv2dShape.of(2, 1, 8, 8, 3, 3, 3).pad(1, 1, 1, 1);
    Pool2dShape pool = Pool2dShape.of(2, 3, 8, 8, 2, 2);
    GradientCheck.Report report =
        GradientCheck.check(
            (tape, in) -> {
              Tensor x = Relu.apply(tape, Conv2d.apply(tape, conv, in[0], in[1], in[2]));
              x = Flatten.apply(tape, MaxPool2d.apply(tape, pool, x));
              x = Linear.apply(tape, x, in[3], null);
              return CrossEntropy.apply(tape, x, new int[] {1, 0});
            },
            Tensor.parameter(floats(2 * 64), 2, 1, 8, 8),
            Tensor.parameter(floats(3 * 9), 3, 1, 3, 3),
            Tensor.parameter(floats(3), 3),
            Tensor.parameter(scaled(floats(2 * 48), 0.2f), 2, 48)); // so that nothing is certain
    assertTrue(report.passed(), report::toString);
    // A filter's weight moves 128 outputs, and now and then one of them past a kink.
    assertEquals(128 + 27 + 3 + 96, report.compared() + report.kinks() + report.small());
    assertTrue(report.compared() >= 240, report::toString);
  }

  @Test
  void findsTheOneWrongCoordinate() {
    Tensor w = Tensor.parameter(floats(8), 8);
    GradientCheck.Report report = GradientCheck.check((tape, in) -> wrong(tape, in[0], 5), w);
    assertFalse(report.passed());
    assertEquals(8, report.compared());
    assertEquals(0, report.worst().tensor());
    assertEquals(5, report.worst().index());
    assertEquals(0.05 / 1.05, report.worst().error(), 2e-3);
    assertTrue(
        report
            .toString()
            .matches(
                "gradients DIFFER: 8 coordinates compared, skipped 0 at kinks and 0 too small;"
                    + " worst: tensor 0, element 5: analytic -?\\d.*, numeric -?\\d.*, relative"
                    + " error 0\\.04\\d of 0\\.01\\d*"),
        report::toString);
  }

  /** Sum of squares, whose gradient is 5 % too large at one place. */
  private static Tensor wrong(Tape tape, Tensor x, int place) {
    Tensor y = tape.like(x);
    System.arraycopy(x.data(), 0, y.data(), 0, x.size());
    tape.derivative(
        y,
        x,
        (dy, dx) -> {
          System.arraycopy(dy, 0, dx, 0, dx.length);
          dx[place] *= 1.05f;
        });
    return Sum.apply(tape, Mul.apply(tape, y, y));
  }

  /** Slopes between x - h and x + h have the same mean by both, kinks or not. */
  @Test
  void comparesAcrossKinks() {
    // At 0, beside 0 and far from it; the last pair ties.
    Tensor x = Tensor.parameter(new float[] {0, 1e-3f, -1e-3f, 0.5f, -0.5f, 0.25f}, 6);
    Tensor floor = Tensor.of(new float[] {-9, -9, -9, -9, -9, 0.25f}, 6);
    GradientCheck.Report report =
        GradientCheck.check(
            (tape, in) -> Sum.apply(tape, Relu.apply(tape, Max.apply(tape, in[0], in[1]))),
            x,
            floor);
    assertTrue(report.passed(), report::toString);
    assertEquals(5, report.compared());
    assertEquals(1, report.small(), "far below 0 nothing moves");
  }

  @Test
  void skipsWhatItCannotTellAndCountsIt() {
    float[] slopes = {2, 2, 2, 1e-7f};
    GradientCheck.Report report =
        GradientCheck.check(
            (tape, in) -> zigzag(tape, in[0], slopes),
            Tensor.parameter(new float[] {0.5f, 0.25f, 0, 0.5f}, 4));
    assertTrue(report.passed(), report::toString);
    assertEquals(2, report.compared());
    assertEquals(1, report.kinks());
    assertEquals(1, report.small());
  }

  @Test
  void isUndecidedWhereNothingMoves() {
    Tensor dead = Tensor.parameter(new float[] {-1, -2}, 2);
    GradientCheck.Report report =
        GradientCheck.check((tape, in) -> Sum.apply(tape, Relu.apply(tape, in[0])), dead);
    assertTrue(report.undecided(), report::toString);
    assertFalse(report.passed());
  }

  @Test
  void isUndecidedWhenTooMuchIsSkipped() {
    float[] slopes = {2, 1e-7f, 1e-7f};
    GradientCheck.Report report =
        GradientCheck.check(
            (tape, in) -> zigzag(tape, in[0], slopes),
            Tensor.parameter(new float[] {0.5f, 0.5f, 0}, 3));
    assertTrue(report.undecided(), report::toString);
    assertFalse(report.passed());
    assertTrue(
        report.toString().startsWith("gradients UNDECIDED: 1 coordinates"), report::toString);
  }

  /** Lines through the origin, of which the one at 0 is bent: -x left of 0 and x right of it. */
  private static Tensor zigzag(Tape tape, Tensor x, float[] slopes) {
    Tensor up = Mul.apply(tape, x, Tensor.of(slopes, slopes.length));
    Tensor down = Mul.apply(tape, up, Tensor.of(filled(slopes.length, -1), slopes.length));
    return Sum.apply(tape, Max.apply(tape, up, down));
  }

  private static float[] filled(int n, float value) {
    float[] all = new float[n];
    Arrays.fill(all, value);
    return all;
  }

  /** In a deep net a step that floats can tell crosses kinks on both sides of x. */
  @ParameterizedTest
  @ValueSource(floats = {1, 1.25f})
  void tellsRightFromWrongInADeepNetOfRelus(float wrong) {
    int width = 24;
    int layers = 8;
    Tensor[] weights = new Tensor[layers];
    for (int i = 0; i < layers; i++) {
      float[] w = floats(width * width);
      weights[i] = Tensor.parameter(scaled(w, (float) Math.sqrt(6.0 / width)), width, width);
    }
    Tensor x = Tensor.of(floats(16 * width), 16, width);
    int[] labels = new int[16];
    Arrays.setAll(labels, i -> i);
    GradientCheck.Report report =
        GradientCheck.check(
            (tape, in) -> {
              Tensor y = x;
              for (int i = 0; i < layers; i++) {
                y = Linear.apply(tape, y, in[i], null);
                y = i == layers / 2 ? scaled(tape, y, wrong) : y;
                y = i == layers - 1 ? y : Relu.apply(tape, y);
              }
              return CrossEntropy.apply(tape, y, labels);
            },
            20,
            random,
            _ -> {},
            weights);
    assertFalse(report.undecided(), report::toString);
    assertEquals(wrong == 1, report.passed(), report::toString);
    for (GradientCheck.Finding finding : report.findings()) {
      boolean below = finding.tensor() <= layers / 2;
      assertEquals(wrong != 1 && below, finding.worst().wrong(), finding::toString);
    }
  }

  private static float[] scaled(float[] x, float factor) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= factor;
    }
    return x;
  }

  /** The same values, but a gradient that is a multiple of the right one. */
  private static Tensor scaled(Tape tape, Tensor x, float factor) {
    Tensor y = tape.like(x);
    System.arraycopy(x.data(), 0, y.data(), 0, x.size());
    tape.derivative(
        y,
        x,
        (dy, dx) -> {
          for (int i = 0; i < x.size(); i++) {
            dx[i] = factor * dy[i];
          }
        });
    return y;
  }

  @Test
  void findsAWrongGradientAtAKink() {
    Tensor x = Tensor.parameter(new float[] {0}, 1);
    GradientCheck.Report report =
        GradientCheck.check(
            (tape, in) -> {
              Tensor y = Relu.apply(tape, in[0]);
              Tensor twice = tape.like(y);
              twice.data()[0] = y.data()[0];
              tape.derivative(twice, in[0], (dy, dx) -> dx[0] = -2 * dy[0]);
              return Sum.apply(tape, twice);
            },
            x);
    assertFalse(report.passed());
  }

  @Test
  void takesARandomSampleAndTellsHowFarItIs() {
    Tensor x = Tensor.parameter(floats(100), 100);
    Tensor y = Tensor.parameter(floats(3), 3);
    assertEquals(7 + 3, GradientCheck.coordinates(7, x, Tensor.of(floats(9), 9), y));
    List<Integer> done = new ArrayList<>();
    GradientCheck.Report report = sample(1, done, x, y);
    assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), done);
    assertEquals(7, report.findings().get(0).compared());
    assertEquals(3, report.findings().get(1).small(), "a tensor that f does not use");
    assertTrue(report.passed(), report::toString);
    assertEquals(report, sample(1, done, x, y));
    assertFalse(report.equals(sample(2, done, x, y)));
  }

  private static GradientCheck.Report sample(long seed, List<Integer> done, Tensor... inputs) {
    Probe.Function squares = (tape, in) -> Sum.apply(tape, Mul.apply(tape, in[0], in[0]));
    return GradientCheck.check(squares, 7, new SplittableRandom(seed), done::add, inputs);
  }

  @Test
  void doesNotPassOnNaN() {
    Tensor x = Tensor.parameter(new float[] {-1}, 1);
    GradientCheck.Report report =
        GradientCheck.check((tape, in) -> Sum.apply(tape, Log.apply(tape, in[0])), x);
    assertFalse(report.passed(), report::toString);
  }

  @Test
  void refusesInputsWithoutGradients() {
    Tensor x = Tensor.of(floats(2), 2);
    assertEquals(
        "inputs: expected one that requires a gradient, actual: none does",
        assertThrows(
                IllegalArgumentException.class,
                () -> GradientCheck.check((tape, in) -> Sum.apply(tape, in[0]), x))
            .getMessage());
  }

  private float[] floats(int n) {
    float[] floats = new float[n];
    for (int i = 0; i < n; i++) {
      floats[i] = (float) random.nextDouble(-1, 1);
    }
    return floats;
  }
}
