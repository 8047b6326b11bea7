package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.layers.init.Init;
import dev.lanewise.layers.random.SeededRandom;
import java.util.Arrays;
import java.util.List;

/** Fully connected: y = x W^T + b, with W: [outputs, inputs] and b: [outputs]. */
public final class Linear implements Layer {
  private final int inputs;
  private final int outputs;
  private final Tensor weight;
  private final Tensor bias;

  /**
   * All weights 0, to be initialised or loaded.
   *
   * @throws IllegalArgumentException if a size is below 1 or an array cannot hold the weights
   */
  public Linear(int inputs, int outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
    weight = Tensor.parameter(new float[Shapes.size(outputs, inputs)], outputs, inputs);
    bias = Tensor.parameter(new float[outputs], outputs);
  }

  /** Draws the weights; the biases stay as they are. */
  public Linear initialise(Init init, SeededRandom random) {
    init.fill(weight.data(), inputs, outputs, random);
    return this;
  }

  /** x: [n, inputs] -> [n, outputs]. */
  @Override
  public Tensor forward(Tape tape, Tensor x) {
    return dev.lanewise.autograd.op.Linear.apply(tape, x, weight, bias);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(new Parameter("weight", weight), new Parameter("bias", bias));
  }

  @Override
  public int[] outputShape(int... inputShape) {
    if (inputShape.length != 1 || inputShape[0] != inputs) {
      throw new IllegalArgumentException(
          "expected an input [%d], actual %s".formatted(inputs, Arrays.toString(inputShape)));
    }
    return new int[] {outputs};
  }

  @Override
  public long multiplyAdds(int... inputShape) {
    return (long) inputs * outputs;
  }

  @Override
  public String describe() {
    return inputs + " -> " + outputs;
  }
}
