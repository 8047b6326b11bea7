package dev.lanewise.kernels.norm;

import dev.lanewise.kernels.check.Checks;

/**
 * What a batch normalisation is applied to, and how.
 *
 * @param batch images
 * @param channels of an image; features, where {@code pixels} is 1
 * @param pixels of a plane (one channel of one image)
 * @param epsilon added to the variance
 * @param relu whether max(0, .) follows in the same pass
 */
public record BatchNormShape(int batch, int channels, int pixels, float epsilon, boolean relu) {
  /**
   * @throws IllegalArgumentException if a size is below 1, epsilon is not a finite number of at
   *     least 0, or an array cannot hold the images
   */
  public BatchNormShape {
    Checks.positive("batch", batch);
    Checks.positive("channels", channels);
    Checks.positive("pixels", pixels);
    Checks.notNegative("epsilon", epsilon);
    long planes = (long) batch * channels;
    if (planes > Integer.MAX_VALUE || planes * pixels > Integer.MAX_VALUE) {
      throw Checks.refuse(
          "batch * channels * pixels",
          "at most 2^31 - 1",
          batch + " * " + channels + " * " + pixels);
    }
  }

  /** Floats in x. */
  public int size() {
    return planes() * pixels;
  }

  /** Numbers that a channel's statistics are of. */
  public int perChannel() {
    return batch * pixels;
  }

  int planes() {
    return batch * channels;
  }

  /** 1 / sqrt(variance + epsilon). */
  float inverse(float variance) {
    return 1f / (float) Math.sqrt(variance + epsilon);
  }

  /** Outputs that are not above this become 0; NaN, which nothing is below, for none. */
  float floor() {
    return relu ? 0f : Float.NaN;
  }
}
