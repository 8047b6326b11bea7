package dev.lanewise.cli;

import dev.lanewise.cli.plot.ActivationMaps;
import dev.lanewise.cli.plot.ActivationMaps.Stage;
import dev.lanewise.cli.plot.ConfusionMatrix;
import dev.lanewise.cli.plot.Curves;
import dev.lanewise.cli.plot.Curves.Curve;
import dev.lanewise.cli.plot.Filters;
import dev.lanewise.cli.plot.Mistakes;
import dev.lanewise.cli.plot.SaliencyMaps;
import dev.lanewise.cli.plot.Shown;
import dev.lanewise.cli.plot.Svg;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.look.Activations;
import dev.lanewise.layers.look.Answer;
import dev.lanewise.layers.look.Saliency;
import dev.lanewise.layers.train.Checkpoint;
import dev.lanewise.layers.train.EpochResult;
import dev.lanewise.layers.train.Evaluation;
import dev.lanewise.vision.DataSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The pictures of a trained net on a data set. */
final class Look {
  /** In the order in which they are shown. */
  static final List<String> FILES =
      List.of(
          "curves.svg",
          "confusion.svg",
          "mistakes.svg",
          "saliency.svg",
          "filters.svg",
          "activations-1.svg",
          "activations-2.svg",
          "activations-3.svg");

  private static final int MISTAKES = 16;
  private static final int SALIENCY = 12;
  private static final int GUESSES = 3;

  private final Network network;
  private final DataSet data;
  private final List<String> names;

  /**
   * @param network fits the data
   */
  Look(Network network, DataSet data) {
    this.network = network;
    this.data = data;
    names = data.test().classNames();
  }

  /**
   * Draws one of {@link #FILES}; empty if the net, or what is known of it, gives no such picture.
   *
   * @param evaluation sums up the answers
   */
  Optional<Picture> draw(
      String file, Optional<Past> past, List<Answer> answers, Evaluation evaluation) {
    return switch (file) {
      case "curves.svg" -> past.map(known -> curves(known.checkpoint(), known.log()));
      case "confusion.svg" -> Optional.of(confusion(evaluation, "test"));
      case "filters.svg" -> filters();
      case "saliency.svg" -> Optional.of(saliency(answers));
      case "activations-1.svg" -> activations(answers, 1);
      case "activations-2.svg" -> activations(answers, 2);
      case "activations-3.svg" -> activations(answers, 3);
      case "mistakes.svg" -> Optional.of(mistakes(answers));
      default -> throw new IllegalArgumentException("no picture " + file);
    };
  }

  Picture curves(Checkpoint checkpoint, StepLog log) {
    List<EpochResult> history = checkpoint.history();
    double batches = checkpoint.config().stepsPerEpoch(checkpoint.samples());
    String watched = Past.watched(checkpoint, data);
    Curve others =
        new Curve(
            history.stream().mapToDouble(epoch -> epoch.step() / batches).toArray(),
            history.stream().mapToDouble(EpochResult::validationLoss).toArray(),
            history.stream().mapToDouble(EpochResult::validationAccuracy).toArray());
    return new Picture(
        "curves.svg",
        "Learning curves",
        "Loss falls and accuracy rises while the net trains; where the line of the training images"
            + " goes on and that of the "
            + watched
            + " images stays behind, the net learns by heart.",
        Curves.draw(
            "Training on " + data.name(),
            others.epoch()[history.size() - 1],
            log.curve(),
            others,
            watched));
  }

  /**
   * @param images which they are, in a word
   */
  Picture confusion(Evaluation evaluation, String images) {
    String title =
        String.format(
            Locale.ROOT,
            "%.2f %% of %,d %s images right",
            100 * evaluation.accuracy(),
            evaluation.samples(),
            images);
    return new Picture(
        "confusion.svg",
        "Confusion matrix",
        "Each row holds the "
            + images
            + " images of one class, each column what the net said: right answers"
            + " in blue on the diagonal, mistakes in orange, and the part that was right at the end"
            + " of the row."
            + commonest(evaluation.confusion()),
        ConfusionMatrix.draw(title, names, evaluation.confusion()));
  }

  private String commonest(int[][] confusion) {
    int actual = 0;
    int said = 0;
    for (int i = 0; i < confusion.length; i++) {
      for (int j = 0; j < confusion.length; j++) {
        if (i != j && (actual == said || confusion[i][j] > confusion[actual][said])) {
          actual = i;
          said = j;
        }
      }
    }
    return actual == said || confusion[actual][said] == 0
        ? ""
        : " Most often, %s was taken for %s: %s."
            .formatted(names.get(actual), names.get(said), times(confusion[actual][said]));
  }

  private static String times(int count) {
    return count == 1 ? "once" : Texts.count(count) + " times";
  }

  /** Of a convolution, or the templates of a layer that sees all pixels; empty without either. */
  private Optional<Picture> filters() {
    if (network.parameters().isEmpty()) {
      return Optional.empty();
    }
    Parameter first = network.parameters().getFirst();
    float[] weights = first.tensor().data();
    int[] shape = first.tensor().shape();
    boolean slides = shape.length == 4;
    int[] filter = slides ? new int[] {shape[1], shape[2], shape[3]} : network.inputShape();
    boolean visible = filter[0] == 1 || filter[0] == 3;
    if (!visible || weights.length != shape[0] * filter[0] * filter[1] * filter[2]) {
      return Optional.empty();
    }
    String layer = first.name().substring(0, first.name().indexOf('.'));
    String title =
        "%d %s of %s, %d x %d"
            .formatted(shape[0], slides ? "filters" : "templates", layer, filter[1], filter[2]);
    String sentence =
        slides
            ? "Each square holds the weights of one filter that the first layer moves over the"
                + " image; it answers where the image looks like it."
            : "Each square holds the weights by which one output of the first layer multiplies the"
                + " pixels: the image it looks for.";
    String colours =
        filter[0] == 3
            ? " Grey is 0 in each of the three colours, on one scale for all."
            : " Blue is above 0 and orange below, on one scale for all.";
    return Optional.of(
        new Picture(
            "filters.svg",
            slides ? "First-layer filters" : "First-layer templates",
            sentence + colours,
            Filters.draw(
                title,
                weights,
                shape[0],
                filter[0],
                filter[1],
                filter[2],
                isLinear() ? names : List.of())));
  }

  /** Whether the first layer's outputs are the scores: it is the only one with weights. */
  private boolean isLinear() {
    List<Parameter> all = network.parameters();
    return all.getFirst().tensor().shape()[0] == names.size()
        && all.stream().filter(p -> p.tensor().rank() > 1).count() == 1;
  }

  /** What the stages of the net make of one example, from 1; empty without any that is an image. */
  private Optional<Picture> activations(List<Answer> answers, int example) {
    List<Answer> examples = examples(answers, example);
    if (examples.size() < example) {
      return Optional.empty();
    }
    Shown image = shown(examples.getLast());
    List<Stage> stages = new ArrayList<>();
    for (Activations stage : Activations.of(network, image.pixels())) {
      stages.add(new Stage(String.join(" ", stage.layers()), stage.shape(), stage.values()));
    }
    if (stages.isEmpty()) {
      return Optional.empty();
    }
    Svg drawing =
        ActivationMaps.draw(
            "Test image %d, layer by layer".formatted(image.index()),
            image,
            guesses(image.pixels()),
            stages);
    return Optional.of(
        new Picture(
            "activations-" + example + ".svg",
            "Activation maps",
            "What the channels of each layer answer to this image, the first channels of each: the"
                + " brighter a place (or the deeper its blue or orange, for layers that also answer"
                + " below 0), the more the filter finds there what it looks for.",
            drawing));
  }

  private List<String> guesses(float[] pixels) {
    float[] probabilities = network.probabilities(pixels);
    return IntStream.range(0, probabilities.length)
        .boxed()
        .sorted((a, b) -> Float.compare(probabilities[b], probabilities[a]))
        .limit(GUESSES)
        .map(c -> "%s: %s".formatted(names.get(c), Shown.percent(probabilities[c])))
        .toList();
  }

  private Picture saliency(List<Answer> answers) {
    List<Answer> examples = examples(answers, SALIENCY);
    List<Shown> images = examples.stream().map(this::shown).toList();
    List<float[]> maps =
        IntStream.range(0, images.size())
            .mapToObj(i -> Saliency.map(network, images.get(i).pixels(), examples.get(i).said()))
            .toList();
    return new Picture(
        "saliency.svg",
        "Saliency",
        "Beside each image, the pixels that its answer hangs on: how much the score of the class"
            + " the net said would change with each pixel (its absolute gradient, the largest of"
            + " the colours; Simonyan et al. 2013).",
        SaliencyMaps.draw("Where the net looks", images, maps));
  }

  private Picture mistakes(List<Answer> answers) {
    List<Shown> images = Answer.mostWrong(answers, MISTAKES).stream().map(this::shown).toList();
    long wrong = answers.stream().filter(answer -> !answer.right()).count();
    return new Picture(
        "mistakes.svg",
        "Most wrong images",
        "The test images with the highest loss: what each is and what the net said,"
            + " with the probability it gave to that, and the number of the image.",
        Mistakes.draw(
            "The worst of %s mistakes".formatted(wrong == 0 ? "no" : Texts.count(wrong)), images));
  }

  /** The first test images of so many different classes. */
  private static List<Answer> examples(List<Answer> answers, int count) {
    TreeSet<Integer> seen = new TreeSet<>();
    return answers.stream().filter(answer -> seen.add(answer.label())).limit(count).toList();
  }

  private Shown shown(Answer answer) {
    float[] pixels = new float[network.inputSize()];
    data.test().read(answer.index(), pixels, 0);
    return new Shown(
        answer.index(),
        pixels,
        network.inputShape(),
        names.get(answer.label()),
        names.get(answer.said()),
        answer.probability(),
        answer.probabilityOfLabel(),
        answer.loss());
  }
}
