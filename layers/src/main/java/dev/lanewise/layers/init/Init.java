package dev.lanewise.layers.init;

import dev.lanewise.layers.random.SeededRandom;

/**
 * How weights start. Both keep the variance of signals and gradients level from layer to layer.
 * {@code fanIn} is the number of inputs one output sums, {@code fanOut} the number of outputs one
 * input reaches (for a convolution both count the window). Biases start at 0.
 */
public enum Init {
  /**
   * Uniform in +-sqrt(6 / (fanIn + fanOut)), for layers followed by sigmoid, tanh, softmax or
   * nothing: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural
   * networks", AISTATS 2010, eq. 16.
   */
  XAVIER {
    @Override
    public void fill(float[] weights, int fanIn, int fanOut, SeededRandom random) {
      double limit = Math.sqrt(6.0 / ((double) fanIn + fanOut));
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (limit * (2 * random.nextDouble() - 1));
      }
    }
  },
  /**
   * Normal with standard deviation sqrt(2 / fanIn), for layers followed by ReLU and its kin: He,
   * Zhang, Ren, Sun, "Delving Deep into Rectifiers", ICCV 2015, eq. 10.
   */
  HE {
    @Override
    public void fill(float[] weights, int fanIn, int fanOut, SeededRandom random) {
      double deviation = Math.sqrt(2.0 / fanIn);
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (deviation * random.nextGaussian());
      }
    }
  };

  /** Overwrites all weights, first to last. */
  public abstract void fill(float[] weights, int fanIn, int fanOut, SeededRandom random);
}
