package dev.lanewise.layers.pattern;

import dev.lanewise.layers.Loss;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Sequential;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A net in the notation of the CS231n lectures ("ConvNet Architectures"): {@code ((conv3-32 relu)*2
 * pool)*2 (fc-128 relu) fc-10 softmax}. The notation is {@link #GRAMMAR}.
 *
 * <pre>{@code
 * Network net = NetPattern.parse("conv5-6 relu pool fc-10 softmax").build(new int[] {1, 28, 28}, 7);
 * }</pre>
 */
public final class NetPattern {
  /** The notation, for people. */
  public static final String GRAMMAR =
      """
      A net is a list of layers, separated by spaces or commas, then its loss.
        conv3-32       convolution, 3x3 windows, 32 filters, stride 1, padded so that
                       the output is as large as the input; then, as needed:
                       /2 stride, p0 padding, d2 dilation, g4 groups (conv3-32/2p1),
                       and what the padding of a row a b c is, instead of zeros:
                       m mirrored, c b | a b c | b a
                       s mirrored with the edge repeated, b a | a b c | c b
                       r the edge repeated, a a | a b c | c c
        tconv2-32/2    transposed convolution, 2x2 windows, 32 filters, no bias:
                       twice the size; as needed: tconv4-32/2p1, where the padding
                       is cut off the output
        pool           max pooling, 2x2 windows side by side; as needed: pool3/2p1
        avgpool        the same with means
        gap            the mean of each channel
        fc-128         fully connected, 128 outputs
        bn             batch normalisation; a convolution right before it has no
                       bias, and a relu right after it becomes a part of it
        ln             layer normalisation, of all numbers of an input
        relu, lrelu (or leakyrelu), elu, gelu, silu, softplus, sigmoid, tanh
        prelu          a leaky relu that learns its slope, one for each channel
        maxout2        the maximum of every 2 neighbouring channels or features
        dropout-0.5    drops half of the numbers, in training only
        flatten        one row of numbers; goes without saying before fc and loss
        softmax, svm   the loss: cross-entropy of the softmax, or multiclass SVM
        (...)*2        these layers 2 times; may be nested
        res(...)       x + f(x), where f are these layers, which keep the shape
      Or a net by its name: lenet5, cifar-small, vgg-small, resnet-small.
      Example: ((conv3-32 relu)*2 pool)*2 (fc-128 relu) fc-10 softmax
      """;

  private final String text;
  private final List<LayerSpec> layers;
  private final Loss loss;
  private final boolean strict;

  NetPattern(String text, List<LayerSpec> layers, Loss loss) {
    this(text, layers, loss, false);
  }

  private NetPattern(String text, List<LayerSpec> layers, Loss loss, boolean strict) {
    this.text = text;
    this.layers = List.copyOf(layers);
    this.loss = loss;
    this.strict = strict;
  }

  /**
   * @param text a pattern, or the name of a {@link Preset}
   * @throws PatternException with the place, what was expected and what was found there
   */
  public static NetPattern parse(String text) {
    try {
      return PatternParser.parse(Preset.named(text).map(Preset::pattern).orElse(text));
    } catch (PatternException e) {
      throw text.strip().matches("[\\w-]+") ? e.with("nets with names: " + names()) : e;
    }
  }

  private static String names() {
    return Arrays.stream(Preset.values()).map(Preset::toString).collect(Collectors.joining(", "));
  }

  /**
   * The same, to be built only where all strides divide: {@link
   * dev.lanewise.layers.Layer#requireWholeStrides}.
   */
  public NetPattern strict() {
    return new NetPattern(text, layers, loss, true);
  }

  /**
   * The net for inputs of this shape, initialised: He before ReLU and its kin, Xavier before
   * everything else, biases 0. Every layer draws from a stream of its own, so the same seed gives
   * the same weights everywhere.
   *
   * @param inputShape [channels, height, width]
   * @throws PatternException if a layer does not fit what reaches it
   */
  public Network build(int[] inputShape, long seed) {
    return build(inputShape, OptionalLong.of(seed));
  }

  /**
   * The net for inputs of this shape with all weights 0, to be loaded.
   *
   * @param inputShape [channels, height, width]
   * @throws PatternException if a layer does not fit what reaches it
   */
  public Network buildBlank(int[] inputShape) {
    return build(inputShape, OptionalLong.empty());
  }

  private Network build(int[] inputShape, OptionalLong seed) {
    Sequential net = NetBuilder.build(text, layers, strict, seed, inputShape);
    return new Network(text, inputShape, net, loss);
  }

  public Loss loss() {
    return loss;
  }

  /** The pattern as it was written; of a preset, its pattern. */
  @Override
  public String toString() {
    return text;
  }
}
