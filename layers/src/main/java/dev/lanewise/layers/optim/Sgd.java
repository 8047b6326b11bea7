package dev.lanewise.layers.optim;

import dev.lanewise.kernels.optim.Updates;
import dev.lanewise.layers.Parameter;
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
 * <p>(Nesterov in the lectures is x = x - momentum * v_before + (1 + momentum) * v: the same.
 * PyTorch's velocity leaves the rate out and multiplies it in later: the same as long as the rate
 * does not change.) Weight decay is L2 regularisation: it adds the gradient of decay / 2 * |w|^2,
 * decay * w, to g.
 */
public final class Sgd extends Optimizer {
  private final float momentum;
  private final boolean nesterov;
  private final List<float[]> velocity;

  /**
   * @param momentum 0 for plain descent, below 1
   * @param weightDecay 0 for none
   * @throws IllegalArgumentException if momentum is not in [0, 1), weight decay is negative, or
   *     Nesterov's is asked for without momentum
   */
  public Sgd(List<Parameter> parameters, float momentum, boolean nesterov, float weightDecay) {
    super(parameters, weightDecay);
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "momentum: expected at least 0 and below 1, actual " + momentum);
    }
    if (nesterov && momentum == 0) {
      throw new IllegalArgumentException("momentum: expected above 0 for Nesterov's, actual 0");
    }
    this.momentum = momentum;
    this.nesterov = nesterov;
    velocity = momentum > 0 ? remember("velocity") : List.of();
  }

  @Override
  void update(int i, float rate, float scale, float decay, float[] x, float[] g) {
    int n = x.length;
    if (momentum == 0) {
      Updates.descent(n, rate, scale, decay, x, 0, g, 0);
    } else if (nesterov) {
      Updates.nesterov(n, rate, momentum, scale, decay, x, 0, g, 0, velocity.get(i), 0);
    } else {
      Updates.momentum(n, rate, momentum, scale, decay, x, 0, g, 0, velocity.get(i), 0);
    }
  }
}
