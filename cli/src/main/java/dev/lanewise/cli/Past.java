package dev.lanewise.cli;

import dev.lanewise.layers.Network;
import dev.lanewise.layers.save.BadFileException;
import dev.lanewise.layers.train.Checkpoint;
import dev.lanewise.layers.train.EpochResult;
import dev.lanewise.layers.train.SaveEachEpoch;
import dev.lanewise.layers.train.TrainingConfig;
import dev.lanewise.vision.DataSet;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** How a net was trained; its checkpoint has at least one epoch. */
record Past(Checkpoint checkpoint, StepLog log) {
  /**
   * From the files that training left beside a model; empty unless they are of the same net.
   *
   * @param complaints are told of a log that cannot be read; the past is then without it
   */
  static Optional<Past> beside(Path model, Network network, Consumer<String> complaints)
      throws IOException {
    Path checkpointFile = model.resolveSibling(SaveEachEpoch.CHECKPOINT);
    if (!Files.exists(checkpointFile)) {
      return Optional.empty();
    }
    Checkpoint checkpoint;
    try {
      checkpoint = Checkpoint.load(checkpointFile);
      checkpoint.restoreBest();
      if (checkpoint.history().isEmpty()
          || !checkpoint.network().weightsSha256().equals(network.weightsSha256())) {
        return Optional.empty();
      }
    } catch (BadFileException _) {
      return Optional.empty(); // a checkpoint that cannot be read takes nothing from the model
    }
    StepLog log = new StepLog(checkpoint.step());
    try {
      log.readBack(model.resolveSibling(RunFolder.STEPS), checkpoint.step());
    } catch (BadFileException e) {
      complaints.accept("no curve of the training images: " + e.getMessage());
    }
    return Optional.of(new Past(checkpoint, log));
  }

  /** How many of the training images the run was watched by; 0 if by the test images. */
  static int heldOut(Checkpoint checkpoint, DataSet data) {
    return Math.max(0, data.train().size() - checkpoint.samples());
  }

  /** The images that a run was watched by, in a word. */
  static String watched(Checkpoint checkpoint, DataSet data) {
    return heldOut(checkpoint, data) == 0 ? "test" : "validation";
  }

  /** Of training, without validation. */
  double seconds() {
    return checkpoint.history().stream().mapToDouble(EpochResult::seconds).sum();
  }

  /** Of training, without validation. */
  double imagesPerSecond() {
    double images =
        checkpoint.history().stream()
            .mapToDouble(epoch -> epoch.imagesPerSecond() * epoch.seconds())
            .sum();
    return images / seconds();
  }

  /** Every setting of the run under its name. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("steps made", Texts.count(checkpoint.step()));
    if (checkpoint.config().patience() > 0) {
      settings.put("model of epoch", checkpoint.outcome().epoch() + ", the best");
    }
    for (RecordComponent setting : TrainingConfig.class.getRecordComponents()) {
      try {
        Object value = setting.getAccessor().invoke(checkpoint.config());
        settings.put(words(setting.getName()), String.valueOf(value).toLowerCase(Locale.ROOT));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a public record is readable", e);
      }
    }
    return settings;
  }

  private static String words(String name) {
    return name.replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }
}
