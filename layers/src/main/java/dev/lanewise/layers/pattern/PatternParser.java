package dev.lanewise.layers.pattern;

import dev.lanewise.kernels.conv.Padding;
import dev.lanewise.layers.Loss;
import dev.lanewise.layers.pattern.LayerSpec.Function;
import java.util.ArrayList;
import java.util.List;

/** Recursive descent over {@link NetPattern#GRAMMAR}. */
final class PatternParser {
  /** Bounds what "(...)*1000" within "(...)*1000" can ask for. */
  private static final int MAX_LAYERS = 1000;

  private static final int MAX_DEPTH = 50;
  private static final int MAX_DIGITS = 7;

  /** What ends a word. */
  private static final String SIGNS = " \t\r\n(),*";

  private static final String SPACES = " \t\r\n";

  private static final String A_LAYER = "a layer (conv, pool, fc, ...)";
  private static final String A_LOSS = "softmax or svm at the end";

  private final String text;
  private int position;

  private PatternParser(String text) {
    this.text = text;
  }

  static NetPattern parse(String text) {
    PatternParser parser = new PatternParser(text);
    List<LayerSpec> layers = parser.sequence(0);
    return new NetPattern(text, layers, parser.loss());
  }

  /** Layers and groups up to a closing parenthesis, the loss, or the end. */
  private List<LayerSpec> sequence(int depth) {
    List<LayerSpec> layers = new ArrayList<>();
    for (skipSeparators(); !atEnd() && !at(')') && !(depth == 0 && atLoss()); skipSeparators()) {
      int start = position;
      List<LayerSpec> item = at('(') ? group(depth + 1) : List.of(layer(depth));
      int times = repetitions();
      if (LayerSpec.count(layers) + (long) LayerSpec.count(item) * times > MAX_LAYERS) {
        throw error(start, "expected at most " + MAX_LAYERS + " layers in the net");
      }
      for (int i = 0; i < times; i++) {
        layers.addAll(item);
      }
    }
    if (layers.isEmpty()) {
      throw expected(A_LAYER);
    }
    return layers;
  }

  private List<LayerSpec> group(int depth) {
    if (depth > MAX_DEPTH) {
      throw error(position, "expected at most " + MAX_DEPTH + " parentheses inside one another");
    }
    position++;
    List<LayerSpec> layers = sequence(depth);
    if (!accept(')')) {
      throw expected(A_LAYER + " or ')'");
    }
    return layers;
  }

  private int repetitions() {
    skipSpaces();
    if (!accept('*')) {
      return 1;
    }
    skipSpaces();
    return number("the number of repetitions, as in (conv3-32 relu)*2", 1);
  }

  private Loss loss() {
    int start = position;
    Loss loss =
        switch (letters()) {
          case "softmax" -> Loss.SOFTMAX;
          case "svm" -> Loss.SVM;
          default -> {
            position = start;
            throw expected(at(')') ? A_LAYER + " or " + A_LOSS : A_LOSS);
          }
        };
    skipSeparators();
    if (!atEnd()) {
      throw expected("nothing after " + text.substring(start, position).strip());
    }
    return loss;
  }

  private LayerSpec layer(int depth) {
    int start = position;
    int column = start + 1;
    LayerSpec layer =
        switch (letters()) {
          case "conv" -> convolution(start);
          case "tconv" -> transposed(start);
          case "pool", "avgpool" -> pooling(start);
          case "gap" -> new LayerSpec.GlobalAveragePooling(column, since(start));
          case "fc" -> {
            int outputs = number('-', "-OUTPUTS, as in fc-128", 1);
            yield new LayerSpec.FullyConnected(column, since(start), outputs);
          }
          case "res" -> {
            if (!at('(')) {
              throw expected("'(' and the layers of f, as in res(conv3-32 relu conv3-32)");
            }
            List<LayerSpec> layers = group(depth + 1);
            yield new LayerSpec.Residual(column, since(start), layers);
          }
          case "bn" -> new LayerSpec.BatchNormalisation(column, since(start));
          case "ln" -> new LayerSpec.LayerNormalisation(column, since(start));
          case "relu" -> activation(start, Function.RELU);
          case "lrelu", "leakyrelu" -> activation(start, Function.LEAKY_RELU);
          case "prelu" -> new LayerSpec.ParametricRelu(column, since(start));
          case "elu" -> activation(start, Function.ELU);
          case "gelu" -> activation(start, Function.GELU);
          case "silu" -> activation(start, Function.SILU);
          case "softplus" -> activation(start, Function.SOFTPLUS);
          case "sigmoid" -> activation(start, Function.SIGMOID);
          case "tanh" -> activation(start, Function.TANH);
          case "maxout" -> {
            int pieces = number("the number of pieces (2 or more), as in maxout2", 2);
            yield new LayerSpec.MaxoutOf(column, since(start), pieces);
          }
          case "dropout" -> {
            float probability = probability();
            yield new LayerSpec.DropoutOf(column, since(start), probability);
          }
          case "flatten" -> new LayerSpec.Flattening(column, since(start));
          case "softmax", "svm" -> {
            position = start;
            throw expected(A_LAYER + "; the loss stands at the end, outside all parentheses");
          }
          default -> {
            position = start;
            throw expected(A_LAYER);
          }
        };
    if (!atEnd() && SIGNS.indexOf(text.charAt(position)) < 0) {
      throw expected("a space after " + layer.text());
    }
    return layer;
  }

  private LayerSpec activation(int start, Function function) {
    return new LayerSpec.Activation(start + 1, since(start), function);
  }

  private LayerSpec convolution(int start) {
    int window = number("the window, as in conv3-32", 1);
    int filters = number('-', "-FILTERS, as in conv3-32", 1);
    int stride = 0;
    int pad = LayerSpec.Convolution.SAME;
    Padding padding = Padding.ZERO;
    int dilation = 0;
    int groups = 0;
    while (true) {
      if (stride == 0 && accept('/')) {
        stride = number("the stride, as in conv3-32/2", 1);
      } else if (pad < 0 && accept('p')) {
        pad = number("the padding, as in conv3-32p0", 0);
      } else if (padding == Padding.ZERO && accept('m')) {
        padding = Padding.REFLECT;
      } else if (padding == Padding.ZERO && accept('s')) {
        padding = Padding.SYMMETRIC;
      } else if (padding == Padding.ZERO && accept('r')) {
        padding = Padding.REPLICATE;
      } else if (dilation == 0 && accept('d')) {
        dilation = number("the dilation, as in conv3-32d2", 1);
      } else if (groups == 0 && accept('g')) {
        groups = number("the number of groups, as in conv3-32g4", 1);
      } else {
        return new LayerSpec.Convolution(
            start + 1,
            since(start),
            window,
            filters,
            Math.max(stride, 1),
            pad,
            padding,
            Math.max(dilation, 1),
            Math.max(groups, 1));
      }
    }
  }

  private LayerSpec transposed(int start) {
    int window = number("the window, as in tconv4-32/2p1", 1);
    int filters = number('-', "-FILTERS, as in tconv4-32/2p1", 1);
    int stride = accept('/') ? number("the stride, as in tconv4-32/2p1", 1) : 1;
    int pad = accept('p') ? number("the padding, as in tconv4-32/2p1", 0) : 0;
    return new LayerSpec.TransposedConvolution(
        start + 1, since(start), window, filters, stride, pad);
  }

  private LayerSpec pooling(int start) {
    boolean max = text.charAt(start) == 'p';
    int window = atDigit() ? number("the window, as in pool3/2", 1) : 2;
    int stride = accept('/') ? number("the stride, as in pool3/2", 1) : window;
    int pad = accept('p') ? number("the padding, as in pool3/2p1", 0) : 0;
    return max
        ? new LayerSpec.MaxPooling(start + 1, since(start), window, stride, pad)
        : new LayerSpec.AveragePooling(start + 1, since(start), window, stride, pad);
  }

  private float probability() {
    String what = "-PROBABILITY above 0 and below 1, as in dropout-0.5";
    int start = position;
    if (accept('-')) {
      int from = position;
      while (atDigit() || at('.')) {
        position++;
      }
      if (since(from).matches("\\d*\\.\\d{1,6}")) {
        float probability = Float.parseFloat(since(from));
        if (probability > 0 && probability < 1) {
          return probability;
        }
      }
    }
    position = start;
    throw expected(what);
  }

  /** A sign and then a number, {@code what} names both. */
  private int number(char sign, String what, int least) {
    int start = position;
    if (!accept(sign) || !atDigit()) {
      position = start;
      throw expected(what);
    }
    return number(what, least);
  }

  private int number(String what, int least) {
    int start = position;
    while (atDigit()) {
      position++;
    }
    String digits = since(start);
    if (digits.isEmpty() || digits.length() > MAX_DIGITS || Integer.parseInt(digits) < least) {
      position = start;
      throw expected(
          what + (digits.isEmpty() ? "" : ", from " + least + " to " + "9".repeat(MAX_DIGITS)));
    }
    return Integer.parseInt(digits);
  }

  private String letters() {
    int start = position;
    while (!atEnd() && text.charAt(position) >= 'a' && text.charAt(position) <= 'z') {
      position++;
    }
    return since(start);
  }

  private boolean atLoss() {
    int start = position;
    String word = letters();
    position = start;
    return word.equals("softmax") || word.equals("svm");
  }

  private String since(int start) {
    return text.substring(start, position);
  }

  private boolean accept(char c) {
    boolean accepted = at(c);
    position += accepted ? 1 : 0;
    return accepted;
  }

  private boolean at(char c) {
    return !atEnd() && text.charAt(position) == c;
  }

  private boolean atDigit() {
    return !atEnd() && text.charAt(position) >= '0' && text.charAt(position) <= '9';
  }

  private boolean atSpace() {
    return !atEnd() && SPACES.indexOf(text.charAt(position)) >= 0;
  }

  private boolean atEnd() {
    return position == text.length();
  }

  private void skipSpaces() {
    while (atSpace()) {
      position++;
    }
  }

  private void skipSeparators() {
    while (atSpace() || at(',')) {
      position++;
    }
  }

  private PatternException expected(String what) {
    return error(position, "expected " + what + ", found " + here());
  }

  /** The rest of the word, or the sign, at this place. */
  private String here() {
    if (atEnd()) {
      return "the end";
    }
    if (atSpace()) {
      return "a space";
    }
    int end = position;
    do {
      end++;
    } while (end < text.length() && SIGNS.indexOf(text.charAt(end)) < 0);
    return "'" + text.substring(position, end) + "'";
  }

  private PatternException error(int at, String problem) {
    return new PatternException(text, at + 1, problem);
  }
}
