package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.layers.random.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Layers one after the other, each with a name; parameters are called {@code layer.parameter}. */
public final class Sequential implements Layer {
  /** A layer and its name, unique within the net. */
  public record Named(String name, Layer layer) {}

  private final List<Named> layers;

  /**
   * @throws IllegalArgumentException if two layers have the same name
   */
  public Sequential(List<Named> layers) {
    this.layers = List.copyOf(layers);
    List<String> names = layers.stream().map(Named::name).toList();
    if (Set.copyOf(names).size() != names.size()) {
      throw new IllegalArgumentException("layers: expected different names, actual " + names);
    }
  }

  /** The layers, named by their numbers from 0. */
  public static Sequential of(Layer... layers) {
    List<Named> named = new ArrayList<>();
    for (Layer layer : layers) {
      named.add(new Named(String.valueOf(named.size()), layer));
    }
    return new Sequential(named);
  }

  public List<Named> layers() {
    return layers;
  }

  /**
   * One layer after the other, a ReLU in the same pass as the layer before it. A ReLU before a
   * maximum pooling changes places with it, as there is less to do behind: the bits are the same,
   * and so are those of the gradients (where no pixel of a window is above 0 another one may win,
   * but its gradient is 0). A convolution with windows of 2 x 2 behind it pools by itself.
   */
  @Override
  public Tensor forward(Tape tape, Tensor x) {
    Tensor y = x;
    for (int i = 0; i < layers.size(); i++) {
      boolean relu = layer(i + 1) instanceof Relu;
      int behind = relu ? i + 2 : i + 1;
      if (layer(i) instanceof Conv2d conv
          && layer(behind) instanceof MaxPool2d pool
          && pool.halves()) {
        y = conv.forwardPooled(tape, y, relu);
        i = behind;
      } else if (layer(i) instanceof Relu && layer(i + 1) instanceof MaxPool2d pool) {
        y = pool.forwardRelu(tape, y);
        i++;
      } else if (relu && !(layer(i + 2) instanceof MaxPool2d)) {
        y = layer(i).forwardRelu(tape, y);
        i++;
      } else {
        y = layer(i).forward(tape, y);
      }
    }
    return y;
  }

  /** Null behind the last one. */
  private Layer layer(int i) {
    return i < layers.size() ? layers.get(i).layer : null;
  }

  @Override
  public List<Parameter> parameters() {
    return all(Layer::parameters);
  }

  @Override
  public List<Parameter> buffers() {
    return all(Layer::buffers);
  }

  private List<Parameter> all(Function<Layer, List<Parameter>> of) {
    List<Parameter> all = new ArrayList<>();
    for (Named named : layers) {
      for (Parameter parameter : of.apply(named.layer)) {
        all.add(new Parameter(named.name + "." + parameter.name(), parameter.tensor()));
      }
    }
    return all;
  }

  @Override
  public int[] outputShape(int... inputShape) {
    int[] shape = inputShape;
    for (Named named : layers) {
      try {
        shape = named.layer.outputShape(shape);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(named.name + ": " + e.getMessage(), e);
      }
    }
    return shape;
  }

  @Override
  public long multiplyAdds(int... inputShape) {
    int[] shape = inputShape;
    long sum = 0;
    for (Named named : layers) {
      sum += named.layer.multiplyAdds(shape);
      shape = named.layer.outputShape(shape);
    }
    return sum;
  }

  @Override
  public String describe() {
    return layers.size() + " layers";
  }

  /** Each layer gets a seed of its own. */
  @Override
  public void training(long seed) {
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).layer.training(SeededRandom.derive(seed, i));
    }
  }

  @Override
  public void evaluation() {
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).layer.evaluation();
    }
  }
}
