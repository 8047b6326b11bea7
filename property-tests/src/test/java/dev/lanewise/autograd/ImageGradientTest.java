package dev.lanewise.autograd;

import dev.lanewise.autograd.op.AvgPool2d;
import dev.lanewise.autograd.op.Conv2d;
import dev.lanewise.autograd.op.GlobalAvgPool2d;
import dev.lanewise.autograd.op.MaxPool2d;
import dev.lanewise.autograd.op.Relu;
import dev.lanewise.autograd.op.TransposedConv2d;
import dev.lanewise.kernels.conv.Conv2dShape;
import dev.lanewise.kernels.conv.Padding;
import dev.lanewise.kernels.pool.Pool2dShape;
import dev.lanewise.testing.Bits;
import java.util.function.BiFunction;
import java.util.function.DoubleBinaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Gradients of what slides a window over images. */
class ImageGradientTest {
  @Property
  void conv2d(@ForAll long seed) {
    Draw draw = new Draw(seed);
    Conv2dShape s = convShape(draw);
    GradientOracle.check(
        draw,
        (tape, x) -> Conv2d.apply(tape, s, x[0], x[1], x[2]),
        x -> convolve(s, x[0], x[1], x[2]),
        draw.ordinary(s.batch(), s.channels(), s.height(), s.width()),
        draw.ordinary(s.filters(), s.channels() / s.groups(), s.kernelHeight(), s.kernelWidth()),
        draw.ordinary(s.filters()));
  }

  @Property
  void conv2dWithoutBias(@ForAll long seed) {
    Draw draw = new Draw(seed);
    Conv2dShape s = convShape(draw);
    GradientOracle.check(
        draw,
        (tape, x) -> Conv2d.apply(tape, s, x[0], x[1], null),
        x -> convolve(s, x[0], x[1], new double[s.filters()]),
        draw.ordinary(s.batch(), s.channels(), s.height(), s.width()),
        draw.ordinary(s.filters(), s.channels() / s.groups(), s.kernelHeight(), s.kernelWidth()));
  }

  /** The ReLU in one pass with the convolution gives the bits of the ReLU after it. */
  @Property
  void conv2dWithRelu(@ForAll long seed) {
    Draw draw = new Draw(seed);
    Conv2dShape s = convShape(draw);
    assertSame(
        draw,
        s,
        s.outputSize(),
        (tape, x) -> Relu.apply(tape, Conv2d.apply(tape, s, x[0], x[1], x[2])),
        (tape, x) -> Conv2d.apply(tape, s.relu(), x[0], x[1], x[2]));
  }

  /** So does max pooling. */
  @Property
  void conv2dPooled(@ForAll long seed, @ForAll boolean relu) {
    Draw draw = new Draw(seed);
    Conv2dShape s = convShape(draw);
    if (s.outputHeight() < 2 || s.outputWidth() < 2) {
      return;
    }
    Conv2dShape shape = relu ? s.relu() : s;
    Pool2dShape pool =
        Pool2dShape.of(s.batch(), s.filters(), s.outputHeight(), s.outputWidth(), 2, 2)
            .stride(2, 2);
    assertSame(
        draw,
        s,
        pool.outputSize(),
        (tape, x) -> MaxPool2d.apply(tape, pool, Conv2d.apply(tape, shape, x[0], x[1], x[2])),
        (tape, x) -> Conv2d.pooled(tape, shape, x[0], x[1], x[2]));
  }

  private static void assertSame(
      Draw draw,
      Conv2dShape s,
      int outputs,
      BiFunction<Tape, Tensor[], Tensor> parts,
      BiFunction<Tape, Tensor[], Tensor> whole) {
    Draw.Input images = draw.ordinary(s.batch(), s.channels(), s.height(), s.width());
    Draw.Input weights =
        draw.ordinary(s.filters(), s.channels() / s.groups(), s.kernelHeight(), s.kernelWidth());
    Draw.Input bias = draw.ordinary(s.filters());
    float[] dy = draw.weights(outputs);
    float[][][] results = new float[2][][];
    try (var tape = new Tape()) {
      for (int fused = 0; fused < 2; fused++) {
        Tensor[] x = {
          Tensor.parameter(images.values(), images.shape()),
          Tensor.parameter(weights.values(), weights.shape()),
          Tensor.parameter(bias.values(), bias.shape())
        };
        Tensor y = (fused == 1 ? whole : parts).apply(tape, x);
        tape.backward(y, dy);
        results[fused] = new float[][] {y.data().clone(), x[0].grad(), x[1].grad(), x[2].grad()};
        tape.clear();
      }
    }
    for (int i = 0; i < 4; i++) {
      Bits.assertEqual("result " + i, results[0][i], results[1][i]);
    }
  }

  @Property
  void transposedConv2d(@ForAll long seed) {
    Draw draw = new Draw(seed);
    Conv2dShape s = convShape(draw);
    GradientOracle.check(
        draw,
        (tape, x) -> TransposedConv2d.apply(tape, s, x[0], x[1]),
        x -> transpose(s, x[0], x[1]),
        draw.ordinary(s.batch(), s.filters(), s.outputHeight(), s.outputWidth()),
        draw.ordinary(s.filters(), s.channels() / s.groups(), s.kernelHeight(), s.kernelWidth()));
  }

  /** The matrix of the convolution, column by column, transposed. */
  private static double[] transpose(Conv2dShape s, double[] x, double[] weights) {
    double[] y = new double[s.inputSize()];
    double[] unit = new double[s.inputSize()];
    for (int place = 0; place < y.length; place++) {
      unit[place] = 1;
      double[] reached = convolve(s, unit, weights, new double[s.filters()]);
      unit[place] = 0;
      for (int o = 0; o < reached.length; o++) {
        y[place] += reached[o] * x[o];
      }
    }
    return y;
  }

  private static Conv2dShape convShape(Draw draw) {
    int groups = draw.between(1, 2);
    int height = draw.between(3, 6);
    int width = draw.between(3, 6);
    // Two taps, two rows apart, still fit into three rows.
    int kernelHeight = draw.between(1, 3);
    int kernelWidth = draw.between(1, 3);
    Conv2dShape shape =
        Conv2dShape.of(
                draw.between(1, 2),
                groups * draw.between(1, 2),
                height,
                width,
                groups * draw.between(1, 2),
                kernelHeight,
                kernelWidth)
            .stride(draw.between(1, 2), draw.between(1, 2))
            .pad(draw.between(0, 2), draw.between(0, 2), draw.between(0, 2), draw.between(0, 2))
            .dilation(
                kernelHeight == 2 ? draw.between(1, 2) : 1,
                kernelWidth == 2 ? draw.between(1, 2) : 1)
            .groups(groups);
    return shape.padding(Padding.values()[draw.between(0, Padding.values().length - 1)]);
  }

  private static double[] convolve(Conv2dShape s, double[] x, double[] weights, double[] bias) {
    int outputHeight = s.outputHeight();
    int outputWidth = s.outputWidth();
    int channels = s.channels() / s.groups();
    double[] y = new double[s.batch() * s.filters() * outputHeight * outputWidth];
    for (int o = 0; o < y.length; o++) {
      int n = o / (outputHeight * outputWidth) / s.filters();
      int f = o / (outputHeight * outputWidth) % s.filters();
      int top = o / outputWidth % outputHeight * s.strideHeight() - s.padTop();
      int left = o % outputWidth * s.strideWidth() - s.padLeft();
      int firstChannel = f / (s.filters() / s.groups()) * channels;
      y[o] = bias[f];
      for (int c = 0; c < channels; c++) {
        int plane = n * s.channels() + firstChannel + c;
        for (int i = 0; i < s.kernelHeight(); i++) {
          for (int j = 0; j < s.kernelWidth(); j++) {
            double weight =
                weights[((f * channels + c) * s.kernelHeight() + i) * s.kernelWidth() + j];
            int row = place(s.padding(), top + i * s.dilationHeight(), s.height());
            int column = place(s.padding(), left + j * s.dilationWidth(), s.width());
            if (row >= 0 && column >= 0) {
              y[o] += weight * x[(plane * s.height() + row) * s.width() + column];
            }
          }
        }
      }
    }
    return y;
  }

  /** Where a row or column, perhaps one of the padding, takes its value; -1 for a zero. */
  private static int place(Padding padding, int i, int size) {
    if (i >= 0 && i < size) {
      return i;
    }
    int over = i < 0 ? -i : i - (size - 1); // 1 for the first one outside
    int inwards =
        switch (padding) {
          case ZERO -> size;
          case REFLECT -> over;
          case SYMMETRIC -> over - 1;
          case REPLICATE -> 0;
        };
    return inwards >= size ? -1 : i < 0 ? inwards : size - 1 - inwards;
  }

  @Property
  void maxPool2d(@ForAll long seed) {
    Draw draw = new Draw(seed);
    Pool2dShape shape = poolShape(draw);
    GradientOracle.check(
        draw,
        (tape, x) -> MaxPool2d.apply(tape, shape, x[0]),
        x -> pool(shape, x[0], Double.NEGATIVE_INFINITY, Math::max, (max, _) -> max),
        draw.apart(0.01, shape.batch(), shape.channels(), shape.height(), shape.width()));
  }

  @Property
  void avgPool2d(@ForAll long seed) {
    Draw draw = new Draw(seed);
    Pool2dShape shape = poolShape(draw);
    boolean countPadding = draw.coin();
    int window = shape.windowHeight() * shape.windowWidth();
    GradientOracle.check(
        draw,
        (tape, x) -> AvgPool2d.apply(tape, shape, countPadding, x[0]),
        x -> pool(shape, x[0], 0, Double::sum, (sum, n) -> sum / (countPadding ? window : n)),
        draw.ordinary(shape.batch(), shape.channels(), shape.height(), shape.width()));
  }

  @Property
  void globalAvgPool2d(@ForAll long seed) {
    Draw draw = new Draw(seed);
    int n = draw.between(1, 3);
    int c = draw.between(1, 3);
    int h = draw.between(1, 6);
    int w = draw.between(1, 6);
    GradientOracle.check(
        draw,
        (tape, x) -> GlobalAvgPool2d.apply(tape, x[0]),
        x -> {
          double[] y = new double[n * c];
          for (int i = 0; i < x[0].length; i++) {
            y[i / (h * w)] += x[0][i] / (h * w);
          }
          return y;
        },
        draw.ordinary(n, c, h, w));
  }

  private static Pool2dShape poolShape(Draw draw) {
    int windowHeight = draw.between(1, 3);
    int windowWidth = draw.between(1, 3);
    return Pool2dShape.of(
            draw.between(1, 2),
            draw.between(1, 3),
            draw.between(windowHeight, 7),
            draw.between(windowWidth, 7),
            windowHeight,
            windowWidth)
        .stride(draw.between(1, 3), draw.between(1, 3))
        .pad(
            draw.between(0, windowHeight - 1),
            draw.between(0, windowHeight - 1),
            draw.between(0, windowWidth - 1),
            draw.between(0, windowWidth - 1));
  }

  private interface Finish {
    double of(double total, int pixels);
  }

  /** Folds the real pixels of every window. */
  private static double[] pool(
      Pool2dShape s, double[] x, double start, DoubleBinaryOperator fold, Finish finish) {
    int outputHeight = s.outputHeight();
    int outputWidth = s.outputWidth();
    double[] y = new double[s.batch() * s.channels() * outputHeight * outputWidth];
    for (int o = 0; o < y.length; o++) {
      int plane = o / (outputHeight * outputWidth);
      int top = o / outputWidth % outputHeight * s.strideHeight() - s.padTop();
      int left = o % outputWidth * s.strideWidth() - s.padLeft();
      double total = start;
      int pixels = 0;
      for (int i = Math.max(0, top); i < Math.min(s.height(), top + s.windowHeight()); i++) {
        for (int j = Math.max(0, left); j < Math.min(s.width(), left + s.windowWidth()); j++) {
          total = fold.applyAsDouble(total, x[(plane * s.height() + i) * s.width() + j]);
          pixels++;
        }
      }
      y[o] = finish.of(total, pixels);
    }
    return y;
  }
}
