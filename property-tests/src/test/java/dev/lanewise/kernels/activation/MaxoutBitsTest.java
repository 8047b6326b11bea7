package dev.lanewise.kernels.activation;

import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Guarded;
import dev.lanewise.testing.GuardedInts;
import dev.lanewise.testing.Sizes;
import dev.lanewise.testing.Threads;
import dev.lanewise.testing.Values;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Maxout returns the bits of its reference, and writes nothing else. */
class MaxoutBitsTest {
  @Property
  void small(
      @ForAll @IntRange(max = 4) int outer,
      @ForAll @IntRange(min = 1, max = 5) int pieces,
      @ForAll(supplier = Sizes.AroundLanes.class) int inner,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    check(outer, pieces, inner, values, seed, misalignment);
  }

  @Property(tries = 10)
  void manyOuters(
      @ForAll @IntRange(min = 5_000, max = 9_000) int outer,
      @ForAll @IntRange(min = 1, max = 20) int inner,
      @ForAll Values values,
      @ForAll long seed) {
    check(outer, 2, inner, values, seed, 0);
  }

  @Property(tries = 10)
  void longInner(
      @ForAll @IntRange(min = 1, max = 3) int outer,
      @ForAll @IntRange(min = 30_000, max = 70_000) int inner,
      @ForAll Values values,
      @ForAll long seed) {
    check(outer, 3, inner, values, seed, 0);
  }

  private static void check(
      int outer, int pieces, int inner, Values values, long seed, int misalignment) {
    int small = outer * inner;
    Guarded x = Guarded.of(values.floats(small * pieces, seed), misalignment);
    Guarded dy = Guarded.of(values.floats(small, seed + 1), misalignment / 4);
    float[] y = new float[small];
    int[] argmax = new int[small];
    float[] dx = new float[small * pieces];
    MaxoutReference.forward(outer, pieces, inner, x.array, x.offset, y, 0, argmax, 0);
    MaxoutReference.backward(outer, pieces, inner, dy.array, dy.offset, argmax, 0, dx, 0);
    Threads.each(
        threads -> {
          Guarded yActual = Guarded.output(small, misalignment / 2);
          GuardedInts places = GuardedInts.output(small, misalignment / 3);
          Maxout.forward(
              outer,
              pieces,
              inner,
              x.array,
              x.offset,
              yActual.array,
              yActual.offset,
              places.array,
              places.offset);
          Bits.assertEqual("y", y, yActual.values(), outer, inner);
          Bits.assertEqual("argmax", argmax, places.values(), outer, inner);
          yActual.assertCanaries("y");
          places.assertCanaries("argmax");
          Guarded dxActual = Guarded.output(dx.length, misalignment / 2);
          Maxout.backward(
              outer,
              pieces,
              inner,
              dy.array,
              dy.offset,
              places.array,
              places.offset,
              dxActual.array,
              dxActual.offset);
          Bits.assertEqual("dx", dx, dxActual.values(), outer, pieces, inner);
          dxActual.assertCanaries("dx");
        });
    x.assertUnchanged("x");
    dy.assertUnchanged("dy");
  }
}
