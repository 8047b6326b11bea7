package dev.lanewise.cli;

import dev.lanewise.layers.train.TrainingConfig;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code --batch all}: gradient descent with the gradient of all training images, which is added up
 * chunk by chunk, since all at once would need tens of gigabytes.
 */
final class FullBatch implements ITypeConverter<Integer> {
  /** Images of a chunk; a constant, as the order of the sums depends on it. */
  private static final int CHUNK = 128;

  private static final String ALL = "all";

  private static final int UNKNOWN = Integer.MAX_VALUE;

  /** Stands for all images until the data is read. */
  @Override
  public Integer convert(String text) {
    if (text.equals(ALL)) {
      return UNKNOWN;
    }
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException _) {
      throw new TypeConversionException("expected a number of images or all, actual " + text);
    }
  }

  /** The configuration for so many training images. */
  static TrainingConfig of(TrainingConfig config, int images) {
    return config.batch() == UNKNOWN
        ? config.toBuilder().batch(images).chunk(CHUNK).build()
        : config;
  }

  /** What the flag says of a run. */
  static String flag(TrainingConfig config) {
    return config.chunk() == 0 ? String.valueOf(config.batch()) : ALL;
  }

  /** What the flag says. */
  static String flag(int batch) {
    return batch == UNKNOWN ? ALL : String.valueOf(batch);
  }

  /** In a few words: "batches of 32", "all 60,000 images in one batch, 128 at a time". */
  static String describe(TrainingConfig config) {
    return config.chunk() == 0
        ? "batches of " + config.batch()
        : "all %s images in one batch, %d at a time"
            .formatted(Texts.count(config.batch()), config.imagesAtOnce());
  }
}
