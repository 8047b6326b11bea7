package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Batch normalisation: in training every channel (or feature) is brought to mean 0 and variance 1
 * over the batch; in use the running statistics of training take the place of the batch's. Then it
 * is scaled by gamma and shifted by beta, which are learned (Ioffe, Szegedy: "Batch Normalization",
 * 2015).
 *
 * <p>After each batch running = 0.9 * running + 0.1 * the batch's, where the variance is the
 * unbiased one, sum / (m - 1), while the batch itself is normalised by the biased one, sum / m
 * (section 3.1; a batch of m = 1 counts with variance 0).
 */
public final class BatchNorm implements Layer {
  private static final float EPSILON = 1e-5f;
  private static final float MOMENTUM = 0.1f;

  private final int channels;
  private final boolean relu;
  private final Tensor gamma;
  private final Tensor beta;
  private final Tensor runningMean;
  private final Tensor runningVariance;
  private boolean training;

  /**
   * Gamma 1, beta 0, mean 0 and variance 1.
   *
   * @param channels of the input, or features
   * @param relu whether a ReLU follows: the same numbers as by a layer of its own, in less time
   */
  public BatchNorm(int channels, boolean relu) {
    this.channels = channels;
    this.relu = relu;
    Shapes.requireArray(channels);
    gamma = Tensor.parameter(ones(channels), channels);
    beta = Tensor.parameter(new float[channels], channels);
    runningMean = Tensor.of(new float[channels], channels);
    runningVariance = Tensor.of(ones(channels), channels);
  }

  private static float[] ones(int n) {
    float[] ones = new float[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** x: [n, channels, ...], and so the result. */
  @Override
  public Tensor forward(Tape tape, Tensor x) {
    if (!training) {
      return dev.lanewise.autograd.op.BatchNorm.byConstants(
          tape, x, gamma, beta, EPSILON, relu, runningMean.data(), runningVariance.data());
    }
    float[] mean = tape.floats(channels);
    float[] variance = tape.floats(channels);
    Tensor y =
        dev.lanewise.autograd.op.BatchNorm.ofBatch(
            tape, x, gamma, beta, EPSILON, relu, mean, variance);
    int m = x.size() / channels;
    tape.compute(() -> count(m, mean, variance));
    return y;
  }

  private void count(int m, float[] mean, float[] variance) {
    for (int c = 0; c < channels; c++) {
      float unbiased = variance[c] * ((float) m / Math.max(1, m - 1));
      update(runningMean.data(), c, mean[c]);
      update(runningVariance.data(), c, unbiased);
    }
  }

  private static void update(float[] running, int c, float ofBatch) {
    running[c] += MOMENTUM * (ofBatch - running[c]);
  }

  @Override
  public void training(long seed) {
    training = true;
  }

  @Override
  public void evaluation() {
    training = false;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(new Parameter("gamma", gamma), new Parameter("beta", beta));
  }

  @Override
  public List<Parameter> buffers() {
    return List.of(new Parameter("mean", runningMean), new Parameter("variance", runningVariance));
  }

  @Override
  public int[] outputShape(int... inputShape) {
    if (inputShape[0] != channels) {
      throw new IllegalArgumentException(
          "expected an input [%d, ...], actual %s"
              .formatted(channels, Arrays.toString(inputShape)));
    }
    return inputShape.clone();
  }

  @Override
  public String describe() {
    return channels + " channels" + (relu ? ", relu" : "");
  }
}
