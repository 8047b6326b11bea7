package dev.lanewise.cli;

import dev.lanewise.layers.BadInputException;
import dev.lanewise.layers.train.Checkpoint;
import dev.lanewise.layers.train.EpochResult;
import dev.lanewise.layers.train.SaveEachEpoch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of a run: model, checkpoint and metrics, beside the pictures of {@link Gallery}; each
 * file whole at any moment and all of them brought up to date after every epoch. Before the first
 * epoch is over nothing is written.
 */
final class RunFolder {
  static final String STEPS = "steps.csv";
  private static final String METRICS = "metrics.csv";

  private final Path folder;
  private final SaveEachEpoch weights;
  private int epochs;

  RunFolder(Path folder) {
    this.folder = folder;
    weights = new SaveEachEpoch(folder);
  }

  Path path() {
    return folder;
  }

  /**
   * Refuses a folder that another run has left something in.
   *
   * @throws BadInputException if it is so
   */
  void requireUnused() {
    for (String name : List.of(SaveEachEpoch.MODEL, SaveEachEpoch.CHECKPOINT)) {
      if (Files.exists(folder.resolve(name))) {
        throw new BadInputException(
            "%s: expected a folder without a run, found %s; --resume goes on with it, --overwrite replaces it, --out DIR leaves it alone"
                .formatted(folder, name));
      }
    }
  }

  /** Names of the files in it. */
  List<String> files() {
    return present(
        Stream.concat(Stream.of(SaveEachEpoch.MODEL, METRICS), Gallery.files().stream()));
  }

  /** Names of the report and the pictures in it. */
  List<String> pictures() {
    return present(Gallery.files().stream());
  }

  private List<String> present(Stream<String> names) {
    return names.filter(name -> Files.exists(folder.resolve(name))).toList();
  }

  /** How many epochs of this run it holds; waits while another is being saved. */
  synchronized int epochs() {
    return epochs;
  }

  /**
   * Brings weights and numbers up to date.
   *
   * @param watched the images that the run is watched by, in a word
   */
  synchronized void save(Checkpoint checkpoint, StepLog log, String watched) throws IOException {
    EpochResult last = checkpoint.history().getLast();
    weights.epochDone(last, checkpoint);
    write(METRICS, metrics(checkpoint.history(), watched));
    write(STEPS, log.csv());
    epochs = last.epoch();
  }

  private void write(String name, String text) throws IOException {
    WholeFile.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  private static String metrics(List<EpochResult> history, String watched) {
    StringBuilder csv =
        new StringBuilder(
            "epoch,step,trainLoss,trainAccuracy,%1$sLoss,%1$sAccuracy,seconds,imagesPerSecond\n"
                .formatted(watched));
    for (EpochResult epoch : history) {
      csv.append(
          "%d,%d,%s,%s,%s,%s,%s,%s\n"
              .formatted(
                  epoch.epoch(),
                  epoch.step(),
                  epoch.trainLoss(),
                  epoch.trainAccuracy(),
                  epoch.validationLoss(),
                  epoch.validationAccuracy(),
                  epoch.seconds(),
                  epoch.imagesPerSecond()));
    }
    return csv.toString();
  }
}
