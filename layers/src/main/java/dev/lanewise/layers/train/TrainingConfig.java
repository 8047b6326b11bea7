package dev.lanewise.layers.train;

import dev.lanewise.layers.optim.Schedule;

/**
 * All that decides, together with the net and the data, which weights a run ends with.
 *
 * @param epochs passes over the data
 * @param batch images per step; the last batch of an epoch may be smaller
 * @param learningRate of the first step
 * @param schedule how the learning rate goes on; it looks at the whole run, whatever maxBatches
 *     says
 * @param momentum 0 for none, below 1
 * @param nesterov Nesterov's momentum instead of the plain one
 * @param weightDecay strength of the L2 regularisation
 * @param seed of all that is random
 * @param maxBatches the run ends after so many steps; 0 for no limit
 */
public record TrainingConfig(
    int epochs,
    int batch,
    float learningRate,
    Schedule schedule,
    float momentum,
    boolean nesterov,
    float weightDecay,
    long seed,
    long maxBatches) {

  /**
   * @throws IllegalArgumentException with the first setting that makes no sense
   */
  public TrainingConfig {
    require(epochs >= 1, "epochs", "at least 1", epochs);
    require(batch >= 1, "batch", "at least 1", batch);
    require(
        learningRate > 0 && Float.isFinite(learningRate),
        "learning rate",
        "a finite number above 0",
        learningRate);
    require(momentum >= 0 && momentum < 1, "momentum", "at least 0 and below 1", momentum);
    require(!nesterov || momentum > 0, "momentum", "above 0 for Nesterov's", momentum);
    require(
        weightDecay >= 0 && Float.isFinite(weightDecay),
        "weight decay",
        "a finite number of at least 0",
        weightDecay);
    require(maxBatches >= 0, "max batches", "at least 0 (no limit)", maxBatches);
  }

  /** Starts from 5 epochs, batches of 64, rate 0.05 along a cosine, momentum 0.9, seed 1. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts from this configuration. */
  public Builder toBuilder() {
    return new Builder()
        .epochs(epochs)
        .batch(batch)
        .learningRate(learningRate)
        .schedule(schedule)
        .momentum(momentum)
        .nesterov(nesterov)
        .weightDecay(weightDecay)
        .seed(seed)
        .maxBatches(maxBatches);
  }

  private static void require(boolean met, String what, String expected, Object actual) {
    if (!met) {
      throw new IllegalArgumentException(what + ": expected " + expected + ", actual " + actual);
    }
  }

  /** A configuration in the making; {@link #build} checks it. */
  public static final class Builder {
    private int epochs = 5;
    private int batch = 64;
    private float learningRate = 0.05f;
    private Schedule schedule = Schedule.COSINE;
    private float momentum = 0.9f;
    private boolean nesterov;
    private float weightDecay;
    private long seed = 1;
    private long maxBatches;

    private Builder() {}

    public Builder epochs(int epochs) {
      this.epochs = epochs;
      return this;
    }

    public Builder batch(int batch) {
      this.batch = batch;
      return this;
    }

    public Builder learningRate(float learningRate) {
      this.learningRate = learningRate;
      return this;
    }

    public Builder schedule(Schedule schedule) {
      this.schedule = schedule;
      return this;
    }

    public Builder momentum(float momentum) {
      this.momentum = momentum;
      return this;
    }

    public Builder nesterov(boolean nesterov) {
      this.nesterov = nesterov;
      return this;
    }

    public Builder weightDecay(float weightDecay) {
      this.weightDecay = weightDecay;
      return this;
    }

    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    public Builder maxBatches(long maxBatches) {
      this.maxBatches = maxBatches;
      return this;
    }

    public TrainingConfig build() {
      return new TrainingConfig(
          epochs, batch, learningRate, schedule, momentum, nesterov, weightDecay, seed, maxBatches);
    }
  }
}
