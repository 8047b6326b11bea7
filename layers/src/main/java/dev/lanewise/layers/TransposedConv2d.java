package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.conv.Conv2dShape;
import dev.lanewise.layers.init.Init;
import dev.lanewise.layers.random.SeededRandom;
import java.util.List;

/**
 * Transposed 2-d convolution, which makes images larger by its stride: every pixel of the input
 * adds the window, weighted, to the output. Weights: [channels, filters, window height, window
 * width], as those of the convolution that leads back; no bias.
 */
public final class TransposedConv2d implements Layer {
  private final int channels;
  private final int filters;
  private final Window window;
  private final Tensor weight;

  /**
   * All weights 0, to be initialised or loaded.
   *
   * @param channels of the input
   * @param filters channels of the output
   * @param window its padding is cut off the output
   * @throws IllegalArgumentException if a size is below 1 or an array cannot hold the weights
   */
  public TransposedConv2d(int channels, int filters, Window window) {
    this.channels = channels;
    this.filters = filters;
    this.window = window;
    int[] shape = {channels, filters, window.height(), window.width()};
    weight = Tensor.parameter(new float[Shapes.size(shape)], shape);
  }

  /** Draws the weights; an output sums about window / stride^2 products per channel. */
  public TransposedConv2d initialise(Init init, SeededRandom random) {
    int pixels = window.height() * window.width();
    int products = Math.max(1, channels * pixels / (window.strideHeight() * window.strideWidth()));
    init.fill(weight.data(), products, filters * pixels, random);
    return this;
  }

  /** x: [n, channels, h, w] -> [n, filters, (h - 1) * stride - padding + window, ...]. */
  @Override
  public Tensor forward(Tape tape, Tensor x) {
    Shapes.requireImage(channels, Shapes.ofOne(x.shape()));
    Conv2dShape shape = shape(x.dim(0), x.dim(2), x.dim(3));
    return dev.lanewise.autograd.op.TransposedConv2d.apply(tape, shape, x, weight);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(new Parameter("weight", weight));
  }

  @Override
  public int[] outputShape(int... inputShape) {
    Shapes.requireImage(channels, inputShape);
    Conv2dShape shape = shape(1, inputShape[1], inputShape[2]);
    return new int[] {filters, shape.height(), shape.width()};
  }

  @Override
  public long multiplyAdds(int... inputShape) {
    return shape(1, inputShape[1], inputShape[2]).multiplyAdds();
  }

  @Override
  public String describe() {
    return window + ", transposed";
  }

  /** Of the convolution that leads back. */
  private Conv2dShape shape(int batch, int height, int width) {
    int padHeight = window.padTop() + window.padBottom();
    int padWidth = window.padLeft() + window.padRight();
    int extentHeight = (window.height() - 1) * window.dilationHeight() + 1;
    int extentWidth = (window.width() - 1) * window.dilationWidth() + 1;
    return Conv2dShape.of(
            batch,
            filters,
            (height - 1) * window.strideHeight() - padHeight + extentHeight,
            (width - 1) * window.strideWidth() - padWidth + extentWidth,
            channels,
            window.height(),
            window.width())
        .stride(window.strideHeight(), window.strideWidth())
        .pad(window.padTop(), window.padBottom(), window.padLeft(), window.padRight())
        .dilation(window.dilationHeight(), window.dilationWidth());
  }
}
