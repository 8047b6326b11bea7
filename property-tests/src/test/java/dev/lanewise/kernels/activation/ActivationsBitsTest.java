package dev.lanewise.kernels.activation;

import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Guarded;
import dev.lanewise.testing.Sizes;
import dev.lanewise.testing.Threads;
import dev.lanewise.testing.Values;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Activations return the bits of their reference, and write nothing else. */
class ActivationsBitsTest {
  @Property
  void small(
      @ForAll Kernels.Forward kernel,
      @ForAll(supplier = Sizes.AroundLanes.class) int n,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    forward(kernel, n, values, seed, misalignment);
  }

  @Property(tries = 10)
  void large(
      @ForAll Kernels.Forward kernel,
      @ForAll @IntRange(min = 2 * ActivationsSimd.BLOCK, max = 20 * ActivationsSimd.BLOCK) int n,
      @ForAll Values values,
      @ForAll long seed) {
    forward(kernel, n, values, seed, 1);
  }

  @Property
  void smallGradient(
      @ForAll Kernels.Gradient kernel,
      @ForAll(supplier = Sizes.AroundLanes.class) int n,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    gradient(kernel, n, values, seed, misalignment);
  }

  @Property(tries = 10)
  void largeGradient(
      @ForAll Kernels.Gradient kernel,
      @ForAll @IntRange(min = 2 * ActivationsSimd.BLOCK, max = 20 * ActivationsSimd.BLOCK) int n,
      @ForAll Values values,
      @ForAll long seed) {
    gradient(kernel, n, values, seed, 1);
  }

  private static void forward(
      Kernels.Forward kernel, int n, Values values, long seed, int misalignment) {
    Guarded x = Guarded.of(wide(values, n, seed), misalignment);
    float[] expected = new float[n];
    kernel.reference.run(n, x.array, x.offset, expected, 0);
    Threads.each(
        threads -> {
          Guarded y = Guarded.output(n, misalignment / 2);
          kernel.kernel.run(n, x.array, x.offset, y.array, y.offset);
          Bits.assertEqual("y", expected, y.values());
          y.assertCanaries("y");
        });
    x.assertUnchanged("x");
    kernel.kernel.run(n, x.array, x.offset, x.array, x.offset);
    Bits.assertEqual("in place", expected, x.values());
    x.assertCanaries("in place");
  }

  private static void gradient(
      Kernels.Gradient kernel, int n, Values values, long seed, int misalignment) {
    Guarded y = Guarded.of(wide(values, n, seed), misalignment);
    Guarded dy = Guarded.of(values.floats(n, seed + 1), misalignment / 3);
    float[] expected = new float[n];
    kernel.reference.run(n, y.array, y.offset, dy.array, dy.offset, expected, 0);
    Threads.each(
        threads -> {
          Guarded dx = Guarded.output(n, misalignment / 2);
          kernel.kernel.run(n, y.array, y.offset, dy.array, dy.offset, dx.array, dx.offset);
          Bits.assertEqual("dx", expected, dx.values());
          dx.assertCanaries("dx");
        });
    y.assertUnchanged("y");
    dy.assertUnchanged("dy");
    kernel.kernel.run(n, y.array, y.offset, dy.array, dy.offset, dy.array, dy.offset);
    Bits.assertEqual("in place of dy", expected, dy.values());
    dy.assertCanaries("in place of dy");
  }

  /** Ordinary values reach to where exp overflows and beyond. */
  private static float[] wide(Values values, int n, long seed) {
    float[] x = values.floats(n, seed);
    for (int i = 0; i < n; i++) {
      x[i] *= 1 << (i % 8);
    }
    return x;
  }
}
