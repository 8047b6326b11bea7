package dev.lanewise.layers.optim;

import dev.lanewise.kernels.optim.Updates;
import dev.lanewise.layers.Parameter;
import java.util.List;

/**
 * RMSprop: AdaGrad with a memory that fades (Tieleman and Hinton: "Neural Networks for Machine
 * Learning", lecture 6.5, 2012). With s the running mean of squares, 0 at first:
 *
 * <pre>
 *   s = 0.99 * s + 0.01 * g * g,  x = x - rate * g / (sqrt(s) + 1e-8)
 * </pre>
 *
 * <p>Weight decay is L2 regularisation: decay * w is added to g.
 */
public final class RmsProp extends Optimizer {
  private static final float KEEP = 0.99f;
  private static final float TAKE = 1 - KEEP;
  private static final float EPSILON = 1e-8f;

  private final List<float[]> squares = remember("squares");

  /**
   * @param weightDecay 0 for none
   * @throws IllegalArgumentException if weight decay is negative
   */
  public RmsProp(List<Parameter> parameters, float weightDecay) {
    super(parameters, weightDecay);
  }

  @Override
  void update(int i, float rate, float scale, float decay, float[] x, float[] g) {
    Updates.scaled(
        x.length, rate, KEEP, TAKE, EPSILON, scale, decay, x, 0, g, 0, squares.get(i), 0);
  }
}
