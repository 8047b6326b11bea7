package dev.lanewise.layers.optim;

import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.vector.Vectors;
import dev.lanewise.layers.Parameter;
import java.util.List;

/**
 * The Euclidean norm of all gradients taken as one vector, and clipping by it (Pascanu, Mikolov,
 * Bengio: "On the difficulty of training recurrent neural networks", ICML 2013, algorithm 1).
 */
public final class GradientNorm {
  private GradientNorm() {}

  /** The norm; parameters without gradient count as 0. */
  public static double of(List<Parameter> parameters) {
    double squares = 0;
    for (int i = 0; i < parameters.size(); i++) {
      Tensor tensor = parameters.get(i).tensor();
      float[] g = tensor.grad();
      if (g != null) {
        squares += Vectors.dot(tensor.size(), g, 0, g, 0);
      }
    }
    return Math.sqrt(squares);
  }

  /**
   * What {@link Optimizer#step(float, float)} is to multiply gradients with, so that their norm is
   * at most {@code limit}: 1 where it is already.
   *
   * @param limit above 0
   */
  public static float clip(List<Parameter> parameters, float limit) {
    double norm = of(parameters);
    return norm > limit ? (float) (limit / norm) : 1;
  }
}
