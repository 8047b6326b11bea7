package dev.lanewise.layers.train;

import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.augment.Augmentation;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.optim.Schedule;
import dev.lanewise.layers.optim.UpdateRule;
import java.util.List;
import java.util.Objects;

/**
 * All that decides, together with the net and the data, which weights a run ends with.
 *
 * @param epochs passes over the data
 * @param batch images per step; the last batch of an epoch may be smaller
 * @param chunk images whose gradients are computed at a time and added up to those of their batch,
 *     so that a batch may be larger than the memory; batch normalisation takes its statistics from
 *     as many; 0 for whole batches
 * @param augmentation how the images are varied, anew in every epoch
 * @param optimizer which rule moves the weights
 * @param learningRate the highest one
 * @param schedule how the learning rate goes on; it looks at the whole run, whatever maxBatches and
 *     patience say
 * @param warmup the part of the run in which the learning rate rises, below 1
 * @param momentum 0 for none, below 1; only some optimisers have one
 * @param weightDecay strength of the regularisation
 * @param clipNorm gradients longer than this, all taken together, are shortened to it; 0 for no
 *     limit
 * @param patience the run ends after so many epochs without a better accuracy on the validation
 *     samples, and the weights of the best epoch are kept; 0 for no limit and the last weights
 * @param seed of all that is random
 * @param maxBatches the run ends after so many steps; 0 for no limit
 */
public record TrainingConfig(
    int epochs,
    int batch,
    int chunk,
    Augmentation augmentation,
    UpdateRule optimizer,
    float learningRate,
    Schedule schedule,
    float warmup,
    float momentum,
    float weightDecay,
    float clipNorm,
    int patience,
    long seed,
    long maxBatches) {

  /**
   * @throws IllegalArgumentException with the first setting that makes no sense
   */
  public TrainingConfig {
    require(epochs >= 1, "epochs", "at least 1", epochs);
    require(batch >= 1, "batch", "at least 1", batch);
    require(chunk >= 0, "chunk", "at least 0 (whole batches)", chunk);
    Objects.requireNonNull(augmentation, "augmentation");
    require(
        learningRate > 0 && Float.isFinite(learningRate),
        "learning rate",
        "a finite number above 0",
        learningRate);
    require(warmup >= 0 && warmup < 1, "warm-up", "at least 0 and below 1", warmup);
    require(momentum >= 0 && momentum < 1, "momentum", "at least 0 and below 1", momentum);
    require(
        optimizer != UpdateRule.NESTEROV || momentum > 0,
        "momentum",
        "above 0 for Nesterov's",
        momentum);
    requireAmount("weight decay", weightDecay);
    requireAmount("clip norm", clipNorm);
    require(patience >= 0, "patience", "at least 0 (no limit)", patience);
    require(maxBatches >= 0, "max batches", "at least 0 (no limit)", maxBatches);
  }

  /**
   * Starts from 5 epochs, batches of 64, SGD with momentum 0.9 and a rate of 0.05 along a cosine,
   * seed 1, and none of the rest.
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts from this configuration. */
  public Builder toBuilder() {
    return new Builder()
        .epochs(epochs)
        .batch(batch)
        .chunk(chunk)
        .augmentation(augmentation)
        .optimizer(optimizer)
        .learningRate(learningRate)
        .schedule(schedule)
        .warmup(warmup)
        .momentum(momentum)
        .weightDecay(weightDecay)
        .clipNorm(clipNorm)
        .patience(patience)
        .seed(seed)
        .maxBatches(maxBatches);
  }

  /** Images that go through the net together: a batch, or a chunk of it. */
  public int imagesAtOnce() {
    return chunk == 0 ? batch : Math.min(chunk, batch);
  }

  /** Chunks of a whole batch: 1 where batches are not cut. */
  public int chunks() {
    return Math.ceilDiv(batch, imagesAtOnce());
  }

  /** Batches, and so steps, of an epoch over so many images; the last may be smaller. */
  public int stepsPerEpoch(int images) {
    return Math.ceilDiv(images, batch);
  }

  /** An optimiser of this configuration that has made no step yet. */
  public Optimizer optimizer(List<Parameter> parameters) {
    return optimizer.over(parameters, momentum, weightDecay);
  }

  private static void requireAmount(String what, float value) {
    require(value >= 0 && Float.isFinite(value), what, "a finite number of at least 0", value);
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
    private int chunk;
    private Augmentation augmentation = Augmentation.NONE;
    private UpdateRule optimizer = UpdateRule.SGD;
    private float learningRate = 0.05f;
    private Schedule schedule = Schedule.COSINE;
    private float warmup;
    private float momentum = 0.9f;
    private float weightDecay;
    private float clipNorm;
    private int patience;
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

    public Builder chunk(int chunk) {
      this.chunk = chunk;
      return this;
    }

    public Builder augmentation(Augmentation augmentation) {
      this.augmentation = augmentation;
      return this;
    }

    public Builder optimizer(UpdateRule optimizer) {
      this.optimizer = optimizer;
      return this;
    }

    public Builder learningRate(float learningRate) {
      this.learningRate = learningRate;
      return this;
    }

    /** The schedule, with the warm-up that is usual with it. */
    public Builder schedule(Schedule schedule) {
      this.schedule = schedule;
      return warmup(schedule.warmup());
    }

    public Builder warmup(float warmup) {
      this.warmup = warmup;
      return this;
    }

    public Builder momentum(float momentum) {
      this.momentum = momentum;
      return this;
    }

    public Builder weightDecay(float weightDecay) {
      this.weightDecay = weightDecay;
      return this;
    }

    public Builder clipNorm(float clipNorm) {
      this.clipNorm = clipNorm;
      return this;
    }

    public Builder patience(int patience) {
      this.patience = patience;
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
          epochs,
          batch,
          chunk,
          augmentation,
          optimizer,
          learningRate,
          schedule,
          warmup,
          momentum,
          weightDecay,
          clipNorm,
          patience,
          seed,
          maxBatches);
    }
  }
}
