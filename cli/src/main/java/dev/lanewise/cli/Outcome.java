package dev.lanewise.cli;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.augment.Views;
import dev.lanewise.layers.train.Checkpoint;
import dev.lanewise.layers.train.EpochResult;
import dev.lanewise.layers.train.Evaluation;
import dev.lanewise.vision.DataSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What came out of a run, for people and for programs.
 *
 * @param network with its final weights
 * @param evaluation on the test images
 * @param views whose mean gave {@code augmented}, if it was asked for
 */
record Outcome(
    DataSet data,
    Network network,
    Past past,
    Evaluation evaluation,
    Views views,
    Optional<Evaluation> augmented,
    RunFolder folder) {

  Map<String, Object> facts() {
    Checkpoint end = past.checkpoint();
    EpochResult epoch = end.outcome();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("data", data.name());
    facts.put("net", network.pattern());
    facts.put("testAccuracy", evaluation.accuracy());
    facts.put("testLoss", evaluation.loss());
    augmented.ifPresent(
        better -> {
          facts.put("tta", tta());
          facts.put("ttaTestAccuracy", better.accuracy());
          facts.put("ttaTestLoss", better.loss());
        });
    int heldOut = Past.heldOut(end, data);
    if (heldOut > 0) {
      facts.put("validationImages", heldOut);
      facts.put("validationAccuracy", epoch.validationAccuracy());
    }
    facts.put("trainAccuracy", epoch.trainAccuracy());
    facts.put("trainLoss", epoch.trainLoss());
    facts.put("epochs", end.history().getLast().epoch());
    facts.put("modelEpoch", epoch.epoch());
    facts.put("steps", end.step());
    facts.put("seconds", past.seconds());
    facts.put("imagesPerSecond", past.imagesPerSecond());
    facts.put("parameters", network.parameterCount());
    facts.put("weightsSha256", network.weightsSha256());
    facts.put("augmentation", end.config().augmentation().toString());
    facts.put("seed", end.config().seed());
    facts.put("kernels", InfoCommand.kernels());
    facts.put("vectorBits", Backend.PLATFORM.vectorBits());
    facts.put("threads", Parallelism.current().threads());
    facts.put("out", folder.path().toString());
    return facts;
  }

  /** Some lines. */
  String text() {
    return """
    test accuracy    %s
    %s%stest loss        %s
    training loss    %s
    parameters       %s
    training time    %s, %s images/s
    weights SHA-256  %s
    in %s: %s
    """
        .formatted(
            accuracy(evaluation),
            augmented
                .map(better -> "  with --tta %s  %s%n".formatted(tta(), accuracy(better)))
                .orElse(""),
            validation(),
            Texts.loss(evaluation.loss()),
            Texts.loss(past.checkpoint().outcome().trainLoss()),
            Texts.count(network.parameterCount()),
            Texts.time(past.seconds()),
            Texts.count(past.imagesPerSecond()),
            network.weightsSha256(),
            folder.path(),
            String.join(", ", folder.files()));
  }

  private String validation() {
    Checkpoint end = past.checkpoint();
    int heldOut = Past.heldOut(end, data);
    return heldOut == 0
        ? ""
        : "  held out       %s (of %s training images)%n"
            .formatted(Texts.percent(end.outcome().validationAccuracy(), 2), Texts.count(heldOut));
  }

  private String tta() {
    return views.name().toLowerCase(Locale.ROOT);
  }

  private static String accuracy(Evaluation evaluation) {
    long right = Math.round(evaluation.accuracy() * evaluation.samples());
    return "%s (%s of %s)"
        .formatted(
            Texts.percent(evaluation.accuracy(), 2),
            Texts.count(right),
            Texts.count(evaluation.samples()));
  }
}
