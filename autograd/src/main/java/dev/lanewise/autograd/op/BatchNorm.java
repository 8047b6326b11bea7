package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.norm.BatchNormShape;

/** Batch normalisation, {@link dev.lanewise.kernels.norm.BatchNorm}. */
public final class BatchNorm {
  private BatchNorm() {}

  /**
   * Of a batch by its own statistics, which the gradient takes into account. x, y: [n, c, ...];
   * gamma, beta: [c].
   *
   * @param relu whether max(0, .) follows
   * @param mean output: [c], to be left alone until after backward
   * @param variance output, biased: [c], to be left alone until after backward
   */
  public static Tensor ofBatch(
      Tape tape,
      Tensor x,
      Tensor gamma,
      Tensor beta,
      float epsilon,
      boolean relu,
      float[] mean,
      float[] variance) {
    BatchNormShape shape = shape(x, gamma, beta, epsilon, relu);
    tape.compute(
        () ->
            dev.lanewise.kernels.norm.BatchNorm.statistics(
                shape, x.data(), 0, mean, 0, variance, 0));
    return apply(tape, shape, true, x, gamma, beta, mean, variance);
  }

  /**
   * By constants. x, y: [n, c, ...]; gamma, beta: [c].
   *
   * @param relu whether max(0, .) follows
   * @param mean [c], to be left alone until after backward
   * @param variance [c], to be left alone until after backward
   */
  public static Tensor byConstants(
      Tape tape,
      Tensor x,
      Tensor gamma,
      Tensor beta,
      float epsilon,
      boolean relu,
      float[] mean,
      float[] variance) {
    BatchNormShape shape = shape(x, gamma, beta, epsilon, relu);
    return apply(tape, shape, false, x, gamma, beta, mean, variance);
  }

  private static BatchNormShape shape(
      Tensor x, Tensor gamma, Tensor beta, float epsilon, boolean relu) {
    if (x.rank() < 2 || x.size() == 0) {
      throw new IllegalArgumentException("BatchNorm: x: expected [n, c, ...], actual " + x);
    }
    int channels = x.dim(1);
    Shapes.exactly("BatchNorm", "gamma", gamma, channels);
    Shapes.exactly("BatchNorm", "beta", beta, channels);
    int pixels = x.size() / x.dim(0) / channels;
    return new BatchNormShape(x.dim(0), channels, pixels, epsilon, relu);
  }

  private static Tensor apply(
      Tape tape,
      BatchNormShape shape,
      boolean ofBatch,
      Tensor x,
      Tensor gamma,
      Tensor beta,
      float[] mean,
      float[] variance) {
    Tensor y = tape.like(x);
    tape.compute(
        () ->
            dev.lanewise.kernels.norm.BatchNorm.forward(
                shape,
                x.data(),
                0,
                mean,
                0,
                variance,
                0,
                gamma.data(),
                0,
                beta.data(),
                0,
                y.data(),
                0));
    tape.derivative(
        y,
        x,
        gamma,
        beta,
        (dy, dx, dgamma, dbeta) ->
            dev.lanewise.kernels.norm.BatchNorm.backward(
                shape,
                ofBatch,
                x.data(),
                0,
                mean,
                0,
                variance,
                0,
                gamma.data(),
                0,
                beta.data(),
                0,
                dy,
                0,
                dx,
                0,
                dgamma,
                0,
                dbeta,
                0));
    return y;
  }
}
