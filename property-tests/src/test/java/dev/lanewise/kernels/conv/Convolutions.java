package dev.lanewise.kernels.conv;

import dev.lanewise.kernels.simd.Lanes;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/** Convolutions to try. */
final class Convolutions {
  private Convolutions() {}

  /** Every stride, padding, dilation and grouping, outputs around the lanes. */
  static final class Any implements ArbitrarySupplier<Conv2dShape> {
    @Override
    public Arbitrary<Conv2dShape> get() {
      Arbitrary<int[]> planes = ints(1, 3, 3); // batch, groups, channels of a group
      Arbitrary<Integer> filters = Arbitraries.of(1, 2, 5, 7, 8, 9, 17);
      Arbitrary<Integer> heights = Arbitraries.integers().between(1, 11);
      Arbitrary<int[]> kernels = ints(1, 5, 2);
      Arbitrary<int[]> steps = ints(1, 3, 4); // strides, dilations
      Arbitrary<int[]> pads = ints(0, 3, 4);
      return Combinators.combine(planes, filters, heights, widths(), kernels, steps, pads)
          .as(
              (plane, filter, height, width, kernel, step, pad) ->
                  Conv2dShape.of(
                          plane[0],
                          plane[1] * plane[2],
                          height,
                          width,
                          plane[1] * filter,
                          kernel[0],
                          kernel[1])
                      .stride(step[0], step[1])
                      .dilation((step[2] + 1) / 2, (step[3] + 1) / 2)
                      .pad(pad[0], pad[1], pad[2], pad[3])
                      .groups(plane[1]))
          .flatMap(Convolutions::padded)
          .filter(Convolutions::fits);
    }
  }

  /** Those that go by Winograd's algorithm. */
  static final class Winograd implements ArbitrarySupplier<Conv2dShape> {
    @Override
    public Arbitrary<Conv2dShape> get() {
      Arbitrary<int[]> planes = ints(1, 3, 2); // batch, groups
      Arbitrary<int[]> channels = ints(8, 18, 2); // and filters, of a group
      Arbitrary<Integer> heights = Arbitraries.integers().between(1, 14);
      Arbitrary<int[]> pads = ints(0, 3, 4);
      return Combinators.combine(planes, channels, heights, widths(), pads)
          .as(
              (plane, channel, height, width, pad) ->
                  Conv2dShape.of(
                          plane[0],
                          plane[1] * channel[0],
                          height,
                          width,
                          plane[1] * channel[1],
                          3,
                          3)
                      .pad(pad[0], pad[1], pad[2], pad[3])
                      .groups(plane[1]))
          .flatMap(Convolutions::padded)
          .filter(Convolutions::fits);
    }
  }

  /** Those with dilation that go by Winograd's algorithm. */
  static final class Phased implements ArbitrarySupplier<Conv2dShape> {
    @Override
    public Arbitrary<Conv2dShape> get() {
      Arbitrary<int[]> planes = ints(1, 2, 2); // batch, groups
      Arbitrary<int[]> channels = ints(32, 35, 2); // and filters, of a group
      Arbitrary<int[]> dilations = ints(1, 3, 2);
      Arbitrary<int[]> phases = ints(3, 8, 2); // outputs of a phase
      Arbitrary<int[]> cuts = ints(0, 1, 2); // what some phases have less
      Arbitrary<int[]> pads = ints(0, 3, 4);
      return Combinators.combine(planes, channels, dilations, phases, cuts, pads)
          .as(
              (plane, channel, dilation, phase, cut, pad) ->
                  Conv2dShape.of(
                          plane[0],
                          plane[1] * channel[0],
                          Math.max(1, (phase[0] + 2) * dilation[0] - cut[0] - pad[0] - pad[1]),
                          Math.max(1, (phase[1] + 2) * dilation[1] - cut[1] - pad[2] - pad[3]),
                          plane[1] * channel[1],
                          3,
                          3)
                      .dilation(dilation[0], dilation[1])
                      .pad(pad[0], pad[1], pad[2], pad[3])
                      .groups(plane[1]))
          .flatMap(Convolutions::padded)
          .filter(s -> fits(s) && Dilated.suits(s));
    }
  }

  /**
   * By Winograd's algorithm, with tiles of whole vectors in a row, and enough for a panel or two.
   */
  static final class WholeVectors implements ArbitrarySupplier<Conv2dShape> {
    @Override
    public Arbitrary<Conv2dShape> get() {
      Arbitrary<int[]> planes = ints(1, 4, 2); // batch, vectors in a row
      Arbitrary<int[]> channels = ints(8, 9, 2); // and filters
      Arbitrary<Integer> heights = Arbitraries.of(8, 11, 12, 16);
      Arbitrary<Integer> cuts = Arbitraries.of(0, 0, 0, 1, 2, 3); // columns of the last tile
      Arbitrary<int[]> pads = ints(0, 2, 4);
      return Combinators.combine(planes, channels, heights, cuts, pads)
          .as(
              (plane, channel, height, cut, pad) ->
                  Conv2dShape.of(
                          plane[0],
                          channel[0],
                          height + 2 - pad[0] - pad[1],
                          Math.max(1, plane[1] * Lanes.LENGTH - cut + 2 - pad[2] - pad[3]),
                          channel[1],
                          3,
                          3)
                      .pad(pad[0], pad[1], pad[2], pad[3]))
          .flatMap(Convolutions::padded)
          .filter(Convolutions::fits);
    }
  }

  /** One channel in a group, mostly with a kernel of 3 x 3 and stride 1. */
  static final class Depthwise implements ArbitrarySupplier<Conv2dShape> {
    @Override
    public Arbitrary<Conv2dShape> get() {
      Arbitrary<int[]> planes = ints(1, 6, 2); // batch, groups
      Arbitrary<Integer> filters = Arbitraries.of(1, 1, 1, 2, 3);
      Arbitrary<Integer> heights = Arbitraries.integers().between(1, 14);
      Arbitrary<Integer> kernels = Arbitraries.of(3, 3, 3, 3, 5);
      Arbitrary<Integer> strides = Arbitraries.of(1, 1, 1, 1, 2);
      Arbitrary<int[]> pads = ints(0, 3, 4);
      // Four vectors at a time and what is left of them, too.
      int lanes = Lanes.LENGTH;
      Arbitrary<Integer> widths =
          Arbitraries.oneOf(widths(), Arbitraries.integers().between(3 * lanes - 1, 8 * lanes + 2));
      return Combinators.combine(planes, filters, heights, widths, kernels, strides, pads)
          .as(
              (plane, filter, height, width, kernel, stride, pad) ->
                  Conv2dShape.of(
                          plane[0], plane[1], height, width, plane[1] * filter, kernel, kernel)
                      .stride(stride, stride)
                      .pad(pad[0], pad[1], pad[2], pad[3])
                      .groups(plane[1]))
          .flatMap(Convolutions::padded)
          .filter(Convolutions::fits);
    }
  }

  /** Batches about as large as a vector, and few filters. */
  static final class Batch implements ArbitrarySupplier<Conv2dShape> {
    @Override
    public Arbitrary<Conv2dShape> get() {
      int lanes = Lanes.LENGTH;
      Arbitrary<Integer> batches = Arbitraries.of(lanes, 2 * lanes, 3 * lanes + 1, lanes + 1);
      Arbitrary<int[]> planes = ints(1, 2, 2); // groups, channels of a group
      Arbitrary<int[]> sizes = ints(1, 7, 2); // filters of a group, height
      Arbitrary<int[]> kernels = ints(1, 5, 2);
      Arbitrary<int[]> steps = ints(1, 3, 4); // strides, dilations
      Arbitrary<int[]> pads = ints(0, 3, 4);
      return Combinators.combine(batches, planes, sizes, widths(), kernels, steps, pads)
          .as(
              (batch, plane, size, width, kernel, step, pad) ->
                  Conv2dShape.of(
                          batch,
                          plane[0] * plane[1],
                          size[1],
                          width,
                          plane[0] * size[0],
                          kernel[0],
                          kernel[1])
                      .stride(step[0], step[1])
                      .dilation((step[2] + 1) / 2, (step[3] + 1) / 2)
                      .pad(pad[0], pad[1], pad[2], pad[3])
                      .groups(plane[0]))
          .flatMap(Convolutions::padded)
          .filter(Convolutions::fits);
    }
  }

  /** Several blocks of KC products, several parts, several waves of images. */
  static final class Large implements ArbitrarySupplier<Conv2dShape> {
    @Override
    public Arbitrary<Conv2dShape> get() {
      return Arbitraries.of(
          Conv2dShape.of(2, 40, 12, 18, 24, 3, 3).pad(1, 1, 1, 1),
          Conv2dShape.of(2, 40, 12, 18, 24, 3, 3).pad(1, 1, 1, 1).direct(),
          Conv2dShape.of(1, 300, 5, 6, 70, 3, 3).pad(1, 1, 1, 1),
          Conv2dShape.of(2, 300, 6, 18, 70, 3, 3).pad(1, 1, 1, 1),
          Conv2dShape.of(3, 70, 38, 41, 45, 3, 3).pad(1, 1, 1, 1),
          Conv2dShape.of(9, 12, 31, 40, 20, 3, 3).pad(1, 1, 1, 1),
          Conv2dShape.of(12, 40, 40, 48, 33, 3, 3).dilation(2, 2).pad(2, 2, 2, 2),
          Conv2dShape.of(3, 32, 44, 20, 32, 3, 3).dilation(4, 1).pad(0, 5, 1, 1),
          Conv2dShape.of(1, 420, 5, 6, 70, 3, 3).pad(1, 1, 1, 1).direct(),
          Conv2dShape.of(1, 300, 5, 6, 12, 1, 1),
          Conv2dShape.of(2, 60, 13, 16, 55, 3, 3).stride(2, 2).pad(1, 1, 1, 1),
          Conv2dShape.of(9, 300, 17, 16, 51, 1, 1),
          Conv2dShape.of(1, 64, 20, 21, 90, 1, 1).groups(2),
          Conv2dShape.of(2, 36, 32, 32, 33, 1, 1),
          Conv2dShape.of(9, 40, 5, 7, 54, 1, 1).stride(2, 2),
          Conv2dShape.of(3, 3, 40, 41, 9, 7, 7).stride(2, 2).pad(3, 3, 3, 3),
          Conv2dShape.of(4, 12, 30, 40, 24, 3, 3).stride(2, 2).pad(1, 1, 1, 1).groups(3),
          Conv2dShape.of(4, 12, 30, 40, 24, 5, 5).groups(3),
          Conv2dShape.of(4, 24, 30, 40, 24, 3, 3).pad(1, 1, 1, 1).groups(3),
          Conv2dShape.of(2, 24, 20, 21, 24, 3, 3).pad(1, 1, 1, 1).groups(24),
          Conv2dShape.of(1, 3, 131, 77, 3, 3, 3).pad(1, 1, 1, 1).groups(3),
          Conv2dShape.of(16, 3, 20, 26, 7, 5, 5).pad(1, 1, 2, 2),
          Conv2dShape.of(66, 2, 7, 7, 3, 3, 3).padding(Padding.REFLECT).pad(1, 1, 1, 1),
          Conv2dShape.of(2, 40, 9, 18, 24, 3, 3).padding(Padding.SYMMETRIC).pad(9, 2, 1, 18),
          Conv2dShape.of(2, 20, 9, 18, 9, 5, 5).padding(Padding.REPLICATE).pad(2, 20, 2, 2));
    }
  }

  static int[] input(Conv2dShape s) {
    return new int[] {s.batch(), s.channels(), s.height(), s.width()};
  }

  static int[] output(Conv2dShape s) {
    return new int[] {s.batch(), s.filters(), s.outputHeight(), s.outputWidth()};
  }

  static int[] weights(Conv2dShape s) {
    return new int[] {s.filters(), s.channels() / s.groups(), s.kernelHeight(), s.kernelWidth()};
  }

  private static Arbitrary<Integer> widths() {
    int lanes = Lanes.LENGTH;
    return Arbitraries.oneOf(
        Arbitraries.integers().between(1, 9),
        Arbitraries.integers().between(lanes - 1, lanes + 2),
        Arbitraries.integers().between(2 * lanes - 1, 2 * lanes + 2));
  }

  private static boolean fits(Conv2dShape s) {
    return s.height() + s.padTop() + s.padBottom() > (s.kernelHeight() - 1) * s.dilationHeight()
        && s.width() + s.padLeft() + s.padRight() > (s.kernelWidth() - 1) * s.dilationWidth();
  }

  /** Every kind of padding that images of this size can have. */
  private static Arbitrary<Conv2dShape> padded(Conv2dShape s) {
    int rows = Math.max(s.padTop(), s.padBottom());
    int columns = Math.max(s.padLeft(), s.padRight());
    return Arbitraries.of(Padding.class)
        .filter(
            padding ->
                switch (padding) {
                  case ZERO, REPLICATE -> true;
                  case REFLECT -> rows < s.height() && columns < s.width();
                  case SYMMETRIC -> rows <= s.height() && columns <= s.width();
                })
        .map(s::padding);
  }

  private static Arbitrary<int[]> ints(int from, int to, int count) {
    return Arbitraries.integers().between(from, to).array(int[].class).ofSize(count);
  }
}
