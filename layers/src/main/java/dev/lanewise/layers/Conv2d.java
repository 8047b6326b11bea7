package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.conv.Conv2dShape;
import dev.lanewise.kernels.conv.Padding;
import dev.lanewise.layers.init.Init;
import dev.lanewise.layers.random.SeededRandom;
import java.util.List;

/**
 * 2-D convolution: {@code filters} filters, each [channels / groups, window height, window width],
 * and a bias per filter; (F*F*D + 1)*K parameters in the notation of the CS231n lectures.
 */
public final class Conv2d implements Layer {
  private final int channels;
  private final int filters;
  private final Window window;
  private final int groups;
  private final Padding padding;
  private final Tensor weight;
  private final Tensor bias;

  /**
   * All weights 0, to be initialised or loaded.
   *
   * @param channels of the input
   * @param filters channels of the output
   * @param groups parts that channels and filters are cut into; a filter sees only the channels of
   *     its own part
   * @param padding what the padding consists of
   * @param biased whether there is a bias; before a batch normalisation it would be subtracted
   *     again
   * @throws IllegalArgumentException if a size is below 1, groups do not divide channels and
   *     filters, or an array cannot hold the weights
   */
  public Conv2d(
      int channels, int filters, Window window, int groups, Padding padding, boolean biased) {
    if (groups < 1 || channels % groups != 0 || filters % groups != 0) {
      throw new IllegalArgumentException(
          "groups: expected a divisor of %d channels and %d filters, actual %d"
              .formatted(channels, filters, groups));
    }
    this.channels = channels;
    this.filters = filters;
    this.window = window;
    this.groups = groups;
    this.padding = padding;
    int[] shape = {filters, channels / groups, window.height(), window.width()};
    weight = Tensor.parameter(new float[Shapes.size(shape)], shape);
    bias = biased ? Tensor.parameter(new float[filters], filters) : null;
  }

  /** One group, zeros around, a bias. */
  public Conv2d(int channels, int filters, Window window) {
    this(channels, filters, window, 1, Padding.ZERO, true);
  }

  /** Draws the weights; the biases stay as they are. */
  public Conv2d initialise(Init init, SeededRandom random) {
    int pixels = window.height() * window.width();
    init.fill(weight.data(), channels / groups * pixels, filters / groups * pixels, random);
    return this;
  }

  /** x: [n, channels, h, w] -> [n, filters, outputHeight, outputWidth]. */
  @Override
  public Tensor forward(Tape tape, Tensor x) {
    return dev.lanewise.autograd.op.Conv2d.apply(tape, shape(x), x, weight, bias);
  }

  @Override
  public Tensor forwardRelu(Tape tape, Tensor x) {
    return dev.lanewise.autograd.op.Conv2d.apply(tape, shape(x).relu(), x, weight, bias);
  }

  /**
   * With max pooling of 2 x 2, stride 2, behind it, after a ReLU or without: the same bits as by
   * the layers one after the other.
   */
  Tensor forwardPooled(Tape tape, Tensor x, boolean relu) {
    Conv2dShape shape = relu ? shape(x).relu() : shape(x);
    return dev.lanewise.autograd.op.Conv2d.pooled(tape, shape, x, weight, bias);
  }

  private Conv2dShape shape(Tensor x) {
    Shapes.requireImage(channels, Shapes.ofOne(x.shape()));
    return shape(x.dim(0), x.dim(2), x.dim(3));
  }

  @Override
  public List<Parameter> parameters() {
    Parameter filters = new Parameter("weight", weight);
    return bias == null ? List.of(filters) : List.of(filters, new Parameter("bias", bias));
  }

  @Override
  public int[] outputShape(int... inputShape) {
    Shapes.requireImage(channels, inputShape);
    Conv2dShape shape = shape(1, inputShape[1], inputShape[2]);
    return new int[] {filters, shape.outputHeight(), shape.outputWidth()};
  }

  @Override
  public void requireWholeStrides(int... inputShape) {
    shape(1, inputShape[1], inputShape[2]).strict();
  }

  @Override
  public long multiplyAdds(int... inputShape) {
    return shape(1, inputShape[1], inputShape[2]).multiplyAdds();
  }

  @Override
  public String describe() {
    return window
        + (padding == Padding.ZERO ? "" : ", " + padding)
        + (groups == 1 ? "" : ", " + groups + " groups")
        + (bias == null ? ", no bias" : "");
  }

  private Conv2dShape shape(int batch, int height, int width) {
    return Conv2dShape.of(batch, channels, height, width, filters, window.height(), window.width())
        .stride(window.strideHeight(), window.strideWidth())
        .pad(window.padTop(), window.padBottom(), window.padLeft(), window.padRight())
        .dilation(window.dilationHeight(), window.dilationWidth())
        .groups(groups)
        .padding(padding);
  }
}
