package dev.lanewise.layers.pattern;

import dev.lanewise.kernels.conv.Padding;
import java.util.List;

/** One layer as it is written in a net pattern. */
sealed interface LayerSpec {
  /** Where it is written, from 1. */
  int column();

  /** What is written there. */
  String text();

  /** How many layers this is. */
  default int count() {
    return 1;
  }

  /** Square windows; {@code pad} is {@link #SAME} unless written. */
  record Convolution(
      int column,
      String text,
      int window,
      int filters,
      int stride,
      int pad,
      Padding padding,
      int dilation,
      int groups)
      implements LayerSpec {
    /** Enough padding that, at stride 1, the output is as large as the input. */
    static final int SAME = -1;
  }

  record TransposedConvolution(
      int column, String text, int window, int filters, int stride, int pad) implements LayerSpec {}

  record MaxPooling(int column, String text, int window, int stride, int pad)
      implements LayerSpec {}

  record AveragePooling(int column, String text, int window, int stride, int pad)
      implements LayerSpec {}

  record GlobalAveragePooling(int column, String text) implements LayerSpec {}

  record FullyConnected(int column, String text, int outputs) implements LayerSpec {}

  record Activation(int column, String text, Function function) implements LayerSpec {}

  /** Followed by a ReLU in the same step if the next layer is one. */
  record BatchNormalisation(int column, String text) implements LayerSpec {}

  record LayerNormalisation(int column, String text) implements LayerSpec {}

  record ParametricRelu(int column, String text) implements LayerSpec {}

  record MaxoutOf(int column, String text, int pieces) implements LayerSpec {}

  record DropoutOf(int column, String text, float probability) implements LayerSpec {}

  record Flattening(int column, String text) implements LayerSpec {}

  /** x + f(x), where f are the layers. */
  record Residual(int column, String text, List<LayerSpec> layers) implements LayerSpec {
    @Override
    public int count() {
      return 1 + LayerSpec.count(layers);
    }
  }

  /** How many layers these are. */
  static int count(List<LayerSpec> layers) {
    return layers.stream().mapToInt(LayerSpec::count).sum();
  }

  /** The activations without parameters in their notation. */
  enum Function {
    RELU,
    LEAKY_RELU,
    ELU,
    GELU,
    SILU,
    SOFTPLUS,
    SIGMOID,
    TANH
  }
}
