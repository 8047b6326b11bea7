package dev.lanewise.cli;

import dev.lanewise.cli.plot.ConfusionMatrix;
import dev.lanewise.cli.plot.Curves;
import dev.lanewise.cli.plot.Curves.Curve;
import dev.lanewise.cli.plot.Filters;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.train.Checkpoint;
import dev.lanewise.layers.train.EpochResult;
import dev.lanewise.layers.train.Evaluation;
import dev.lanewise.layers.train.SaveEachEpoch;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * The folder of a run: model, checkpoint, metrics and pictures, each file whole at any moment and
 * all of them brought up to date after every epoch. Before the first epoch is over nothing is
 * written.
 */
final class RunFolder {
  static final String STEPS = "steps.csv";
  private static final String METRICS = "metrics.csv";
  private static final String CURVES = "curves.png";
  private static final String FILTERS = "filters.png";
  private static final String CONFUSION = "confusion.png";

  private final Path folder;
  private final String title;
  private final SaveEachEpoch weights;
  private int epochs;

  /**
   * @param title of the pictures
   */
  RunFolder(Path folder, String title) {
    this.folder = folder;
    this.title = title;
    weights = new SaveEachEpoch(folder);
  }

  Path path() {
    return folder;
  }

  /** Names of the files in it. */
  List<String> files() {
    return Stream.of(SaveEachEpoch.MODEL, METRICS, CURVES, FILTERS, CONFUSION)
        .filter(name -> Files.exists(folder.resolve(name)))
        .toList();
  }

  /** How many epochs of this run it holds; waits while another is being saved. */
  synchronized int epochs() {
    return epochs;
  }

  /** Brings weights and numbers up to date. */
  synchronized void save(Checkpoint checkpoint, StepLog log) throws IOException {
    EpochResult last = checkpoint.history().getLast();
    weights.epochDone(last, checkpoint);
    write(METRICS, metrics(checkpoint.history()));
    write(STEPS, log.csv());
    epochs = last.epoch();
  }

  /** Brings the pictures up to date. */
  void draw(Checkpoint checkpoint, StepLog log, Evaluation evaluation) throws IOException {
    write(CURVES, curves(checkpoint, log));
    write(CONFUSION, confusion(checkpoint.network(), evaluation));
    BufferedImage filters = filters(checkpoint.network());
    if (filters == null) {
      Files.deleteIfExists(folder.resolve(FILTERS));
    } else {
      write(FILTERS, filters);
    }
  }

  private void write(String name, String text) throws IOException {
    WholeFile.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(String name, BufferedImage picture) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", png);
    WholeFile.write(folder.resolve(name), png.toByteArray());
  }

  private static String metrics(List<EpochResult> history) {
    StringBuilder csv =
        new StringBuilder(
            "epoch,step,trainLoss,trainAccuracy,testLoss,testAccuracy,seconds,imagesPerSecond\n");
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

  private BufferedImage curves(Checkpoint checkpoint, StepLog log) {
    List<EpochResult> history = checkpoint.history();
    double batches = Math.ceilDiv(checkpoint.samples(), checkpoint.config().batch());
    Curve test =
        new Curve(
            history.stream().mapToDouble(epoch -> epoch.step() / batches).toArray(),
            history.stream().mapToDouble(EpochResult::validationLoss).toArray(),
            history.stream().mapToDouble(EpochResult::validationAccuracy).toArray());
    return Curves.draw(title, test.epoch()[history.size() - 1], log.curve(), test);
  }

  private BufferedImage confusion(Network network, Evaluation evaluation) {
    String heading =
        String.format(
            Locale.ROOT,
            "%s: %.2f %% of %,d test images right",
            title,
            100 * evaluation.accuracy(),
            evaluation.samples());
    return ConfusionMatrix.draw(heading, network.classNames(), evaluation.confusion());
  }

  /** Of a convolution, or the templates of a layer that sees all pixels; null without either. */
  private BufferedImage filters(Network network) {
    if (network.parameters().isEmpty()) {
      return null;
    }
    float[] weights = network.parameters().getFirst().tensor().data();
    int[] shape = network.parameters().getFirst().tensor().shape();
    int[] input = network.inputShape();
    int[] filter = shape.length == 4 ? new int[] {shape[1], shape[2], shape[3]} : input;
    boolean visible = filter[0] == 1 || filter[0] == 3;
    if (!visible || weights.length != shape[0] * filter[0] * filter[1] * filter[2]) {
      return null;
    }
    String caption =
        "%s: the first layer's %d filters, %d x %d"
            .formatted(title, shape[0], filter[1], filter[2]);
    return Filters.draw(caption, weights, shape[0], filter[0], filter[1], filter[2]);
  }
}
