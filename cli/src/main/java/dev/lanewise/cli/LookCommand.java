package dev.lanewise.cli;

import dev.lanewise.layers.BadInputException;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.look.Answer;
import dev.lanewise.layers.save.ModelFile;
import dev.lanewise.layers.train.Evaluation;
import dev.lanewise.vision.DataSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "look",
    description = {
      "Looks inside a trained net: draws its filters, activation maps, saliency, confusion matrix"
          + " and most wrong images, and gathers them in report.html.",
      "train ends with the same."
    },
    sortOptions = false)
final class LookCommand implements Callable<Integer> {
  private static final int BATCH = 32;
  private static final int WORST = 16;

  @Spec CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      required = true,
      description = "The model.safetensors of a training run.")
  Path model;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data it was trained on, as for train. Default: MNIST.")
  Path data;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the pictures and the report. Default: the model's.")
  Path out;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the same facts as JSON.")
  Path json;

  @Mixin ComputeOptions compute;

  /** One of the most wrong images. */
  private record Mistake(
      int image,
      String className,
      String said,
      float probability,
      float probabilityOfClass,
      float loss) {}

  @Override
  public Integer call() throws IOException {
    JsonFile.check(json);
    compute.apply();
    Network network = ModelFile.load(model);
    Path folder = out == null ? model.toAbsolutePath().getParent() : out;
    WholeFile.requireFolder(folder);
    DataSet dataSet = DataFolder.read(spec.commandLine(), data, network.inputShape()[1]);
    requireFit(network, dataSet);
    PrintWriter err = spec.commandLine().getErr();
    Gallery gallery = new Gallery(folder, network, dataSet, err::println);
    List<Answer> answers = answers(network, dataSet);
    gallery.drawAll(Past.beside(model, network, err::println), answers, Map.of());
    err.flush();
    Evaluation evaluation = Answer.evaluation(answers, network.classes());
    RunFolder run = new RunFolder(folder);
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.printf(
        "%s: %s of %s test images right, loss %s%nin %s: %s%n",
        dataSet.name(),
        Texts.percent(evaluation.accuracy(), 2),
        Texts.count(evaluation.samples()),
        Texts.loss(evaluation.loss()),
        out == null ? model.resolveSibling("") : out,
        String.join(", ", run.pictures()));
    stdout.flush();
    JsonFile.write(json, facts(network, dataSet, evaluation, answers, run));
    return ExitCode.OK;
  }

  private static void requireFit(Network network, DataSet data) {
    new DataSamples(data.test()).requireFit(network);
    List<String> known = network.classNames();
    if (!known.isEmpty() && !known.equals(data.test().classNames())) {
      throw new BadInputException(
          "data: expected the classes %s, which the net knows, found %s"
              .formatted(known, data.test().classNames()));
    }
  }

  private List<Answer> answers(Network network, DataSet data) {
    int images = data.test().size();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try (Status status = Terminal.status(out, err, 0, images)) {
      return Answer.ofAll(
          network,
          new DataSamples(data.test()),
          BATCH,
          done -> status.at(done, "images looked at"));
    }
  }

  private Map<String, Object> facts(
      Network network, DataSet data, Evaluation evaluation, List<Answer> answers, RunFolder run) {
    List<String> names = data.test().classNames();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("model", model.toString());
    facts.put("data", data.name());
    facts.put("net", network.pattern());
    facts.put("testImages", evaluation.samples());
    facts.put("testAccuracy", evaluation.accuracy());
    facts.put("testLoss", evaluation.loss());
    facts.put("parameters", network.parameterCount());
    facts.put("multiplyAdds", network.multiplyAdds());
    facts.put("weightsSha256", network.weightsSha256());
    facts.put(
        "mostWrong",
        Answer.mostWrong(answers, WORST).stream()
            .map(
                a ->
                    new Mistake(
                        a.index(),
                        names.get(a.label()),
                        names.get(a.said()),
                        a.probability(),
                        a.probabilityOfLabel(),
                        a.loss()))
            .toList());
    facts.put("out", run.path().toString());
    facts.put("files", run.pictures());
    return facts;
  }
}
