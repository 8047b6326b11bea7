package dev.lanewise.kernels.pool;

import dev.lanewise.kernels.simd.Lanes;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/** Poolings to try. */
final class Pools {
  private Pools() {}

  /** Every window, stride and padding around the lanes, most of them small. */
  static final class Any implements ArbitrarySupplier<Pool2dShape> {
    @Override
    public Arbitrary<Pool2dShape> get() {
      return pools(Arbitraries.integers().between(1, 9), widths());
    }
  }

  /** Enough pixels for several parts. */
  static final class Large implements ArbitrarySupplier<Pool2dShape> {
    @Override
    public Arbitrary<Pool2dShape> get() {
      return pools(
          Arbitraries.integers().between(90, 130), Arbitraries.integers().between(120, 150));
    }
  }

  /** Shape of x and dx. */
  static int[] input(Pool2dShape s) {
    return new int[] {s.batch(), s.channels(), s.height(), s.width()};
  }

  /** Shape of y, argmax and dy. */
  static int[] output(Pool2dShape s) {
    return new int[] {s.batch(), s.channels(), s.outputHeight(), s.outputWidth()};
  }

  /** Such that the outputs are about a few vectors wide, at strides 1, 2 and 3. */
  private static Arbitrary<Integer> widths() {
    int lanes = Lanes.LENGTH;
    return Arbitraries.oneOf(
        Arbitraries.integers().between(1, 9),
        Arbitraries.integers().between(lanes - 1, lanes + 3),
        Arbitraries.integers().between(2 * lanes - 2, 2 * lanes + 5),
        Arbitraries.integers().between(4 * lanes - 2, 4 * lanes + 5));
  }

  private static Arbitrary<Pool2dShape> pools(
      Arbitrary<Integer> heights, Arbitrary<Integer> widths) {
    Arbitrary<int[]> planes = ints(1, 3, 2);
    Arbitrary<int[]> windows = ints(1, 4, 2);
    Arbitrary<int[]> strides = ints(1, 4, 2);
    Arbitrary<int[]> pads = ints(0, 3, 4);
    return Combinators.combine(planes, heights, widths, windows, strides, pads)
        .as(
            (plane, height, width, window, stride, pad) ->
                Pool2dShape.of(plane[0], plane[1], height, width, window[0], window[1])
                    .stride(stride[0], stride[1])
                    .pad(
                        pad[0] % window[0],
                        pad[1] % window[0],
                        pad[2] % window[1],
                        pad[3] % window[1]))
        .flatMap(any -> Arbitraries.of(any, any, sideBySide(any), overlapping(any)))
        .filter(Pools::fits);
  }

  /**
   * The most common kind, which has a way of its own: two columns wide, no padding at the sides.
   */
  private static Pool2dShape sideBySide(Pool2dShape s) {
    return Pool2dShape.of(s.batch(), s.channels(), s.height(), s.width(), s.windowHeight(), 2)
        .stride(s.strideHeight(), 2)
        .pad(s.padTop(), s.padBottom(), 0, 0);
  }

  /** The other kind that has: three columns wide at stride 2, padded by one at most. */
  private static Pool2dShape overlapping(Pool2dShape s) {
    return Pool2dShape.of(s.batch(), s.channels(), s.height(), s.width(), 3, 3)
        .stride(2, 2)
        .pad(s.padTop() % 2, s.padBottom() % 2, s.padLeft() % 2, s.padRight() % 2);
  }

  private static boolean fits(Pool2dShape s) {
    return s.height() + s.padTop() + s.padBottom() >= s.windowHeight()
        && s.width() + s.padLeft() + s.padRight() >= s.windowWidth();
  }

  private static Arbitrary<int[]> ints(int from, int to, int count) {
    return Arbitraries.integers().between(from, to).array(int[].class).ofSize(count);
  }
}
