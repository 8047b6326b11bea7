package dev.lanewise.kernels.softmax;

import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Guarded;
import dev.lanewise.testing.Sizes;
import dev.lanewise.testing.Threads;
import dev.lanewise.testing.Values;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Softmax returns the bits of its reference, and writes nothing else. */
class SoftmaxBitsTest {
  private interface Function {
    void run(int rows, int columns, float[] x, int xOffset, float[] y, int yOffset);
  }

  private interface Derivative {
    void run(
        int rows,
        int columns,
        float[] y,
        int yOffset,
        float[] dy,
        int dyOffset,
        float[] dx,
        int dxOffset);
  }

  enum Kernel {
    SOFTMAX(
        Softmax::softmax,
        SoftmaxReference::softmax,
        Softmax::softmaxGradient,
        SoftmaxReference::softmaxGradient),
    LOG_SOFTMAX(
        Softmax::logSoftmax,
        SoftmaxReference::logSoftmax,
        Softmax::logSoftmaxGradient,
        SoftmaxReference::logSoftmaxGradient);

    private final Function kernel;
    private final Function reference;
    private final Derivative gradient;
    private final Derivative gradientReference;

    Kernel(Function kernel, Function reference, Derivative gradient, Derivative gradientReference) {
      this.kernel = kernel;
      this.reference = reference;
      this.gradient = gradient;
      this.gradientReference = gradientReference;
    }
  }

  @Property
  void small(
      @ForAll Kernel kernel,
      @ForAll @IntRange(max = 5) int rows,
      @ForAll(supplier = Sizes.AroundLanes.class) int columns,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    check(kernel, rows, columns, values, seed, misalignment);
  }

  @Property(tries = 10)
  void manyRows(
      @ForAll Kernel kernel,
      @ForAll @IntRange(min = 5_000, max = 9_000) int rows,
      @ForAll @IntRange(min = 9, max = 11) int columns,
      @ForAll Values values,
      @ForAll long seed) {
    check(kernel, rows, columns, values, seed, 0);
  }

  @Property(tries = 10)
  void longRows(
      @ForAll Kernel kernel,
      @ForAll @IntRange(min = 1, max = 4) int rows,
      @ForAll @IntRange(min = 20_000, max = 70_000) int columns,
      @ForAll Values values,
      @ForAll long seed) {
    check(kernel, rows, columns, values, seed, 0);
  }

  @Property
  void aRowDoesNotDependOnTheOthers(
      @ForAll Kernel kernel,
      @ForAll @IntRange(min = 2, max = 9) int rows,
      @ForAll @IntRange(min = 1, max = 70) int columns,
      @ForAll Values values,
      @ForAll long seed) {
    float[] x = values.floats(rows * columns, seed);
    float[] all = new float[x.length];
    kernel.kernel.run(rows, columns, x, 0, all, 0);
    for (int row = 0; row < rows; row++) {
      float[] alone = new float[columns];
      kernel.kernel.run(1, columns, x, row * columns, alone, 0);
      int start = row * columns;
      Bits.assertEqual("row", alone, Arrays.copyOfRange(all, start, start + columns));
    }
  }

  private static void check(
      Kernel kernel, int rows, int columns, Values values, long seed, int misalignment) {
    int size = rows * columns;
    Guarded x = Guarded.of(values.floats(size, seed), misalignment);
    Guarded dy = Guarded.of(values.floats(size, seed + 1), misalignment / 3);
    float[] y = new float[size];
    float[] dx = new float[size];
    kernel.reference.run(rows, columns, x.array, x.offset, y, 0);
    kernel.gradientReference.run(rows, columns, x.array, x.offset, dy.array, dy.offset, dx, 0);
    Threads.each(
        threads -> {
          Guarded actual = Guarded.output(size, misalignment / 2);
          kernel.kernel.run(rows, columns, x.array, x.offset, actual.array, actual.offset);
          Bits.assertEqual("y", y, actual.values(), rows, columns);
          actual.assertCanaries("y");
          Guarded gradient = Guarded.output(size, misalignment / 2);
          kernel.gradient.run(
              rows,
              columns,
              x.array,
              x.offset,
              dy.array,
              dy.offset,
              gradient.array,
              gradient.offset);
          Bits.assertEqual("dx", dx, gradient.values(), rows, columns);
          gradient.assertCanaries("dx");
        });
    x.assertUnchanged("x");
    dy.assertUnchanged("dy");
    kernel.gradient.run(rows, columns, x.array, x.offset, dy.array, dy.offset, dy.array, dy.offset);
    Bits.assertEqual("dx in place of dy", dx, dy.values(), rows, columns);
    kernel.kernel.run(rows, columns, x.array, x.offset, x.array, x.offset);
    Bits.assertEqual("y in place of x", y, x.values(), rows, columns);
    x.assertCanaries("x");
    dy.assertCanaries("dy");
  }
}
