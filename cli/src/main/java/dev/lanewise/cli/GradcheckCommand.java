package dev.lanewise.cli;

import dev.lanewise.autograd.GradientCheck;
import dev.lanewise.autograd.GradientCheck.Report;
import dev.lanewise.autograd.Probe;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.cli.plot.StepErrors;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.pattern.NetPattern;
import dev.lanewise.layers.random.Purpose;
import dev.lanewise.layers.random.SeededRandom;
import dev.lanewise.layers.train.BatchLoss;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "gradcheck",
    description = {
      "Compares the gradients of a net with numeric ones, on random images, and tells what each of"
          + " the two ways takes. Exit code 1 if they differ, or if too little could be compared."
    },
    footer = {
      "",
      "A difference is compared with the mean of the gradients between its ends. An error is"
          + " allowed up to 0.01, or up to what rounding and kinks leave open; where that is more"
          + " than a quarter of the gradient the coordinate is skipped. Small images have few"
          + " kinks.",
      "",
      NetPattern.GRAMMAR
    },
    sortOptions = false)
final class GradcheckCommand implements Callable<Integer> {
  private static final String NET = TrainCommand.LAYERS + " fc-10 softmax";
  private static final int BATCH = 4;
  private static final int MAX_BATCH = 1024;
  private static final int SAMPLES = 10;
  private static final int MAX_SAMPLES = 1_000_000;
  private static final long SEED = 1;

  @Spec CommandSpec spec;

  @Option(
      names = "--net",
      paramLabel = "PATTERN",
      description = "The net, by its name or in the notation below. Default: " + NET + ".")
  String net = NET;

  @Option(
      names = "--input",
      paramLabel = "CxHxW",
      description = "Channels, height and width of the images. Default: 3x8x8.")
  String input = "3x8x8";

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Images in the batch. Default: " + BATCH + ".")
  int batch = BATCH;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "Coordinates of each tensor, drawn by chance. Default: " + SAMPLES + ".")
  int samples = SAMPLES;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides weights, images, dropout and what is checked. Default: " + SEED + ".")
  long seed = SEED;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The errors over the step, an SVG file. Default: gradcheck.svg.")
  Path out = Path.of("gradcheck.svg");

  @Option(names = "--json", paramLabel = "FILE", description = "Write the table as JSON.")
  Path json;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() throws IOException {
    JsonFile.check(json);
    WholeFile.requirePlace("--out", out);
    requireAtMost("--batch", MAX_BATCH, batch);
    requireAtMost("--samples", MAX_SAMPLES, samples);
    int[] shape = shape();
    compute.apply();
    Network network = NetPattern.parse(net).build(shape, seed);
    if (network.parameters().isEmpty()) {
      throw Main.refused(spec.commandLine(), "--net", "a net with parameters", net);
    }
    introduce(network);
    BatchLoss loss = BatchLoss.ofNoise(network, batch, seed);
    Tensor[] parameters = loss.parameters();
    int coordinates = GradientCheck.coordinates(samples, parameters);
    Report report;
    StepLadder ladder;
    GradientTimes times;
    PrintWriter output = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try (Status status = Terminal.status(output, err, 0, coordinates + parameters.length);
        Probe probe = new Probe(loss, parameters)) {
      report =
          GradientCheck.check(
              loss,
              samples,
              new SeededRandom(seed, Purpose.GRADIENT_CHECK, 1),
              done -> status.at(done, "checking coordinates"),
              parameters);
      ladder =
          StepLadder.climb(
              probe, parameters, done -> status.at(coordinates + done, "trying steps"));
      times = GradientTimes.measure(probe, network.parameterCount());
    }
    String title = "Numeric gradients of %d tensors, and their median".formatted(parameters.length);
    String picture = StepErrors.draw(title, ladder.steps(), ladder.errors()).file();
    WholeFile.write(out, picture.getBytes(StandardCharsets.UTF_8));
    GradientTable table = new GradientTable(network, report);
    output.print(table.text());
    output.printf("%n%s%n%s%nin %s%n", times.text(), table.verdict(), out);
    output.flush();
    JsonFile.write(json, facts(network, table, times, ladder));
    return report.passed() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void requireAtMost(String flag, int most, int actual) {
    if (actual < 1 || actual > most) {
      throw Main.refused(spec.commandLine(), flag, "1 to " + most, actual);
    }
  }

  private int[] shape() {
    if (!input.matches("[1-9]\\d{0,3}x[1-9]\\d{0,3}x[1-9]\\d{0,3}")) {
      throw Main.refused(
          spec.commandLine(), "--input", "channels, height and width, such as 3x8x8", input);
    }
    return Arrays.stream(input.split("x")).mapToInt(Integer::parseInt).toArray();
  }

  private void introduce(Network network) {
    PrintWriter output = spec.commandLine().getOut();
    output.printf(
        "%s%n%s parameters in %d tensors, %d images of %s, seed %d%n%n",
        network.pattern(),
        Texts.count(network.parameterCount()),
        network.parameters().size(),
        batch,
        Arrays.stream(network.inputShape())
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(" x ")),
        seed);
    output.flush();
  }

  private Map<String, Object> facts(
      Network network, GradientTable table, GradientTimes times, StepLadder ladder) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("net", network.pattern());
    facts.put("input", network.inputShape());
    facts.put("batch", batch);
    facts.put("samples", samples);
    facts.put("seed", seed);
    facts.putAll(table.facts());
    facts.put("steps", ladder.steps());
    facts.put("medianErrors", StepErrors.median(ladder.errors()));
    facts.put("times", times);
    return facts;
  }
}
