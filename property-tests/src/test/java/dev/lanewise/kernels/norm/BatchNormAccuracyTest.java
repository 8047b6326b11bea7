package dev.lanewise.kernels.norm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.testing.Values;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Statistics against their value in double, with the bound of NUMERICS.md. */
class BatchNormAccuracyTest {
  private static final double UNIT = 0x1p-24;

  @Property(tries = 200)
  void statisticsAreWithinTheirBounds(
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 1, max = 2000) int pixels,
      @ForAll @IntRange(min = -1000, max = 1000) int level,
      @ForAll long seed) {
    var shape = new BatchNormShape(batch, channels, pixels, 0, false);
    float[] x = Values.ORDINARY.floats(shape.size(), seed);
    for (int i = 0; i < x.length; i++) {
      x[i] += level; // an image that is far from the origin, as most are
    }
    float[] mean = new float[channels];
    float[] variance = new float[channels];
    BatchNormReference.statistics(shape, x, 0, mean, 0, variance, 0);
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      double first = 0;
      double greatest = 0;
      for (int i = 0; i < batch * pixels; i++) {
        double v = x[place(i, c, shape)];
        sum += v;
        first += i < pixels ? v : 0;
        greatest = Math.max(greatest, Math.abs(v));
      }
      double exactMean = sum / shape.perChannel();
      double shift = first / pixels - exactMean;
      double squares = 0;
      double deviations = 0;
      for (int i = 0; i < batch * pixels; i++) {
        double d = x[place(i, c, shape)] - exactMean;
        squares += d * d;
        deviations += Math.abs(d - shift);
      }
      double exact = squares / shape.perChannel();
      int roundings = batch * Math.ceilDiv(pixels, 64) + 7 + 4;
      double meanBound =
          UNIT * (2 * greatest + roundings * deviations / shape.perChannel() + Math.abs(shift));
      assertTrue(Math.abs(mean[c] - exactMean) <= meanBound, () -> "mean of " + shape);
      double varianceBound = UNIT * 4 * roundings * (exact + shift * shift);
      double error = Math.abs(variance[c] - exact);
      assertTrue(
          error <= varianceBound, () -> "variance: error " + error + ", bound " + varianceBound);
    }
  }

  @Property(tries = 200)
  void integersAreExact(@ForAll long seed) {
    var shape = new BatchNormShape(4, 2, 128, 0, false);
    float[] x = Values.EXACT.floats(shape.size(), seed);
    // The first image is 0, so the shift is, too.
    java.util.Arrays.fill(x, 0, 256, 0);
    float[] mean = new float[2];
    float[] variance = new float[2];
    BatchNormReference.statistics(shape, x, 0, mean, 0, variance, 0);
    for (int c = 0; c < 2; c++) {
      long sum = 0;
      long squares = 0;
      for (int i = 0; i < 512; i++) {
        long v = (long) x[place(i, c, shape)];
        sum += v;
        squares += v * v;
      }
      assertEquals(sum / 512f, mean[c]);
      assertEquals((float) (squares / 512.0 - sum / 512.0 * (sum / 512.0)), variance[c]);
    }
  }

  /** Of number i of a channel. */
  private static int place(int i, int c, BatchNormShape s) {
    return (i / s.pixels() * s.channels() + c) * s.pixels() + i % s.pixels();
  }
}
