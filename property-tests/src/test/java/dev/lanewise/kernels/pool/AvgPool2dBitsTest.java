package dev.lanewise.kernels.pool;

import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Guarded;
import dev.lanewise.testing.Threads;
import dev.lanewise.testing.Values;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Average pooling returns the bits of its reference, and writes nothing else. */
class AvgPool2dBitsTest {
  @Property
  void small(
      @ForAll(supplier = Pools.Any.class) Pool2dShape shape,
      @ForAll boolean countPadding,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    forward(shape, countPadding, values, seed, misalignment);
    backward(shape, countPadding, values, seed, misalignment);
  }

  @Property(tries = 10)
  void large(
      @ForAll(supplier = Pools.Large.class) Pool2dShape shape,
      @ForAll boolean countPadding,
      @ForAll Values values,
      @ForAll long seed) {
    forward(shape, countPadding, values, seed, 0);
    backward(shape, countPadding, values, seed, 0);
  }

  private static void forward(
      Pool2dShape shape, boolean countPadding, Values values, long seed, int misalignment) {
    Guarded x = Guarded.of(values.floats(shape.inputSize(), seed), misalignment);
    float[] y = new float[shape.outputSize()];
    AvgPool2dReference.forward(shape, countPadding, x.array, x.offset, y, 0);
    Threads.each(
        threads -> {
          Guarded actual = Guarded.output(y.length, misalignment / 2);
          AvgPool2d.forward(shape, countPadding, x.array, x.offset, actual.array, actual.offset);
          Bits.assertEqual("y", y, actual.values(), Pools.output(shape));
          actual.assertCanaries("y");
        });
    x.assertUnchanged("x");
  }

  private static void backward(
      Pool2dShape shape, boolean countPadding, Values values, long seed, int misalignment) {
    Guarded dy = Guarded.of(values.floats(shape.outputSize(), seed), misalignment);
    float[] dx = new float[shape.inputSize()];
    AvgPool2dReference.backward(shape, countPadding, dy.array, dy.offset, dx, 0);
    Threads.each(
        threads -> {
          Guarded actual = Guarded.output(dx.length, misalignment / 2);
          AvgPool2d.backward(shape, countPadding, dy.array, dy.offset, actual.array, actual.offset);
          Bits.assertEqual("dx", dx, actual.values(), Pools.input(shape));
          actual.assertCanaries("dx");
        });
    dy.assertUnchanged("dy");
  }
}
