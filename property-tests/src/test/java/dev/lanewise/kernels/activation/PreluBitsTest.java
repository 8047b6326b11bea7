package dev.lanewise.kernels.activation;

import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Guarded;
import dev.lanewise.testing.Sizes;
import dev.lanewise.testing.Threads;
import dev.lanewise.testing.Values;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The parametric ReLU returns the bits of its reference, and writes nothing else. */
class PreluBitsTest {
  @Property(tries = 500)
  void everything(
      @ForAll @IntRange(min = 1, max = 4) int batch,
      @ForAll @IntRange(min = 1, max = 6) int channels,
      @ForAll(supplier = Sizes.AroundLanes.class) int size,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    int pixels = Math.max(1, size);
    int n = batch * channels * pixels;
    Guarded x = Guarded.of(values.floats(n, seed), misalignment);
    Guarded dy = Guarded.of(values.floats(n, seed + 1), misalignment / 2);
    Guarded slopes = Guarded.of(values.floats(channels, seed + 2), misalignment / 3);
    float[] y = new float[n];
    float[] dx = new float[n];
    float[] dslopes = new float[channels];
    PreluReference.forward(
        batch, channels, pixels, x.array, x.offset, slopes.array, slopes.offset, y, 0);
    PreluReference.backward(
        batch,
        channels,
        pixels,
        x.array,
        x.offset,
        slopes.array,
        slopes.offset,
        dy.array,
        dy.offset,
        dx,
        0,
        dslopes,
        0);
    Threads.each(
        threads -> {
          Guarded out = Guarded.output(n, misalignment / 2);
          Prelu.forward(
              batch,
              channels,
              pixels,
              x.array,
              x.offset,
              slopes.array,
              slopes.offset,
              out.array,
              out.offset);
          Bits.assertEqual("y", y, out.values(), batch, channels, pixels);
          out.assertCanaries("y");
          Guarded byX = Guarded.output(n, misalignment);
          Guarded bySlope = Guarded.output(channels, misalignment / 4);
          Prelu.backward(
              batch,
              channels,
              pixels,
              x.array,
              x.offset,
              slopes.array,
              slopes.offset,
              dy.array,
              dy.offset,
              byX.array,
              byX.offset,
              bySlope.array,
              bySlope.offset);
          Bits.assertEqual("dslopes", dslopes, bySlope.values());
          Bits.assertEqual("dx", dx, byX.values(), batch, channels, pixels);
          byX.assertCanaries("dx");
          bySlope.assertCanaries("dslopes");
        });
    x.assertUnchanged("x");
    dy.assertUnchanged("dy");
    slopes.assertUnchanged("slopes");
  }
}
