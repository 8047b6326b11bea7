package dev.lanewise.kernels.loss;

import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Guarded;
import dev.lanewise.testing.GuardedInts;
import dev.lanewise.testing.Sizes;
import dev.lanewise.testing.Threads;
import dev.lanewise.testing.Values;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

/** The losses and their gradients are those of the references, and nothing else is written. */
class LossBitsTest {
  @Property
  void small(
      @ForAll @IntRange(max = 5) int rows,
      @ForAll(supplier = Sizes.AroundLanes.class) int columns,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @FloatRange(min = -1, max = 2) float margin,
      @ForAll @IntRange(max = 16) int misalignment) {
    crossEntropy(rows, Math.max(1, columns), values, seed, margin, misalignment);
    hinge(rows, Math.max(1, columns), values, seed, margin, misalignment);
  }

  @Property(tries = 10)
  void manyRows(
      @ForAll @IntRange(min = 5_000, max = 9_000) int rows,
      @ForAll @IntRange(min = 9, max = 11) int columns,
      @ForAll Values values,
      @ForAll long seed) {
    crossEntropy(rows, columns, values, seed, 1f, 0);
    hinge(rows, columns, values, seed, 1f, 0);
  }

  @Property(tries = 10)
  void longRows(
      @ForAll @IntRange(min = 1, max = 4) int rows,
      @ForAll @IntRange(min = 20_000, max = 70_000) int columns,
      @ForAll Values values,
      @ForAll long seed) {
    crossEntropy(rows, columns, values, seed, 1f, 0);
    hinge(rows, columns, values, seed, 1f, 0);
  }

  private static void crossEntropy(
      int rows, int columns, Values values, long seed, float scale, int misalignment) {
    int size = rows * columns;
    Guarded x = Guarded.of(values.floats(size, seed), misalignment);
    GuardedInts labels = labels(rows, columns, seed, misalignment / 3);
    float[] p = new float[size];
    float[] dx = new float[size];
    float loss =
        CrossEntropyReference.forward(
            rows, columns, x.array, x.offset, labels.array, labels.offset, p, 0);
    CrossEntropyReference.backward(rows, columns, p, 0, labels.array, labels.offset, scale, dx, 0);
    Threads.each(
        threads -> {
          Guarded actual = Guarded.output(size, misalignment / 2);
          Bits.assertEqual("loss", loss, forward(rows, columns, x, labels, actual));
          Bits.assertEqual("probabilities", p, actual.values(), rows, columns);
          Guarded gradient = Guarded.output(size, misalignment / 4);
          backward(rows, columns, actual, labels, scale, gradient);
          Bits.assertEqual("dLogits", dx, gradient.values(), rows, columns);
          actual.assertCanaries("probabilities");
          gradient.assertCanaries("dLogits");
        });
    x.assertUnchanged("logits");
    Bits.assertEqual("loss in place", loss, forward(rows, columns, x, labels, x));
    Bits.assertEqual("probabilities in place", p, x.values(), rows, columns);
    backward(rows, columns, x, labels, scale, x);
    Bits.assertEqual("dLogits in place", dx, x.values(), rows, columns);
    x.assertCanaries("in place");
  }

  private static float forward(int rows, int columns, Guarded x, GuardedInts labels, Guarded p) {
    return CrossEntropy.forward(
        rows, columns, x.array, x.offset, labels.array, labels.offset, p.array, p.offset);
  }

  private static void backward(
      int rows, int columns, Guarded p, GuardedInts labels, float scale, Guarded dx) {
    CrossEntropy.backward(
        rows, columns, p.array, p.offset, labels.array, labels.offset, scale, dx.array, dx.offset);
  }

  private static void hinge(
      int rows, int columns, Values values, long seed, float margin, int misalignment) {
    int size = rows * columns;
    Guarded s = Guarded.of(values.floats(size, seed), misalignment);
    GuardedInts labels = labels(rows, columns, seed, misalignment / 3);
    float[] ds = new float[size];
    float loss =
        HingeReference.forward(
            rows, columns, s.array, s.offset, labels.array, labels.offset, margin);
    HingeReference.backward(
        rows, columns, s.array, s.offset, labels.array, labels.offset, margin, 0.7f, ds, 0);
    Threads.each(
        threads -> {
          Bits.assertEqual(
              "loss",
              loss,
              Hinge.forward(rows, columns, s.array, s.offset, labels.array, labels.offset, margin));
          Guarded gradient = Guarded.output(size, misalignment / 4);
          Hinge.backward(
              rows,
              columns,
              s.array,
              s.offset,
              labels.array,
              labels.offset,
              margin,
              0.7f,
              gradient.array,
              gradient.offset);
          Bits.assertEqual("dScores", ds, gradient.values(), rows, columns);
          gradient.assertCanaries("dScores");
        });
    s.assertUnchanged("scores");
  }

  private static GuardedInts labels(int rows, int columns, long seed, int misalignment) {
    SplittableRandom random = new SplittableRandom(seed);
    return GuardedInts.of(random.ints(rows, 0, columns).toArray(), misalignment);
  }
}
