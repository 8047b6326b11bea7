package dev.lanewise.layers.optim;

import dev.lanewise.kernels.optim.Updates;
import dev.lanewise.layers.Parameter;
import java.util.List;

/**
 * Adam (Kingma and Ba: "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1) and
 * AdamW (Loshchilov and Hutter: "Decoupled Weight Decay Regularization", ICLR 2019, algorithm 2).
 * With m and s the running means of gradients and of their squares, 0 at first, in step t from 1:
 *
 * <pre>
 *   m = 0.9 * m + 0.1 * g,  s = 0.999 * s + 0.001 * g * g
 *   x = x - rate * (m / (1 - 0.9^t)) / (sqrt(s / (1 - 0.999^t)) + 1e-8)
 * </pre>
 *
 * <p>Weight decay adds decay * w to g in Adam. In AdamW it shrinks w by rate * decay * w instead,
 * past the scaling of the step.
 */
public final class Adam extends Optimizer {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final boolean decoupled;
  private final List<float[]> means = remember("means");
  private final List<float[]> squares = remember("squares");

  /**
   * @param decoupled AdamW's weight decay
   * @param weightDecay 0 for none
   * @throws IllegalArgumentException if weight decay is negative
   */
  public Adam(List<Parameter> parameters, boolean decoupled, float weightDecay) {
    super(parameters, weightDecay);
    this.decoupled = decoupled;
  }

  @Override
  void update(int i, float rate, float scale, float decay, float[] x, float[] g) {
    // StrictMath, since Math may round differently per JVM.
    double bias1 = 1 - StrictMath.pow(BETA1, steps());
    double bias2 = 1 - StrictMath.pow(BETA2, steps());
    Updates.adam(
        x.length,
        (float) Math.min(rate / bias1, Float.MAX_VALUE),
        BETA1,
        BETA2,
        (float) (1 / Math.sqrt(bias2)),
        EPSILON,
        decoupled ? 1 - rate * decay : 1,
        scale,
        decoupled ? 0 : decay,
        x,
        0,
        g,
        0,
        means.get(i),
        0,
        squares.get(i),
        0);
  }
}
