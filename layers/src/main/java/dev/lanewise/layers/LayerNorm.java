package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Layer normalisation: all numbers of an input are brought to mean 0 and variance 1, then each is
 * scaled by its gamma and shifted by its beta, which are learned (Ba, Kiros, Hinton: "Layer
 * Normalization", 2016). No input depends on the others of its batch.
 */
public final class LayerNorm implements Layer {
  private static final float EPSILON = 1e-5f;

  private final int[] shape;
  private final Tensor gamma;
  private final Tensor beta;

  /**
   * Gamma 1, beta 0.
   *
   * @param shape of one input, without the batch
   */
  public LayerNorm(int... shape) {
    this.shape = shape.clone();
    float[] ones = new float[Shapes.size(shape)];
    Arrays.fill(ones, 1);
    gamma = Tensor.parameter(ones, ones.length);
    beta = Tensor.parameter(new float[ones.length], ones.length);
  }

  /** x: [n, shape...], and so the result. */
  @Override
  public Tensor forward(Tape tape, Tensor x) {
    return dev.lanewise.autograd.op.LayerNorm.apply(tape, x, gamma, beta, EPSILON);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(new Parameter("gamma", gamma), new Parameter("beta", beta));
  }

  @Override
  public int[] outputShape(int... inputShape) {
    if (!Arrays.equals(inputShape, shape)) {
      throw new IllegalArgumentException(
          "expected an input %s, actual %s"
              .formatted(Arrays.toString(shape), Arrays.toString(inputShape)));
    }
    return inputShape.clone();
  }

  @Override
  public String describe() {
    return "of " + Shapes.text(shape);
  }
}
