package dev.lanewise.layers.pattern;

import dev.lanewise.layers.AvgPool2d;
import dev.lanewise.layers.BatchNorm;
import dev.lanewise.layers.Conv2d;
import dev.lanewise.layers.Dropout;
import dev.lanewise.layers.Elu;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Gelu;
import dev.lanewise.layers.GlobalAvgPool2d;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerNorm;
import dev.lanewise.layers.LeakyRelu;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.MaxPool2d;
import dev.lanewise.layers.Maxout;
import dev.lanewise.layers.Prelu;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Residual;
import dev.lanewise.layers.Sequential;
import dev.lanewise.layers.Sequential.Named;
import dev.lanewise.layers.Shapes;
import dev.lanewise.layers.Sigmoid;
import dev.lanewise.layers.Silu;
import dev.lanewise.layers.Softplus;
import dev.lanewise.layers.Tanh;
import dev.lanewise.layers.TransposedConv2d;
import dev.lanewise.layers.Window;
import dev.lanewise.layers.init.Init;
import dev.lanewise.layers.pattern.LayerSpec.Activation;
import dev.lanewise.layers.pattern.LayerSpec.AveragePooling;
import dev.lanewise.layers.pattern.LayerSpec.BatchNormalisation;
import dev.lanewise.layers.pattern.LayerSpec.Convolution;
import dev.lanewise.layers.pattern.LayerSpec.DropoutOf;
import dev.lanewise.layers.pattern.LayerSpec.Flattening;
import dev.lanewise.layers.pattern.LayerSpec.FullyConnected;
import dev.lanewise.layers.pattern.LayerSpec.Function;
import dev.lanewise.layers.pattern.LayerSpec.GlobalAveragePooling;
import dev.lanewise.layers.pattern.LayerSpec.MaxPooling;
import dev.lanewise.layers.pattern.LayerSpec.MaxoutOf;
import dev.lanewise.layers.random.Purpose;
import dev.lanewise.layers.random.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Turns what a pattern says into layers, following the shape of one input through them. */
final class NetBuilder {
  private final String pattern;
  private final List<LayerSpec> specs;
  private final boolean strict;
  private final OptionalLong seed;
  private final List<Named> layers = new ArrayList<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Init last;
  private int[] shape;

  private NetBuilder(
      String pattern,
      List<LayerSpec> specs,
      boolean strict,
      OptionalLong seed,
      Init last,
      int[] shape) {
    this.pattern = pattern;
    this.specs = specs;
    this.strict = strict;
    this.seed = seed;
    this.last = last;
    this.shape = shape;
  }

  /**
   * Without a seed all weights are 0.
   *
   * @param strict whether strides must divide
   */
  static Sequential build(
      String pattern, List<LayerSpec> specs, boolean strict, OptionalLong seed, int[] inputShape) {
    NetBuilder builder = new NetBuilder(pattern, specs, strict, seed, Init.XAVIER, inputShape);
    builder.addAll();
    builder.flatten();
    return new Sequential(builder.layers);
  }

  private void addAll() {
    for (int i = 0; i < specs.size(); i++) {
      add(i);
    }
  }

  /** What is inside a block has numbers, and streams of random numbers, of its own. */
  private Residual residual(LayerSpec.Residual block, int number) {
    OptionalLong inner =
        seed.isPresent()
            ? OptionalLong.of(SeededRandom.derive(seed.getAsLong(), Purpose.WEIGHTS, layers.size()))
            : seed;
    NetBuilder builder =
        new NetBuilder(pattern, block.layers(), strict, inner, init(number), shape);
    builder.addAll();
    return new Residual(new Sequential(builder.layers));
  }

  private void add(int number) {
    LayerSpec spec = specs.get(number);
    if (spec instanceof FullyConnected) {
      flatten();
    }
    if (isRelu(number) && normalises(number - 1)) {
      return; // the normalisation does it
    }
    try {
      append(name(spec), layer(spec, number));
    } catch (PatternException e) {
      throw e; // from inside a block, where it has its place
    } catch (IllegalArgumentException e) {
      throw new PatternException(
          pattern,
          spec.column(),
          "layer %d, %s, does not fit its input %s: %s"
              .formatted(number + 1, spec.text(), Arrays.toString(shape), e.getMessage()));
    }
  }

  private void append(String kind, Layer layer) {
    int[] output = layer.outputShape(shape);
    Shapes.requireArray(output);
    if (strict) {
      layer.requireWholeStrides(shape);
    }
    layers.add(new Named(kind + counts.merge(kind, 1, Integer::sum), layer));
    shape = output;
  }

  private void flatten() {
    if (shape.length != 1) {
      append("flatten", new Flatten());
    }
  }

  private Layer layer(LayerSpec spec, int number) {
    return switch (spec) {
      case Convolution conv -> {
        if (shape.length != 3) {
          throw new IllegalArgumentException("expected an input [channels, height, width]");
        }
        Conv2d layer =
            new Conv2d(
                shape[0],
                conv.filters(),
                window(conv),
                conv.groups(),
                conv.padding(),
                !normalises(number + 1));
        seed.ifPresent(value -> layer.initialise(init(number), random(value)));
        yield layer;
      }
      case LayerSpec.TransposedConvolution conv -> {
        if (shape.length != 3) {
          throw new IllegalArgumentException("expected an input [channels, height, width]");
        }
        Window window = Window.of(conv.window()).stride(conv.stride()).pad(conv.pad());
        TransposedConv2d layer = new TransposedConv2d(shape[0], conv.filters(), window);
        seed.ifPresent(value -> layer.initialise(init(number), random(value)));
        yield layer;
      }
      case FullyConnected fc -> {
        Linear layer = new Linear(shape[0], fc.outputs());
        seed.ifPresent(value -> layer.initialise(init(number), random(value)));
        yield layer;
      }
      case MaxPooling pool ->
          new MaxPool2d(Window.of(pool.window()).stride(pool.stride()).pad(pool.pad()));
      case AveragePooling pool ->
          new AvgPool2d(Window.of(pool.window()).stride(pool.stride()).pad(pool.pad()));
      case GlobalAveragePooling _ -> new GlobalAvgPool2d();
      case Activation activation ->
          switch (activation.function()) {
            case RELU -> new Relu();
            case LEAKY_RELU -> new LeakyRelu();
            case ELU -> new Elu();
            case GELU -> new Gelu();
            case SILU -> new Silu();
            case SOFTPLUS -> new Softplus();
            case SIGMOID -> new Sigmoid();
            case TANH -> new Tanh();
          };
      case BatchNormalisation _ -> new BatchNorm(shape[0], isRelu(number + 1));
      case LayerSpec.LayerNormalisation _ -> new LayerNorm(shape);
      case LayerSpec.Residual block -> residual(block, number);
      case LayerSpec.ParametricRelu _ -> new Prelu(shape[0]);
      case MaxoutOf maxout -> new Maxout(maxout.pieces());
      case DropoutOf dropout -> new Dropout(dropout.probability());
      case Flattening _ -> new Flatten();
    };
  }

  private boolean normalises(int number) {
    return number >= 0 && number < specs.size() && specs.get(number) instanceof BatchNormalisation;
  }

  private boolean isRelu(int number) {
    return number < specs.size()
        && specs.get(number) instanceof Activation activation
        && activation.function() == Function.RELU;
  }

  private static Window window(Convolution conv) {
    Window window = Window.of(conv.window()).stride(conv.stride()).dilation(conv.dilation());
    return conv.pad() == Convolution.SAME ? window.same() : window.pad(conv.pad());
  }

  /** A layer's weights depend on the seed and its place in the net, on nothing else. */
  private SeededRandom random(long seed) {
    return new SeededRandom(seed, Purpose.WEIGHTS, layers.size());
  }

  /** Decided by the activation that the outputs of layer {@code number} meet first. */
  private Init init(int number) {
    for (LayerSpec spec : specs.subList(number + 1, specs.size())) {
      switch (spec) {
        case Activation activation -> {
          Function function = activation.function();
          boolean saturates = function == Function.SIGMOID || function == Function.TANH;
          return saturates ? Init.XAVIER : Init.HE;
        }
        case MaxoutOf _, LayerSpec.ParametricRelu _ -> {
          return Init.HE;
        }
        case Convolution _, LayerSpec.TransposedConvolution _, FullyConnected _ -> {
          return Init.XAVIER;
        }
        case BatchNormalisation _,
            LayerSpec.LayerNormalisation _,
            LayerSpec.Residual _,
            MaxPooling _,
            AveragePooling _,
            GlobalAveragePooling _,
            DropoutOf _,
            Flattening _ -> {
          // They only pass signals on.
        }
      }
    }
    return last;
  }

  private static String name(LayerSpec spec) {
    return switch (spec) {
      case Convolution _ -> "conv";
      case LayerSpec.TransposedConvolution _ -> "tconv";
      case FullyConnected _ -> "fc";
      case MaxPooling _ -> "pool";
      case AveragePooling _ -> "avgpool";
      case GlobalAveragePooling _ -> "gap";
      case Activation activation -> activation.text();
      case BatchNormalisation _ -> "bn";
      case LayerSpec.LayerNormalisation _ -> "ln";
      case LayerSpec.Residual _ -> "res";
      case LayerSpec.ParametricRelu _ -> "prelu";
      case MaxoutOf _ -> "maxout";
      case DropoutOf _ -> "dropout";
      case Flattening _ -> "flatten";
    };
  }
}
