package dev.lanewise.layers.train;

import dev.lanewise.layers.augment.Augmentation;
import dev.lanewise.layers.augment.Views;
import dev.lanewise.layers.optim.Schedule;
import dev.lanewise.layers.optim.UpdateRule;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Nets together with how they are trained to a good accuracy. */
public enum Recipe {
  /**
   * CIFAR-10 to 85 % and more in ten minutes on two cores: six convolutions with batch
   * normalisation, 39 million multiply-adds an image, one cycle of the learning rate (Smith and
   * Topin, "Super-Convergence", 2018).
   */
  CIFAR10_FAST("cifar10-fast", 7),
  /** The same to 90 % and more in half an hour. */
  CIFAR10_BEST("cifar10-best", 24);

  private static final String NET =
      "conv3-32 bn relu conv3-32 bn relu pool (conv3-64 bn relu)*2 pool (conv3-128 bn relu)*2 pool"
          + " fc-10 softmax";

  private final String id;
  private final TrainingConfig config;

  Recipe(String id, int epochs) {
    this.id = id;
    this.config =
        TrainingConfig.builder()
            .epochs(epochs)
            .batch(128)
            .optimizer(UpdateRule.NESTEROV)
            .learningRate(0.1f)
            .schedule(Schedule.ONE_CYCLE)
            .weightDecay(5e-4f)
            .augmentation(Augmentation.parse("flip,crop4"))
            .seed(1)
            .build();
  }

  /** The recipe that is called so. */
  public static Optional<Recipe> named(String name) {
    return Arrays.stream(values()).filter(r -> r.id.equals(name)).findFirst();
  }

  /** All of them, for people. */
  public static String names() {
    return Arrays.stream(values()).map(Recipe::toString).collect(Collectors.joining(", "));
  }

  /** The net's pattern: see {@link dev.lanewise.layers.pattern.NetPattern}. */
  public String net() {
    return NET;
  }

  /** How it is trained. */
  public TrainingConfig config() {
    return config;
  }

  /** What it is tested with at the end. */
  public Views views() {
    return Views.FLIP;
  }

  @Override
  public String toString() {
    return id;
  }
}
