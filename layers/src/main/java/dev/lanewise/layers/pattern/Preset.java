package dev.lanewise.layers.pattern;

import java.util.Arrays;
import java.util.Optional;

/** Nets with names, for ten classes; each is a pattern like any other. */
public enum Preset {
  /**
   * For digits: LeCun, Bottou, Bengio, Haffner, "Gradient-Based Learning Applied to Document
   * Recognition", 1998, figure 2, with all channels connected and a softmax at the end.
   */
  LENET5(
      "lenet5",
      "(conv5-6 tanh avgpool) (conv5-16p0 tanh avgpool) (conv5-120p0 tanh) (fc-84 tanh) fc-10"
          + " softmax"),
  /** The form of the CS231n lectures, for images of 32 x 32. */
  CIFAR_SMALL("cifar-small", "((conv3-32 relu)*2 pool)*2 (fc-128 relu) fc-10 softmax"),
  /**
   * Blocks of 3 x 3 convolutions, the width doubled where the size is halved, as by Simonyan and
   * Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014; with
   * batch normalisation.
   */
  VGG_SMALL(
      "vgg-small",
      "((conv3-64 bn relu)*2 pool) ((conv3-128 bn relu)*2 pool) ((conv3-256 bn relu)*2 pool)"
          + " (fc-256 bn relu dropout-0.5) fc-10 softmax"),
  /**
   * The residual net of He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition", 2015,
   * section 4.2, with n = 2; where the width changes a plain convolution takes the place of a
   * residual block.
   */
  RESNET_SMALL(
      "resnet-small",
      "conv3-16 bn relu (res(conv3-16 bn relu conv3-16 bn) relu)*2"
          + " conv3-32/2 bn relu (res(conv3-32 bn relu conv3-32 bn) relu)*2"
          + " conv3-64/2 bn relu (res(conv3-64 bn relu conv3-64 bn) relu)*2"
          + " gap fc-10 softmax");

  private final String id;
  private final String pattern;

  Preset(String id, String pattern) {
    this.id = id;
    this.pattern = pattern;
  }

  /** The net in the notation of {@link NetPattern}. */
  public String pattern() {
    return pattern;
  }

  /** The preset that is called so. */
  public static Optional<Preset> named(String name) {
    return Arrays.stream(values()).filter(preset -> preset.id.equals(name.strip())).findFirst();
  }

  /** The name, as in {@code --net lenet5}. */
  @Override
  public String toString() {
    return id;
  }
}
