package dev.lanewise.kernels.vector;

import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Guarded;
import dev.lanewise.testing.Sizes;
import dev.lanewise.testing.Threads;
import dev.lanewise.testing.Values;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Vector kernels return the bits of their reference, and write nothing else. */
class VectorsBitsTest {
  /** Floats of an array that fills several of the collector's regions: see Slice. */
  private static final int LARGE = 1 << 22;

  /** How far a vector that begins too early or ends too late reaches, and more. */
  private static final int MARGIN = 32;

  private enum Binary {
    ADD,
    MUL,
    DIV,
    MAX,
    AXPY,
    SCALE,
    SQRT
  }

  @Property
  void reductions(
      @ForAll(supplier = Sizes.AroundLanes.class) int n,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    reduce(n, values, seed, misalignment);
  }

  /** Longer than a block, of which the threads take one each. */
  @Property(tries = 8)
  void longReductions(
      @ForAll @IntRange(min = 65_000, max = 600_000) int n,
      @ForAll Values values,
      @ForAll long seed) {
    reduce(n, values, seed, 3);
  }

  /** Where lines begin is known of large arrays only. */
  @Property(tries = 100)
  void reductionsInLargeArrays(
      @ForAll @IntRange(min = 2000, max = 2500) int n,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int xOffset,
      @ForAll @IntRange(max = 16) int yOffset) {
    float[] xs = values.floats(n, seed);
    float[] ys = values.floats(n, seed + 1);
    float[] x = new float[LARGE];
    float[] y = new float[LARGE];
    Arrays.fill(x, 0, n + 3 * MARGIN, Float.NaN);
    Arrays.fill(y, 0, n + 3 * MARGIN, Float.NaN);
    int xo = MARGIN + xOffset;
    int yo = MARGIN + yOffset;
    System.arraycopy(xs, 0, x, xo, n);
    System.arraycopy(ys, 0, y, yo, n);
    Bits.assertEqual("dot", VectorsReference.dot(n, xs, 0, ys, 0), Vectors.dot(n, x, xo, y, yo));
    Bits.assertEqual("sum", VectorsReference.sum(n, xs, 0), Vectors.sum(n, x, xo));
  }

  @Property
  void elementwise(
      @ForAll Binary op,
      @ForAll(supplier = Sizes.AroundLanes.class) int n,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment,
      @ForAll boolean inPlace) {
    elements(op, n, values, seed, misalignment, inPlace);
  }

  @Property(tries = 10)
  void longElementwise(
      @ForAll Binary op,
      @ForAll @IntRange(min = 65_000, max = 600_000) int n,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll boolean inPlace) {
    elements(op, n, values, seed, 5, inPlace);
  }

  private static void reduce(int n, Values values, long seed, int misalignment) {
    Guarded x = Guarded.of(values.floats(n, seed), misalignment);
    Guarded y = Guarded.of(values.floats(n, seed + 1), misalignment / 2);
    float dot = VectorsReference.dot(n, x.array, x.offset, y.array, y.offset);
    float sum = VectorsReference.sum(n, x.array, x.offset);
    Threads.each(
        threads -> {
          Bits.assertEqual("dot", dot, Vectors.dot(n, x.array, x.offset, y.array, y.offset));
          Bits.assertEqual("sum", sum, Vectors.sum(n, x.array, x.offset));
        });
    x.assertUnchanged("x");
    y.assertUnchanged("y");
  }

  private static void elements(
      Binary op, int n, Values values, long seed, int misalignment, boolean inPlace) {
    float[] xs = values.floats(n, seed);
    Guarded y = Guarded.of(values.floats(n, seed + 1), misalignment / 2);
    Guarded expected = Guarded.of(xs, 0);
    float alpha = values.floats(1, seed + 2)[0];
    boolean overwritesX = inPlace || op == Binary.SCALE || op == Binary.AXPY;
    switch (op) {
      case ADD ->
          VectorsReference.add(
              n,
              expected.array,
              expected.offset,
              y.array,
              y.offset,
              expected.array,
              expected.offset);
      case MUL ->
          VectorsReference.mul(
              n,
              expected.array,
              expected.offset,
              y.array,
              y.offset,
              expected.array,
              expected.offset);
      case DIV ->
          VectorsReference.div(
              n,
              expected.array,
              expected.offset,
              y.array,
              y.offset,
              expected.array,
              expected.offset);
      case MAX ->
          VectorsReference.max(
              n,
              expected.array,
              expected.offset,
              y.array,
              y.offset,
              expected.array,
              expected.offset);
      case AXPY ->
          VectorsReference.axpy(n, alpha, y.array, y.offset, expected.array, expected.offset);
      case SCALE -> VectorsReference.scale(n, alpha, expected.array, expected.offset);
      case SQRT ->
          VectorsReference.sqrt(
              n, expected.array, expected.offset, expected.array, expected.offset);
    }
    Threads.each(
        threads -> {
          Guarded x = Guarded.of(xs, misalignment);
          Guarded z = overwritesX ? x : Guarded.output(n, misalignment / 3);
          switch (op) {
            case ADD -> Vectors.add(n, x.array, x.offset, y.array, y.offset, z.array, z.offset);
            case MUL -> Vectors.mul(n, x.array, x.offset, y.array, y.offset, z.array, z.offset);
            case DIV -> Vectors.div(n, x.array, x.offset, y.array, y.offset, z.array, z.offset);
            case MAX -> Vectors.max(n, x.array, x.offset, y.array, y.offset, z.array, z.offset);
            case AXPY -> Vectors.axpy(n, alpha, y.array, y.offset, z.array, z.offset);
            case SCALE -> Vectors.scale(n, alpha, z.array, z.offset);
            case SQRT -> Vectors.sqrt(n, x.array, x.offset, z.array, z.offset);
          }
          Bits.assertEqual(op.name(), expected.values(), z.values());
          z.assertCanaries("z");
          if (!overwritesX) {
            x.assertUnchanged("x");
          }
        });
    y.assertUnchanged("y");
  }
}
