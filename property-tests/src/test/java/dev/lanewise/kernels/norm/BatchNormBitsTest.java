package dev.lanewise.kernels.norm;

import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Guarded;
import dev.lanewise.testing.Sizes;
import dev.lanewise.testing.Threads;
import dev.lanewise.testing.Values;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Batch normalisation returns the bits of its reference, and writes nothing else. */
class BatchNormBitsTest {
  @Property(tries = 500)
  void small(
      @ForAll @IntRange(min = 1, max = 5) int batch,
      @ForAll @IntRange(min = 1, max = 40) int channels,
      @ForAll(supplier = Sizes.AroundLanes.class) int pixels,
      @ForAll boolean relu,
      @ForAll boolean ofBatch,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    var shape = new BatchNormShape(batch, channels, Math.max(1, pixels), 1e-5f, relu);
    check(shape, ofBatch, values, seed, misalignment);
  }

  @Property(tries = 5)
  void large(@ForAll boolean relu, @ForAll boolean ofBatch, @ForAll long seed) {
    check(new BatchNormShape(5, 7, 61 * 67, 1e-3f, relu), ofBatch, Values.ORDINARY, seed, 1);
    check(new BatchNormShape(3, 2, 40_000, 0, relu), ofBatch, Values.ORDINARY, seed, 3);
  }

  /** Several blocks of planes, some of which begin within an image. */
  @Property(tries = 6)
  void manyPlanes(
      @ForAll boolean relu, @ForAll boolean ofBatch, @ForAll Values values, @ForAll long seed) {
    check(new BatchNormShape(3, 900, 49, 1e-5f, relu), ofBatch, values, seed, 2);
    check(new BatchNormShape(5, 700, 16, 1e-5f, relu), ofBatch, values, seed, 5);
    check(new BatchNormShape(3, 35_000, 1, 1e-5f, relu), ofBatch, values, seed, 0);
  }

  private static void check(
      BatchNormShape shape, boolean ofBatch, Values values, long seed, int misalignment) {
    int channels = shape.channels();
    int[] images = {shape.batch(), channels, shape.pixels()};
    Guarded x = Guarded.of(values.floats(shape.size(), seed), misalignment);
    Guarded dy = Guarded.of(values.floats(shape.size(), seed + 1), misalignment / 2);
    Guarded gamma = Guarded.of(values.floats(channels, seed + 2), misalignment);
    Guarded beta = Guarded.of(values.floats(channels, seed + 3), misalignment / 3);
    float[] mean = new float[channels];
    float[] variance = new float[channels];
    float[] y = new float[shape.size()];
    float[] dx = new float[shape.size()];
    float[] dgamma = new float[channels];
    float[] dbeta = new float[channels];
    BatchNormReference.statistics(shape, x.array, x.offset, mean, 0, variance, 0);
    BatchNormReference.forward(
        shape,
        x.array,
        x.offset,
        mean,
        0,
        variance,
        0,
        gamma.array,
        gamma.offset,
        beta.array,
        beta.offset,
        y,
        0);
    BatchNormReference.backward(
        shape,
        ofBatch,
        x.array,
        x.offset,
        mean,
        0,
        variance,
        0,
        gamma.array,
        gamma.offset,
        beta.array,
        beta.offset,
        dy.array,
        dy.offset,
        dx,
        0,
        dgamma,
        0,
        dbeta,
        0);
    Threads.each(
        threads -> {
          Guarded means = Guarded.output(channels, misalignment / 2);
          Guarded variances = Guarded.output(channels, misalignment);
          BatchNorm.statistics(
              shape,
              x.array,
              x.offset,
              means.array,
              means.offset,
              variances.array,
              variances.offset);
          Bits.assertEqual("mean", mean, means.values());
          Bits.assertEqual("variance", variance, variances.values());
          means.assertCanaries("mean");
          variances.assertCanaries("variance");

          Guarded out = Guarded.output(shape.size(), misalignment / 2);
          BatchNorm.forward(
              shape,
              x.array,
              x.offset,
              means.array,
              means.offset,
              variances.array,
              variances.offset,
              gamma.array,
              gamma.offset,
              beta.array,
              beta.offset,
              out.array,
              out.offset);
          Bits.assertEqual("y", y, out.values(), images);
          out.assertCanaries("y");

          Guarded byX = Guarded.output(shape.size(), misalignment);
          Guarded byGamma = Guarded.output(channels, 0);
          Guarded byBeta = Guarded.output(channels, misalignment);
          BatchNorm.backward(
              shape,
              ofBatch,
              x.array,
              x.offset,
              means.array,
              means.offset,
              variances.array,
              variances.offset,
              gamma.array,
              gamma.offset,
              beta.array,
              beta.offset,
              dy.array,
              dy.offset,
              byX.array,
              byX.offset,
              byGamma.array,
              byGamma.offset,
              byBeta.array,
              byBeta.offset);
          Bits.assertEqual("dgamma", dgamma, byGamma.values());
          Bits.assertEqual("dbeta", dbeta, byBeta.values());
          Bits.assertEqual("dx", dx, byX.values(), images);
          byX.assertCanaries("dx");
          byGamma.assertCanaries("dgamma");
          byBeta.assertCanaries("dbeta");
        });
    x.assertUnchanged("x");
    dy.assertUnchanged("dy");
    gamma.assertUnchanged("gamma");
    beta.assertUnchanged("beta");
  }
}
