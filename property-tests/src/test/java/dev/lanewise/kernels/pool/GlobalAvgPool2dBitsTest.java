package dev.lanewise.kernels.pool;

import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Guarded;
import dev.lanewise.testing.Threads;
import dev.lanewise.testing.Values;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Global average pooling returns the bits of its reference, and writes nothing else. */
class GlobalAvgPool2dBitsTest {
  @Property
  void small(
      @ForAll @IntRange(min = 1, max = 4) int batch,
      @ForAll @IntRange(min = 1, max = 4) int channels,
      @ForAll @IntRange(min = 1, max = 20) int height,
      @ForAll @IntRange(min = 1, max = 20) int width,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    check(batch, channels, height, width, values, seed, misalignment);
  }

  /** Planes are folded side by side, 16 vectors full of them at a time. */
  @Property(tries = 50)
  void manySmallPlanes(
      @ForAll @IntRange(min = 1, max = 20) int batch,
      @ForAll @IntRange(min = 1, max = 32) int channels,
      @ForAll @IntRange(min = 1, max = 8) int height,
      @ForAll @IntRange(min = 1, max = 8) int width,
      @ForAll Values values,
      @ForAll long seed) {
    check(batch, channels, height, width, values, seed, 1);
  }

  @Property(tries = 5)
  void large(@ForAll Values values, @ForAll long seed) {
    check(5, 7, 61, 67, values, seed, 1);
  }

  private static void check(
      int batch, int channels, int height, int width, Values values, long seed, int misalignment) {
    int planes = batch * channels;
    int pixels = height * width;
    Guarded x = Guarded.of(values.floats(planes * pixels, seed), misalignment);
    Guarded dy = Guarded.of(values.floats(planes, seed + 1), misalignment);
    float[] y = new float[planes];
    float[] dx = new float[planes * pixels];
    GlobalAvgPool2dReference.forward(planes, pixels, x.array, x.offset, y, 0);
    GlobalAvgPool2dReference.backward(planes, pixels, dy.array, dy.offset, dx, 0);
    Threads.each(
        threads -> {
          Guarded means = Guarded.output(planes, misalignment / 2);
          GlobalAvgPool2d.forward(
              batch, channels, height, width, x.array, x.offset, means.array, means.offset);
          Bits.assertEqual("y", y, means.values(), batch, channels);
          means.assertCanaries("y");
          Guarded actual = Guarded.output(planes * pixels, misalignment / 2);
          GlobalAvgPool2d.backward(
              batch, channels, height, width, dy.array, dy.offset, actual.array, actual.offset);
          Bits.assertEqual("dx", dx, actual.values(), batch, channels, height, width);
          actual.assertCanaries("dx");
        });
    x.assertUnchanged("x");
    dy.assertUnchanged("dy");
  }
}
