package dev.lanewise.kernels.conv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.activation.Activations;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Guarded;
import dev.lanewise.testing.Threads;
import dev.lanewise.testing.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Convolution and its gradients have the bits of their reference, and write nothing else. */
class Conv2dBitsTest {
  @Property
  void any(
      @ForAll(supplier = Convolutions.Any.class) Conv2dShape shape,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    forward(shape, values, seed, misalignment);
    inputGradient(shape, values, seed, misalignment);
    weightGradient(shape, values, seed, misalignment);
  }

  @Property(tries = 60)
  void winograd(
      @ForAll(supplier = Convolutions.Winograd.class) Conv2dShape shape,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    forward(shape, values, seed, misalignment);
    inputGradient(shape, values, seed, misalignment);
    weightGradient(shape, values, seed, misalignment);
  }

  @Property(tries = 40)
  void dilated(
      @ForAll(supplier = Convolutions.Phased.class) Conv2dShape shape,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    forward(shape, values, seed, misalignment);
    pooled(shape, values, seed, misalignment);
    inputGradient(shape, values, seed, misalignment);
    weightGradient(shape, values, seed, misalignment);
  }

  /** Pixels that lie the dilation apart are an image of their own, and have the bits of one. */
  @Property(tries = 30)
  void phasesAreImages(
      @ForAll(supplier = Convolutions.Phased.class) Conv2dShape padded, @ForAll long seed) {
    Conv2dShape s = padded.ofPadded();
    float[] x = Values.ORDINARY.floats(s.inputSize(), seed);
    float[] w = Values.ORDINARY.floats(s.weightSize(), seed + 1);
    float[] dy = Values.ORDINARY.floats(s.outputSize(), seed + 2);
    float[] y = new float[s.outputSize()];
    float[] dx = new float[s.inputSize()];
    Conv2d.forward(s, x, 0, w, 0, null, 0, y, 0);
    Conv2d.inputGradient(s, dy, 0, w, 0, dx, 0);
    int rows = Math.ceilDiv(s.height(), s.dilationHeight());
    int columns = Math.ceilDiv(s.width(), s.dilationWidth());
    Conv2dShape phase =
        Conv2dShape.of(1, s.channels(), rows, columns, s.filters(), 3, 3).groups(s.groups());
    float[] seen = new float[phase.inputSize()];
    float[] given = new float[phase.outputSize()];
    for (int first = 0; first < s.batch() * s.dilationHeight() * s.dilationWidth(); first++) {
      Conv2d.forward(phase, phase(s, first, true, x, 0), 0, w, 0, null, 0, given, 0);
      assertSame("y", phase(s, first, false, y, Float.NaN), given);
      Conv2d.inputGradient(phase, phase(s, first, false, dy, 0), 0, w, 0, seen, 0);
      assertSame("dx", phase(s, first, true, dx, Float.NaN), seen);
    }
  }

  /** One of all images' phases, of inputs or outputs; what others have beyond its end is given. */
  private static float[] phase(
      Conv2dShape s, int phase, boolean inputs, float[] images, float beyond) {
    int left = phase % s.dilationWidth();
    int top = phase / s.dilationWidth() % s.dilationHeight();
    int n = phase / s.dilationWidth() / s.dilationHeight();
    int planes = inputs ? s.channels() : s.filters();
    int height = inputs ? s.height() : s.outputHeight();
    int width = inputs ? s.width() : s.outputWidth();
    int rows = Math.ceilDiv(height, s.dilationHeight());
    int columns = Math.ceilDiv(width, s.dilationWidth());
    float[] pixels = new float[planes * rows * columns];
    for (int i = 0; i < pixels.length; i++) {
      int row = top + i / columns % rows * s.dilationHeight();
      int column = left + i % columns * s.dilationWidth();
      int plane = n * planes + i / columns / rows;
      boolean within = row < height && column < width;
      pixels[i] = within ? images[(plane * height + row) * width + column] : beyond;
    }
    return pixels;
  }

  private static void assertSame(String name, float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length, name);
    for (int i = 0; i < expected.length; i++) {
      if (!Float.isNaN(expected[i])) {
        assertEquals(expected[i], actual[i], name + " at " + i);
      }
    }
  }

  /** Of a batch as many images at a time as fit a cache, the last ones twice if need be. */
  @Property(tries = 2)
  void someImagesAtATime(@ForAll long seed) {
    Conv2dShape s = Conv2dShape.of(11, 40, 40, 40, 33, 3, 3).dilation(2, 2).pad(1, 2, 3, 2);
    forward(s, Values.ORDINARY, seed, 3);
    inputGradient(s, Values.ORDINARY, seed, 3);
  }

  @Property(tries = 60)
  void wholeVectors(
      @ForAll(supplier = Convolutions.WholeVectors.class) Conv2dShape shape,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    forward(shape, values, seed, misalignment);
    inputGradient(shape, values, seed, misalignment);
  }

  /** By Winograd's algorithm, with tiles for no more than a few vectors, and many kernels. */
  @Property(tries = 40)
  void fewTiles(
      @ForAll @IntRange(min = 1, max = 2) int batch,
      @ForAll @IntRange(min = 1, max = 3) int groups,
      @ForAll @IntRange(min = 8, max = 70) int channels,
      @ForAll @IntRange(min = 30, max = 70) int filters,
      @ForAll @IntRange(min = 1, max = 17) int height,
      @ForAll @IntRange(min = 1, max = 17) int width,
      @ForAll Values values,
      @ForAll long seed) {
    Conv2dShape s =
        Conv2dShape.of(batch, groups * channels, height, width, groups * filters, 3, 3)
            .pad(1, 1, 1, 1)
            .groups(groups);
    forward(s, values, seed, 2);
    inputGradient(s, values, seed, 3);
  }

  /**
   * What a thread has made of one call's weights is not taken for another's, nor for later ones.
   */
  @Property(tries = 5)
  void callersThatShareThreads(@ForAll long seed) throws Exception {
    List<Conv2dShape> shapes =
        List.of(
            Conv2dShape.of(9, 12, 20, 20, 16, 3, 3).pad(1, 1, 1, 1),
            Conv2dShape.of(1, 64, 9, 14, 64, 3, 3).pad(1, 1, 1, 1),
            Conv2dShape.of(2, 32, 16, 16, 32, 3, 3).dilation(2, 2).pad(2, 2, 2, 2),
            Conv2dShape.of(5, 12, 20, 20, 16, 5, 5));
    try (ExecutorService pool = Executors.newFixedThreadPool(2);
        ExecutorService callers = Executors.newFixedThreadPool(shapes.size())) {
      List<Future<?>> calls = new ArrayList<>();
      for (Conv2dShape shape : shapes) {
        calls.add(callers.submit(() -> Parallelism.of(pool, 3).run(() -> repeatedly(shape, seed))));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    }
  }

  /** Each time by other weights, in the same array. */
  private static void repeatedly(Conv2dShape s, long seed) {
    float[] x = Values.ORDINARY.floats(s.inputSize(), seed);
    float[] w = Values.ORDINARY.floats(s.weightSize(), seed + 1);
    float[] expected = new float[s.outputSize()];
    float[] actual = new float[s.outputSize()];
    for (int i = 0; i < 10; i++) {
      w[i] = i;
      Conv2dReference.forward(s, x, 0, w, 0, null, 0, expected, 0);
      Conv2d.forward(s, x, 0, w, 0, null, 0, actual, 0);
      Bits.assertEqual("y", expected, actual, Convolutions.output(s));
    }
  }

  @Property(tries = 100)
  void depthwise(
      @ForAll(supplier = Convolutions.Depthwise.class) Conv2dShape shape,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    forward(shape, values, seed, misalignment);
    inputGradient(shape, values, seed, misalignment);
    weightGradient(shape, values, seed, misalignment);
  }

  @Property(tries = 100)
  void batch(
      @ForAll(supplier = Convolutions.Batch.class) Conv2dShape shape,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    weightGradient(shape, values, seed, misalignment);
  }

  @Property(tries = 20)
  void large(
      @ForAll(supplier = Convolutions.Large.class) Conv2dShape shape,
      @ForAll Values values,
      @ForAll long seed) {
    forward(shape, values, seed, 1);
    pooled(shape, values, seed, 1);
    inputGradient(shape, values, seed, 1);
    weightGradient(shape, values, seed, 1);
  }

  /** An image of a batch gives what it gives alone. */
  @Property(tries = 50)
  void imagesAreIndependent(
      @ForAll(supplier = Convolutions.Winograd.class) Conv2dShape winograd,
      @ForAll(supplier = Convolutions.Phased.class) Conv2dShape phased,
      @ForAll long seed) {
    imagesAreIndependent(winograd, seed);
    imagesAreIndependent(phased, seed);
  }

  private static void imagesAreIndependent(Conv2dShape shape, long seed) {
    float[] x = Values.ORDINARY.floats(shape.inputSize(), seed);
    float[] w = Values.ORDINARY.floats(shape.weightSize(), seed + 1);
    float[] y = new float[shape.outputSize()];
    Conv2d.forward(shape, x, 0, w, 0, null, 0, y, 0);
    Conv2dShape single = ofOneImage(shape);
    int last = shape.batch() - 1;
    float[] alone = new float[single.outputSize()];
    Conv2d.forward(single, x, last * single.inputSize(), w, 0, null, 0, alone, 0);
    float[] expected = Arrays.copyOfRange(y, last * alone.length, (last + 1) * alone.length);
    Bits.assertEqual("y", expected, alone, Convolutions.output(single));
    float[] dx = new float[shape.inputSize()];
    Conv2d.inputGradient(shape, y, 0, w, 0, dx, 0);
    float[] dxAlone = new float[single.inputSize()];
    Conv2d.inputGradient(single, y, last * alone.length, w, 0, dxAlone, 0);
    float[] dxExpected = Arrays.copyOfRange(dx, last * dxAlone.length, dx.length);
    Bits.assertEqual("dx", dxExpected, dxAlone, Convolutions.input(single));
  }

  /** The same of one image, for kernels of 3 x 3 and stride 1. */
  private static Conv2dShape ofOneImage(Conv2dShape s) {
    return Conv2dShape.of(1, s.channels(), s.height(), s.width(), s.filters(), 3, 3)
        .pad(s.padTop(), s.padBottom(), s.padLeft(), s.padRight())
        .groups(s.groups())
        .dilation(s.dilationHeight(), s.dilationWidth())
        .padding(s.padding());
  }

  /** Computed directly a gradient by the weights is the sum of its images' gradients. */
  @Property(tries = 50)
  void imagesAddUpDirectly(
      @ForAll(supplier = Convolutions.Winograd.class) Conv2dShape winograd, @ForAll long seed) {
    Conv2dShape shape = winograd.direct();
    Conv2dShape single = ofOneImage(shape).direct();
    float[] x = Values.ORDINARY.floats(shape.inputSize(), seed);
    float[] dy = Values.ORDINARY.floats(shape.outputSize(), seed + 1);
    float[] dw = new float[shape.weightSize()];
    Conv2d.weightGradient(shape, x, 0, dy, 0, dw, 0, null, 0);
    float[] sum = new float[dw.length];
    float[] alone = new float[dw.length];
    for (int n = 0; n < shape.batch(); n++) {
      int image = n * single.inputSize();
      Conv2d.weightGradient(single, x, image, dy, n * single.outputSize(), alone, 0, null, 0);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += alone[i];
      }
    }
    Bits.assertEqual("dWeights", sum, dw, new int[] {dw.length});
  }

  /** A ReLU in the same pass has the bits of one by its own kernel. */
  @Property(tries = 100)
  void reluInTheSamePass(
      @ForAll(supplier = Convolutions.Any.class) Conv2dShape any,
      @ForAll(supplier = Convolutions.Winograd.class) Conv2dShape winograd,
      @ForAll(supplier = Convolutions.Phased.class) Conv2dShape phased,
      @ForAll(supplier = Convolutions.Depthwise.class) Conv2dShape depthwise,
      @ForAll Values values,
      @ForAll long seed) {
    for (Conv2dShape shape : new Conv2dShape[] {any, winograd, phased, depthwise}) {
      float[] x = values.floats(shape.inputSize(), seed);
      float[] w = values.floats(shape.weightSize(), seed + 1);
      float[] bias = values.floats(shape.filters(), seed + 2);
      float[] expected = new float[shape.outputSize()];
      Conv2d.forward(shape, x, 0, w, 0, bias, 0, expected, 0);
      Activations.relu(expected.length, expected, 0, expected, 0);
      float[] actual = new float[shape.outputSize()];
      Conv2d.forward(shape.relu(), x, 0, w, 0, bias, 0, actual, 0);
      Bits.assertEqual("y", expected, actual, Convolutions.output(shape));
    }
  }

  @Property(tries = 60)
  void pooled(
      @ForAll(supplier = Convolutions.Any.class) Conv2dShape any,
      @ForAll(supplier = Convolutions.Winograd.class) Conv2dShape winograd,
      @ForAll(supplier = Convolutions.WholeVectors.class) Conv2dShape wholeVectors,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    for (Conv2dShape shape : new Conv2dShape[] {any, winograd, wholeVectors}) {
      if (shape.outputHeight() >= 2 && shape.outputWidth() >= 2) {
        pooled(seed % 3 == 0 ? shape.relu() : shape, values, seed, misalignment);
      }
    }
  }

  private static void pooled(Conv2dShape s, Values values, long seed, int misalignment) {
    Guarded x = Guarded.of(values.floats(s.inputSize(), seed), misalignment);
    Guarded w = Guarded.of(values.floats(s.weightSize(), seed + 1), misalignment / 2);
    float[] bias = seed % 2 == 0 ? null : values.floats(s.filters(), seed + 2);
    int[] size = {s.batch(), s.filters(), s.outputHeight() / 2, s.outputWidth() / 2};
    float[] y = new float[size[0] * size[1] * size[2] * size[3]];
    int[] argmax = new int[y.length];
    Conv2dReference.forwardPooled(
        s, x.array, x.offset, w.array, w.offset, bias, 0, y, 0, argmax, 0);
    Threads.each(
        threads -> {
          Guarded actual = Guarded.output(y.length, misalignment / 3);
          int[] winners = seed % 5 == 0 ? null : new int[2 + y.length];
          Conv2d.forwardPooled(
              s,
              x.array,
              x.offset,
              w.array,
              w.offset,
              bias,
              0,
              actual.array,
              actual.offset,
              winners,
              1);
          Bits.assertEqual("y", y, actual.values(), size);
          actual.assertCanaries("y");
          if (winners != null) {
            assertEquals(0, winners[0] + winners[y.length + 1], "beside argmax");
            assertArrayEquals(argmax, Arrays.copyOfRange(winners, 1, 1 + y.length), "argmax");
          }
        });
  }

  private static void forward(Conv2dShape shape, Values values, long seed, int misalignment) {
    Conv2dShape s = seed % 3 == 0 ? shape.relu() : shape;
    Guarded x = Guarded.of(values.floats(s.inputSize(), seed), misalignment);
    Guarded w = Guarded.of(values.floats(s.weightSize(), seed + 1), misalignment / 2);
    float[] bias = seed % 2 == 0 ? null : values.floats(s.filters(), seed + 2);
    float[] y = new float[s.outputSize()];
    Conv2dReference.forward(s, x.array, x.offset, w.array, w.offset, bias, 0, y, 0);
    Threads.each(
        threads -> {
          Guarded actual = Guarded.output(y.length, misalignment / 3);
          Conv2d.forward(
              s, x.array, x.offset, w.array, w.offset, bias, 0, actual.array, actual.offset);
          Bits.assertEqual("y", y, actual.values(), Convolutions.output(s));
          actual.assertCanaries("y");
        });
    x.assertUnchanged("x");
    w.assertUnchanged("weights");
  }

  private static void inputGradient(Conv2dShape s, Values values, long seed, int misalignment) {
    Guarded dy = Guarded.of(values.floats(s.outputSize(), seed), misalignment);
    Guarded w = Guarded.of(values.floats(s.weightSize(), seed + 1), misalignment / 2);
    float[] dx = new float[s.inputSize()];
    Conv2dReference.inputGradient(s, dy.array, dy.offset, w.array, w.offset, dx, 0);
    Threads.each(
        threads -> {
          Guarded actual = Guarded.output(dx.length, misalignment / 3);
          Conv2d.inputGradient(
              s, dy.array, dy.offset, w.array, w.offset, actual.array, actual.offset);
          Bits.assertEqual("dx", dx, actual.values(), Convolutions.input(s));
          actual.assertCanaries("dx");
        });
    dy.assertUnchanged("dy");
    w.assertUnchanged("weights");
  }

  private static void weightGradient(Conv2dShape s, Values values, long seed, int misalignment) {
    Guarded x = Guarded.of(values.floats(s.inputSize(), seed), misalignment);
    Guarded dy = Guarded.of(values.floats(s.outputSize(), seed + 1), misalignment / 2);
    float[] dw = new float[s.weightSize()];
    float[] db = new float[s.filters()];
    boolean biased = seed % 2 != 0;
    Conv2dReference.weightGradient(
        s, x.array, x.offset, dy.array, dy.offset, dw, 0, biased ? db : null, 0);
    Threads.each(
        threads -> {
          Guarded weights = Guarded.output(dw.length, misalignment / 3);
          Guarded bias = Guarded.output(db.length, misalignment / 4);
          Conv2d.weightGradient(
              s,
              x.array,
              x.offset,
              dy.array,
              dy.offset,
              weights.array,
              weights.offset,
              biased ? bias.array : null,
              bias.offset);
          Bits.assertEqual("dWeights", dw, weights.values(), Convolutions.weights(s));
          weights.assertCanaries("dWeights");
          if (biased) {
            Bits.assertEqual("dBias", db, bias.values());
          }
          bias.assertCanaries("dBias");
        });
    x.assertUnchanged("x");
    dy.assertUnchanged("dy");
  }
}
