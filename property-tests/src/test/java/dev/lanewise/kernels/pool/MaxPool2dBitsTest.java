package dev.lanewise.kernels.pool;

import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Guarded;
import dev.lanewise.testing.GuardedInts;
import dev.lanewise.testing.Threads;
import dev.lanewise.testing.Values;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Max pooling returns the bits of its reference, and writes nothing else. */
class MaxPool2dBitsTest {
  @Property
  void small(
      @ForAll(supplier = Pools.Any.class) Pool2dShape shape,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    forward(shape, values, seed, misalignment);
    backward(shape, values, seed, misalignment);
  }

  @Property(tries = 10)
  void large(
      @ForAll(supplier = Pools.Large.class) Pool2dShape shape,
      @ForAll Values values,
      @ForAll long seed) {
    forward(shape, values, seed, 0);
    backward(shape, values, seed, 0);
  }

  /** More than a second cache holds: such gradients are written apart and copied. */
  @Property(tries = 6)
  void beyondTheSecondCache(
      @ForAll @IntRange(min = 2, max = 90) int height,
      @ForAll @IntRange(min = 33, max = 150) int width,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    int planes = (1 << 19) / (height * width) + 1;
    Pool2dShape shape = Pool2dShape.of(1, planes, height, width, 2, 2).stride(2, 2);
    backward(shape, values, seed, misalignment);
  }

  /** Windows that there would be if a row were longer, and that an array has been used for. */
  @Property(tries = 100)
  void nothingOfTheLastPlane(
      @ForAll @IntRange(min = 3, max = 50) int width, @ForAll boolean scratch, @ForAll long seed) {
    Pool2dShape longer = Pool2dShape.of(1, 1, 3, width + 2, 3, 3).stride(2, 2);
    Pool2dShape shape = Pool2dShape.of(1, 1, 3, width, 3, 3).stride(2, 2);
    int outputs = shape.outputSize();
    int offset = scratch ? 0 : 1;
    int rest = scratch ? 0 : 64;
    float[] dy = Values.ORDINARY.floats(offset + outputs + 1 + rest, seed);
    int[] places = new int[dy.length];
    for (int i = offset; i < places.length; i++) {
      places[i] = Math.min(2 * (i - offset) + 1, width - 1); // of those beyond, the last column
    }
    float[] expected = new float[shape.inputSize()];
    MaxPool2dReference.backward(shape, dy, offset, places, offset, expected, 0);
    MaxPool2d.backward(longer, dy, offset, places, offset, new float[longer.inputSize()], 0);
    float[] exactDy = scratch ? Arrays.copyOf(dy, outputs) : dy;
    int[] exactPlaces = scratch ? Arrays.copyOf(places, outputs) : places;
    float[] dx = new float[expected.length];
    MaxPool2d.backward(shape, exactDy, offset, exactPlaces, offset, dx, 0);
    Bits.assertEqual("dx", expected, dx, Pools.input(shape));
  }

  private static void forward(Pool2dShape shape, Values values, long seed, int misalignment) {
    Guarded x = Guarded.of(values.floats(shape.inputSize(), seed), misalignment);
    float[] y = new float[shape.outputSize()];
    int[] argmax = new int[shape.outputSize()];
    MaxPool2dReference.forward(shape, x.array, x.offset, y, 0, argmax, 0);
    Threads.each(
        threads -> {
          Guarded actual = Guarded.output(y.length, misalignment / 2);
          GuardedInts places = GuardedInts.output(y.length, misalignment / 3);
          MaxPool2d.forward(
              shape, x.array, x.offset, actual.array, actual.offset, places.array, places.offset);
          Bits.assertEqual("y", y, actual.values(), Pools.output(shape));
          Bits.assertEqual("argmax", argmax, places.values(), Pools.output(shape));
          actual.assertCanaries("y");
          places.assertCanaries("argmax");
        });
    x.assertUnchanged("x");
  }

  private static void backward(Pool2dShape shape, Values values, long seed, int misalignment) {
    int outputs = shape.outputSize();
    int[] argmax = new int[outputs];
    MaxPool2dReference.forward(
        shape, Values.TIES.floats(shape.inputSize(), seed), 0, new float[outputs], 0, argmax, 0);
    if (seed % 4 == 0
        && outputs > 0) { // not what forward wrote: a pixel that its window may not see
      int pixels = shape.height() * shape.width();
      argmax[(int) Math.floorMod(seed / 4, (long) outputs)] =
          (int) Math.floorMod(seed / 1024, (long) pixels);
    }
    GuardedInts places = GuardedInts.of(argmax, misalignment / 3);
    Guarded dy = Guarded.of(values.floats(outputs, seed + 1), misalignment);
    float[] dx = new float[shape.inputSize()];
    MaxPool2dReference.backward(shape, dy.array, dy.offset, argmax, 0, dx, 0);
    Threads.each(
        threads -> {
          Guarded actual = Guarded.output(dx.length, misalignment / 2);
          MaxPool2d.backward(
              shape, dy.array, dy.offset, places.array, places.offset, actual.array, actual.offset);
          Bits.assertEqual("dx", dx, actual.values(), Pools.input(shape));
          actual.assertCanaries("dx");
        });
    dy.assertUnchanged("dy");
  }
}
