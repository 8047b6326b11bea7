package dev.lanewise.kernels.conv;

import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Guarded;
import dev.lanewise.testing.Threads;
import dev.lanewise.testing.Values;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A plan gives the bits of the convolution it was made of, whatever its arrays hold by then. */
class Conv2dPlanBitsTest {
  @Property(tries = 150)
  void small(
      @ForAll(supplier = Convolutions.Any.class) Conv2dShape any,
      @ForAll(supplier = Convolutions.Winograd.class) Conv2dShape winograd,
      @ForAll(supplier = Convolutions.WholeVectors.class) Conv2dShape wholeVectors,
      @ForAll(supplier = Convolutions.Depthwise.class) Conv2dShape depthwise,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    for (Conv2dShape shape : new Conv2dShape[] {any, winograd, wholeVectors, depthwise}) {
      check(shape, values, seed, misalignment);
    }
  }

  @Property(tries = 15)
  void large(
      @ForAll(supplier = Convolutions.Large.class) Conv2dShape shape,
      @ForAll Values values,
      @ForAll long seed) {
    check(shape, values, seed, 1);
  }

  @Property(tries = 20)
  void dilated(
      @ForAll(supplier = Convolutions.Phased.class) Conv2dShape shape,
      @ForAll Values values,
      @ForAll long seed) {
    check(shape, values, seed, 2);
  }

  /** Few tiles and many kernels, which a plan need not take by the way of a single call. */
  @Property(tries = 40)
  void fewTiles(
      @ForAll @IntRange(min = 8, max = 70) int channels,
      @ForAll @IntRange(min = 8, max = 70) int filters,
      @ForAll @IntRange(min = 1, max = 33) int height,
      @ForAll @IntRange(min = 1, max = 33) int width,
      @ForAll Values values,
      @ForAll long seed) {
    check(
        Conv2dShape.of(1, channels, height, width, filters, 3, 3).pad(1, 1, 1, 1), values, seed, 2);
  }

  /** More channels than a block of products has. */
  @Property(tries = 10)
  void manyChannels(
      @ForAll @IntRange(min = 240, max = 300) int channels,
      @ForAll @IntRange(min = 1, max = 17) int size,
      @ForAll Values values,
      @ForAll long seed) {
    check(Conv2dShape.of(1, channels, size, size, 40, 3, 3).pad(1, 1, 1, 1), values, seed, 3);
  }

  private static void check(Conv2dShape shape, Values values, long seed, int misalignment) {
    Conv2dShape s = seed % 3 == 0 ? shape.relu() : shape;
    Guarded x = Guarded.of(values.floats(s.inputSize(), seed), misalignment);
    Guarded w = Guarded.of(values.floats(s.weightSize(), seed + 1), misalignment / 2);
    float[] bias = seed % 2 == 0 ? null : values.floats(s.filters(), seed + 2);
    float[] y = new float[s.outputSize()];
    Conv2d.forward(s, x.array, x.offset, w.array, w.offset, bias, 0, y, 0);
    boolean pools = s.outputHeight() >= 2 && s.outputWidth() >= 2;
    int[] size = {s.batch(), s.filters(), s.outputHeight() / 2, s.outputWidth() / 2};
    float[] pooled = new float[size[0] * size[1] * size[2] * size[3]];
    if (pools) {
      Conv2d.forwardPooled(s, x.array, x.offset, w.array, w.offset, bias, 0, pooled, 0, null, 0);
    }
    Conv2dPlan plan = new Conv2dPlan(s, w.array, w.offset, bias, 0);
    Arrays.fill(w.array, Float.NaN);
    if (bias != null) {
      Arrays.fill(bias, Float.NaN);
    }
    Threads.each(
        threads -> {
          Guarded actual = Guarded.output(y.length, misalignment / 3);
          plan.forward(x.array, x.offset, actual.array, actual.offset);
          Bits.assertEqual("y", y, actual.values(), Convolutions.output(s));
          actual.assertCanaries("y");
          if (pools) {
            Guarded ofPool = Guarded.output(pooled.length, misalignment / 3);
            plan.forwardPooled(x.array, x.offset, ofPool.array, ofPool.offset);
            Bits.assertEqual("pooled y", pooled, ofPool.values(), size);
            ofPool.assertCanaries("pooled y");
          }
        });
    x.assertUnchanged("x");
  }
}
