package dev.lanewise.layers.train;

import dev.lanewise.layers.augment.Augmentation;
import dev.lanewise.layers.optim.Schedule;
import dev.lanewise.layers.optim.UpdateRule;
import dev.lanewise.layers.save.BadFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** The metadata of a checkpoint's file, whose entries have names and texts. */
record Metadata(Path file, Map<String, String> entries) {
  private static final String PREFIX = "training.";

  /**
   * What an entry says.
   *
   * @throws BadFileException if it is missing, or {@code parse} throws an IllegalArgumentException
   */
  <T> T get(String key, Function<String, T> parse) {
    String text = entries.get(PREFIX + key);
    try {
      if (text != null) {
        return parse.apply(text);
      }
    } catch (IllegalArgumentException _) {
      // Refused below.
    }
    throw new BadFileException(
        file, PREFIX + key + " in its metadata", text == null ? "no such entry" : text);
  }

  void put(String key, Object value) {
    entries.put(PREFIX + key, String.valueOf(value));
  }

  void putConfig(TrainingConfig config) {
    put("epochs", config.epochs());
    put("batch", config.batch());
    put("chunk", config.chunk());
    put("augmentation", config.augmentation());
    put("optimizer", config.optimizer());
    put("learningRate", config.learningRate());
    put("schedule", config.schedule());
    put("warmup", config.warmup());
    put("momentum", config.momentum());
    put("weightDecay", config.weightDecay());
    put("clipNorm", config.clipNorm());
    put("patience", config.patience());
    put("seed", config.seed());
    put("maxBatches", config.maxBatches());
  }

  TrainingConfig config() {
    TrainingConfig.Builder builder =
        TrainingConfig.builder()
            .epochs(get("epochs", Integer::parseInt))
            .batch(get("batch", Integer::parseInt))
            .chunk(get("chunk", Integer::parseInt))
            .augmentation(get("augmentation", Augmentation::parse))
            .optimizer(get("optimizer", UpdateRule::valueOf))
            .learningRate(get("learningRate", Float::parseFloat))
            .schedule(get("schedule", Schedule::valueOf))
            .warmup(get("warmup", Float::parseFloat))
            .momentum(get("momentum", Float::parseFloat))
            .weightDecay(get("weightDecay", Float::parseFloat))
            .clipNorm(get("clipNorm", Float::parseFloat))
            .patience(get("patience", Integer::parseInt))
            .seed(get("seed", Long::parseLong))
            .maxBatches(get("maxBatches", Long::parseLong));
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new BadFileException(
          file, "a training configuration that makes sense", e.getMessage(), e);
    }
  }

  /** A whole number of at least 1. */
  static int size(String text) {
    int size = Integer.parseInt(text);
    if (size < 1) {
      throw new IllegalArgumentException("below 1");
    }
    return size;
  }

  /** A whole number of at least 0. */
  static long count(String text) {
    long count = Long.parseLong(text);
    if (count < 0) {
      throw new IllegalArgumentException("below 0");
    }
    return count;
  }
}
