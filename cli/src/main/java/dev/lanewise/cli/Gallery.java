package dev.lanewise.cli;

import dev.lanewise.layers.Network;
import dev.lanewise.layers.look.Answer;
import dev.lanewise.layers.train.Checkpoint;
import dev.lanewise.layers.train.Evaluation;
import dev.lanewise.vision.DataSet;
import dev.lanewise.vision.LabelledImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The pictures of a net in its folder, and the report they are gathered in. A picture that fails is
 * complained of and left out.
 */
final class Gallery {
  static final String REPORT = "report.html";
  private static final String CURVES = "curves.svg";

  private final Path folder;
  private final Network network;
  private final DataSet data;
  private final Look look;
  private final Consumer<String> complaints;

  /**
   * @param network fits the data
   */
  Gallery(Path folder, Network network, DataSet data, Consumer<String> complaints) {
    this.folder = folder;
    this.network = network;
    this.data = data;
    this.complaints = complaints;
    look = new Look(network, data);
  }

  /** The names of all files that may be drawn, the report first. */
  static List<String> files() {
    return Stream.concat(Stream.of(REPORT), Look.FILES.stream()).toList();
  }

  /** Draws what shows how training goes on. */
  void draw(Checkpoint checkpoint, StepLog log, Evaluation evaluation) {
    hang(CURVES, () -> Optional.of(look.curves(checkpoint, log)));
    hang(
        "confusion.svg",
        () -> Optional.of(look.confusion(evaluation, Past.watched(checkpoint, data))));
  }

  /**
   * Draws everything, and the report.
   *
   * @param past how the net was trained, if that is known
   * @param answers to all test images
   * @param more settings for the report
   * @throws IOException if the report cannot be written
   */
  void drawAll(Optional<Past> past, List<Answer> answers, Map<String, String> more)
      throws IOException {
    Evaluation evaluation = Answer.evaluation(answers, network.classes());
    List<Picture> pictures = new ArrayList<>();
    for (String file : Look.FILES) {
      if (file.equals(CURVES) && past.isEmpty()) {
        continue; // an older drawing of them cannot be made again
      }
      hang(file, () -> look.draw(file, past, answers, evaluation)).ifPresent(pictures::add);
    }
    String title =
        data.name() + ": " + Texts.percent(evaluation.accuracy(), 2) + " of the test images right";
    Map<String, String> settings = new LinkedHashMap<>();
    past.ifPresent(known -> settings.putAll(known.settings()));
    settings.putAll(more);
    int heldOut = past.map(known -> Past.heldOut(known.checkpoint(), data)).orElse(0);
    String page =
        ReportPage.of(
            title, dataText(heldOut), cards(past, evaluation), pictures, network, settings);
    write(REPORT, page);
  }

  private String dataText(int heldOut) {
    LabelledImages train = data.train();
    return String.format(
        Locale.ROOT,
        "Its data: %s, %,d images to train on, %s%,d others to test on, %d x %d x %d, in %d"
            + " classes.",
        data.name(),
        train.size() - heldOut,
        heldOut == 0 ? "" : Texts.count(heldOut) + " to watch the training by, ",
        data.test().size(),
        train.channels(),
        train.height(),
        train.width(),
        train.classNames().size());
  }

  private Map<String, String> cards(Optional<Past> past, Evaluation evaluation) {
    Map<String, String> cards = new LinkedHashMap<>();
    cards.put(
        "of " + Texts.count(evaluation.samples()) + " test images right",
        Texts.percent(evaluation.accuracy(), 2));
    cards.put("mean loss on them", Texts.loss(evaluation.loss()));
    past.ifPresent(
        known ->
            cards.put(
                "training, %s images/s".formatted(Texts.count(known.imagesPerSecond())),
                duration(known.seconds())));
    cards.put("parameters", Texts.brief(network.parameterCount()));
    cards.put("multiply-adds per image", Texts.brief(network.multiplyAdds()));
    return cards;
  }

  private static String duration(double seconds) {
    return seconds < 60
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : Texts.time(seconds) + (seconds < 3600 ? " min" : " h");
  }

  /** Draws and writes one picture; removes its file if there is none to draw. */
  private Optional<Picture> hang(String file, Supplier<Optional<Picture>> drawn) {
    try {
      Optional<Picture> picture = drawn.get();
      if (picture.isPresent()) {
        write(file, picture.get().drawing().file());
      } else {
        Files.deleteIfExists(folder.resolve(file));
      }
      return picture;
    } catch (RuntimeException | IOException | OutOfMemoryError | LinkageError e) {
      complaints.accept("no " + file + ": " + e);
      return Optional.empty();
    }
  }

  private void write(String name, String text) throws IOException {
    WholeFile.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }
}
