package dev.lanewise.kernels.pool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Oracle;
import dev.lanewise.testing.Values;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What pooling means: its references by example and against double, its refusals. */
class PoolTest {
  private static final float NAN = Float.NaN;
  private static final float LEAST = Float.NEGATIVE_INFINITY;

  @Example
  void theFirstMaximumWins() {
    assertMax(new float[] {1, 3, 3, 2}, 3, 1);
    assertMax(new float[] {-0f, 0f, -0f, 0f}, -0f, 0);
    assertMax(new float[] {5, NAN, 9, NAN}, NAN, 1);
    assertMax(new float[] {LEAST, LEAST, LEAST, LEAST}, LEAST, 0);
    assertMax(new float[] {-3, LEAST, -2, -7}, -2, 2);
  }

  /** Not even where every real pixel is negative, or -infinity. */
  @Example
  void paddingNeverWins() {
    for (float pixel : new float[] {-1, LEAST}) {
      Pool2dShape shape = Pool2dShape.of(1, 1, 2, 2, 3, 3).stride(1, 1).pad(2, 2, 2, 2);
      float[] x = {pixel, pixel, pixel, pixel};
      float[] y = new float[16];
      int[] argmax = new int[16];
      MaxPool2d.forward(shape, x, 0, y, 0, argmax, 0);
      float[] expected = new float[16];
      Arrays.fill(expected, pixel);
      Bits.assertEqual("y", expected, y, 4, 4);
      assertArrayEquals(new int[] {0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 2, 2, 2, 3}, argmax);
    }
  }

  /** Windows of three, a stride of one: the middle pixel wins twice. */
  @Example
  void gradientsOfOverlappingWindowsAdd() {
    Pool2dShape shape = Pool2dShape.of(1, 1, 1, 4, 1, 3).stride(1, 1);
    float[] dx = new float[4];
    MaxPool2d.backward(shape, new float[] {2, 5}, 0, new int[] {2, 2}, 0, dx, 0);
    assertArrayEquals(new float[] {0, 0, 7, 0}, dx);
    AvgPool2d.backward(shape, false, new float[] {3, 6}, 0, dx, 0);
    assertArrayEquals(new float[] {1, 3, 3, 2}, dx);
  }

  @Example
  void paddingCountsIfAskedFor() {
    Pool2dShape shape = Pool2dShape.of(1, 1, 2, 2, 2, 2).stride(2, 2).pad(1, 1, 1, 1);
    float[] x = {4, 8, 12, 16};
    float[] y = new float[4];
    AvgPool2d.forward(shape, false, x, 0, y, 0);
    assertArrayEquals(x, y);
    AvgPool2d.forward(shape, true, x, 0, y, 0);
    assertArrayEquals(new float[] {1, 2, 3, 4}, y);
  }

  @Property
  void averagesAreAsCloseAsTheirRoundingsAllow(
      @ForAll(supplier = Pools.Any.class) Pool2dShape shape,
      @ForAll boolean countPadding,
      @ForAll long seed) {
    float[] x = Values.ORDINARY.floats(shape.inputSize(), seed);
    float[] y = new float[shape.outputSize()];
    AvgPool2dReference.forward(shape, countPadding, x, 0, y, 0);
    double[] exact = new double[y.length];
    double[] magnitude = new double[y.length];
    int window = shape.windowHeight() * shape.windowWidth();
    forEachPair(
        shape,
        (o, i) -> {
          exact[o] += x[i];
          magnitude[o] += Math.abs(x[i]);
        });
    int[] counts = counts(shape);
    for (int o = 0; o < y.length; o++) {
      exact[o] /= countPadding ? window : counts[o];
      magnitude[o] /= countPadding ? window : counts[o];
    }
    Oracle.assertClose("y", window, exact, magnitude, y, Pools.output(shape));
  }

  /** <A x, dy> = <x, A' dy>: the gradient is the transpose of the averaging. */
  @Property
  void averageGradientsAreTheTranspose(
      @ForAll(supplier = Pools.Any.class) Pool2dShape shape,
      @ForAll boolean countPadding,
      @ForAll long seed) {
    float[] dy = Values.ORDINARY.floats(shape.outputSize(), seed);
    float[] dx = new float[shape.inputSize()];
    AvgPool2dReference.backward(shape, countPadding, dy, 0, dx, 0);
    double[] exact = new double[dx.length];
    double[] magnitude = new double[dx.length];
    int window = shape.windowHeight() * shape.windowWidth();
    int[] counts = counts(shape);
    forEachPair(
        shape,
        (o, i) -> {
          double share = (double) dy[o] / (countPadding ? window : counts[o]);
          exact[i] += share;
          magnitude[i] += Math.abs(share);
        });
    Oracle.assertClose("dx", window, exact, magnitude, dx, Pools.input(shape));
  }

  /** The winner is a pixel of its window, and none of the window is greater. */
  @Property
  void maximaAreTheGreatestOfTheirWindows(
      @ForAll(supplier = Pools.Any.class) Pool2dShape shape, @ForAll long seed) {
    float[] x = Values.TIES.floats(shape.inputSize(), seed);
    float[] y = new float[shape.outputSize()];
    int[] argmax = new int[y.length];
    MaxPool2dReference.forward(shape, x, 0, y, 0, argmax, 0);
    int pixels = shape.height() * shape.width();
    int[] first = new int[y.length];
    Arrays.fill(first, -1);
    forEachPair(
        shape,
        (o, i) -> {
          if (x[i] > y[o]) {
            throw new AssertionError(x[i] + " beats " + y[o] + " in " + shape);
          }
          if (x[i] == y[o] && first[o] < 0) {
            first[o] = i % pixels;
          }
        });
    Bits.assertEqual("argmax", first, argmax, Pools.output(shape));
  }

  @Example
  void globalAveragesOfIntegersAreExact() {
    float[] x = new float[2 * 63];
    for (int i = 0; i < x.length; i++) {
      x[i] = i < 63 ? i - 31 : 7;
    }
    float[] y = new float[2];
    GlobalAvgPool2d.forward(1, 2, 7, 9, x, 0, y, 0);
    assertArrayEquals(new float[] {0, 7}, y);
    GlobalAvgPool2d.backward(1, 2, 7, 9, new float[] {63, 126}, 0, x, 0);
    assertEquals(1, x[62]);
    assertEquals(2, x[63]);
  }

  @Example
  void refusals() {
    Pool2dShape shape = Pool2dShape.of(1, 2, 4, 4, 2, 2);
    float[] x = new float[32];
    float[] y = new float[8];
    int[] argmax = new int[8];
    assertRefused(
        "x: expected [1, 2, 4, 4] = 32 floats from offset 1, array has 32",
        () -> MaxPool2d.forward(shape, x, 1, y, 0, argmax, 0));
    assertRefused(
        "argmax: expected [1, 2, 2, 2] = 8 ints from offset 0, array has 7",
        () -> MaxPool2d.forward(shape, x, 0, y, 0, new int[7], 0));
    assertRefused(
        "y: expected an output apart from x, actual two that overlap in one array",
        () -> AvgPool2d.forward(shape, true, x, 0, x, 0));
    assertRefused(
        "dy: expected [1, 2, 2, 2] = 8 floats from offset 0, actual null",
        () -> AvgPool2d.backward(shape, true, null, 0, x, 0));
    assertRefused(
        "argmax: expected places in a plane of 4 x 4, actual 16",
        () -> MaxPool2d.backward(shape, y, 0, new int[] {0, 1, 2, 3, 4, 5, 16, 6}, 0, x, 0));
    assertRefused(
        "argmax: expected places in a plane of 4 x 4, actual -1",
        () -> MaxPool2d.backward(shape, y, 0, new int[] {0, 1, 2, 3, 4, 5, -1, 6}, 0, x, 0));
    assertRefused(
        "height: expected 1 or more, actual 0",
        () -> GlobalAvgPool2d.forward(1, 1, 0, 4, x, 0, y, 0));
    assertRefused(
        "windowHeight: expected at most the padded input, 4 + 0 + 0, actual 5",
        () -> MaxPool2d.forward(Pool2dShape.of(1, 2, 4, 4, 5, 2), x, 0, y, 0, argmax, 0));
  }

  private static void assertMax(float[] window, float expected, int place) {
    float[] y = new float[1];
    int[] argmax = new int[1];
    MaxPool2d.forward(Pool2dShape.of(1, 1, 2, 2, 2, 2), window, 0, y, 0, argmax, 0);
    Bits.assertEqual("y", expected, y[0]);
    assertEquals(place, argmax[0]);
  }

  private static void assertRefused(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }

  private interface Pair {
    void of(int output, int input);
  }

  /** Each output with each real pixel of its window, in scan order; from the definition alone. */
  private static void forEachPair(Pool2dShape s, Pair pair) {
    int o = 0;
    for (int plane = 0; plane < s.batch() * s.channels(); plane++) {
      for (int oy = 0; oy < s.outputHeight(); oy++) {
        for (int ox = 0; ox < s.outputWidth(); ox++, o++) {
          for (int k = 0; k < s.windowHeight() * s.windowWidth(); k++) {
            int iy = oy * s.strideHeight() - s.padTop() + k / s.windowWidth();
            int ix = ox * s.strideWidth() - s.padLeft() + k % s.windowWidth();
            if (iy >= 0 && iy < s.height() && ix >= 0 && ix < s.width()) {
              pair.of(o, (plane * s.height() + iy) * s.width() + ix);
            }
          }
        }
      }
    }
  }

  /** Real pixels of each window. */
  private static int[] counts(Pool2dShape shape) {
    int[] counts = new int[shape.outputSize()];
    forEachPair(shape, (o, _) -> counts[o]++);
    return counts;
  }
}
