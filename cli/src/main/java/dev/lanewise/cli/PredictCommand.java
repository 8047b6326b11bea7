package dev.lanewise.cli;

import dev.lanewise.layers.BadInputException;
import dev.lanewise.layers.Inference;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.save.ModelFile;
import dev.lanewise.vision.Pictures;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "predict",
    description = "Tells what a trained net sees in pictures.",
    footer = {
      "",
      "Pictures are turned upright, scaled to fit and, for a net that knows grey images, turned to"
          + " grey. Nets trained on white shapes on black, such as MNIST's digits, see a picture"
          + " with a bright border as ink on paper: inverted, the ink scaled and centred as in"
          + " MNIST."
    })
final class PredictCommand implements Callable<Integer> {
  private static final int TOP = 3;

  @Spec CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      required = true,
      description = "The model.safetensors of a training run.")
  Path model;

  @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "Pictures: PNG, JPEG, ...")
  List<Path> images;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the same facts as JSON.")
  Path json;

  @Mixin ComputeOptions compute;

  /** One class of one picture. */
  private record Guess(String className, float probability) {}

  /** What the net sees in one picture, the most probable first. */
  private record Prediction(String image, boolean inkOnPaper, List<Guess> top) {}

  private record Answer(String model, List<Prediction> predictions) {}

  @Override
  public Integer call() throws IOException {
    JsonFile.check(json);
    compute.apply();
    Network network = ModelFile.load(model);
    int channels = network.inputShape()[0];
    if (channels != 1 && channels != 3) {
      throw new BadInputException(
          model
              + ": expected a net for grey or RGB images, found one for "
              + channels
              + " channels");
    }
    List<Prediction> predictions = new ArrayList<>();
    try (Inference inference = new Inference(network, 1)) {
      for (Path image : images) {
        predictions.add(predict(network, inference, image));
        if (!Float.isFinite(predictions.getLast().top.getFirst().probability)) {
          throw new BadInputException(
              model
                  + ": expected a model with finite weights, found one that gives NaN for "
                  + image);
        }
      }
    }
    print(predictions);
    JsonFile.write(json, new Answer(model.toString(), predictions));
    return ExitCode.OK;
  }

  private static Prediction predict(Network network, Inference inference, Path image)
      throws IOException {
    int[] shape = network.inputShape();
    float[] pixels = new float[network.inputSize()];
    float[] mean = network.normalisation().mean();
    boolean whiteOnBlack = shape[0] == 1 && mean.length == 1 && mean[0] < 0.5f;
    boolean inkOnPaper =
        Pictures.read(image, shape[0], shape[1], shape[2], whiteOnBlack, pixels, 0);
    inference.take(0, pixels, 0);
    float[] probabilities = inference.run();
    List<Guess> top =
        IntStream.range(0, probabilities.length)
            .boxed()
            .sorted((a, b) -> Float.compare(probabilities[b], probabilities[a]))
            .limit(TOP)
            .map(c -> new Guess(className(network, c), probabilities[c]))
            .toList();
    return new Prediction(image.toString(), inkOnPaper, top);
  }

  private static String className(Network network, int index) {
    return network.classNames().isEmpty() ? String.valueOf(index) : network.classNames().get(index);
  }

  private void print(List<Prediction> predictions) {
    int imageWidth = width(predictions.stream().map(Prediction::image).toList(), "image");
    int classWidth =
        width(predictions.stream().flatMap(p -> p.top.stream()).map(Guess::className).toList(), "");
    int guessWidth = classWidth + "  100.0 %".length();
    PrintWriter out = spec.commandLine().getOut();
    StringBuilder heading = new StringBuilder(pad("image", imageWidth));
    for (String rank :
        List.of("first", "second", "third").subList(0, predictions.getFirst().top.size())) {
      heading.append("   ").append(pad(rank, guessWidth));
    }
    out.println(heading.toString().stripTrailing());
    for (Prediction prediction : predictions) {
      StringBuilder line = new StringBuilder(pad(prediction.image, imageWidth));
      for (Guess guess : prediction.top) {
        line.append("   ")
            .append(pad(guess.className, classWidth))
            .append(String.format(Locale.ROOT, "  %5.1f %%", 100 * guess.probability));
      }
      out.println(line + (prediction.inkOnPaper ? "   (ink on paper)" : ""));
    }
    if (predictions.stream().anyMatch(Prediction::inkOnPaper)) {
      out.println("(ink on paper: seen as white on black, framed like MNIST's digits)");
    }
    out.flush();
  }

  private static int width(List<String> texts, String heading) {
    return Math.max(heading.length(), texts.stream().mapToInt(String::length).max().orElse(0));
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
