package dev.lanewise.layers.optim;

import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.vector.Vectors;
import dev.lanewise.layers.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * Stochastic gradient descent, plain, with momentum or with Nesterov's momentum, as the CS231n
 * lectures write it ("Neural Networks Part 3"; Sutskever, Martens, Dahl, Hinton, ICML 2013). With x
 * the parameters, g their gradient, v their velocity (0 at first):
 *
 * <pre>
 *   plain:     x = x - rate * g
 *   momentum:  v = momentum * v - rate * g,  x = x + v
 *   Nesterov:  v = momentum * v - rate * g,  x = x + momentum * v - rate * g
 * </pre>
 *
 * <p>(Nesterov in the lectures is x = x - momentum * v_before + (1 + momentum) * v: the same.)
 * Weight decay is L2 regularisation: it adds the gradient of decay / 2 * |w|^2, decay * w, to g. It
 * concerns weights (two axes and more); biases are left alone, as they do not multiply the data.
 */
public final class Sgd {
  private final List<Parameter> parameters;
  private final float momentum;
  private final boolean nesterov;
  private final float weightDecay;
  private final List<float[]> velocities = new ArrayList<>();

  /**
   * @param momentum 0 for plain descent, below 1
   * @param weightDecay 0 for none
   * @throws IllegalArgumentException if momentum is not in [0, 1), weight decay is negative, or
   *     Nesterov's is asked for without momentum
   */
  public Sgd(List<Parameter> parameters, float momentum, boolean nesterov, float weightDecay) {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "momentum: expected at least 0 and below 1, actual " + momentum);
    }
    if (!(weightDecay >= 0 && weightDecay < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "weight decay: expected a finite number of at least 0, actual " + weightDecay);
    }
    if (nesterov && momentum == 0) {
      throw new IllegalArgumentException("momentum: expected above 0 for Nesterov's, actual 0");
    }
    this.parameters = List.copyOf(parameters);
    this.momentum = momentum;
    this.nesterov = nesterov;
    this.weightDecay = weightDecay;
    if (momentum > 0) {
      parameters.forEach(parameter -> velocities.add(new float[parameter.tensor().size()]));
    }
  }

  /**
   * Moves all parameters that have a gradient. With weight decay, the gradients hold the decay
   * afterwards.
   */
  public void step(float rate) {
    for (int i = 0; i < parameters.size(); i++) {
      Tensor tensor = parameters.get(i).tensor();
      float[] g = tensor.grad();
      if (g == null) {
        continue;
      }
      int n = tensor.size();
      float[] x = tensor.data();
      if (weightDecay > 0 && tensor.rank() > 1) {
        Vectors.axpy(n, weightDecay, x, 0, g, 0);
      }
      if (momentum == 0) {
        Vectors.axpy(n, -rate, g, 0, x, 0);
        continue;
      }
      float[] v = velocities.get(i);
      Vectors.scale(n, momentum, v, 0);
      Vectors.axpy(n, -rate, g, 0, v, 0);
      if (nesterov) {
        Vectors.axpy(n, momentum, v, 0, x, 0);
        Vectors.axpy(n, -rate, g, 0, x, 0);
      } else {
        Vectors.axpy(n, 1, v, 0, x, 0);
      }
    }
  }

  /** Forgets the gradients of all parameters. */
  public void zeroGrad() {
    for (int i = 0; i < parameters.size(); i++) {
      parameters.get(i).tensor().zeroGrad();
    }
  }

  /** The velocity of each parameter, not copies; empty without momentum. */
  public List<float[]> velocities() {
    return List.copyOf(velocities);
  }
}
