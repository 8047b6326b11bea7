package dev.lanewise.layers.optim;

import dev.lanewise.kernels.optim.Updates;
import dev.lanewise.layers.Parameter;
import java.util.List;

/**
 * AdaGrad: each parameter's rate falls with the squares of its gradients so far (Duchi, Hazan,
 * Singer: "Adaptive Subgradient Methods", JMLR 2011). With s their sum, 0 at first:
 *
 * <pre>
 *   s = s + g * g,  x = x - rate * g / (sqrt(s) + 1e-10)
 * </pre>
 *
 * <p>Weight decay is L2 regularisation: decay * w is added to g.
 */
public final class AdaGrad extends Optimizer {
  private static final float EPSILON = 1e-10f;

  private final List<float[]> squares = remember("squares");

  /**
   * @param weightDecay 0 for none
   * @throws IllegalArgumentException if weight decay is negative
   */
  public AdaGrad(List<Parameter> parameters, float weightDecay) {
    super(parameters, weightDecay);
  }

  @Override
  void update(int i, float rate, float scale, float decay, float[] x, float[] g) {
    Updates.scaled(x.length, rate, 1, 1, EPSILON, scale, decay, x, 0, g, 0, squares.get(i), 0);
  }
}
