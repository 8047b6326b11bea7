package dev.lanewise.cli;

import dev.lanewise.layers.optim.Schedule;
import dev.lanewise.layers.optim.UpdateRule;
import dev.lanewise.layers.train.TrainingConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Flags of how a net's weights are moved. */
final class OptimizerOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  @Option(
      names = "--optimizer",
      paramLabel = "RULE",
      description = "sgd, nesterov, adagrad, rmsprop, adam or adamw. Default: sgd.")
  String optimizer;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      description =
          "The highest learning rate. Default: 0.01, and 0.001 with rmsprop, adam and adamw.")
  Float learningRate;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description = {
        "How the learning rate goes on: constant, step (a tenth after a half and after three"
            + " quarters of the run), cosine (down to 0) or one-cycle (a line up and a line down to"
            + " 0). Default: cosine."
      })
  String schedule;

  @Option(
      names = "--warmup",
      paramLabel = "PART",
      description =
          "The part of the run in which the learning rate rises in a line. Default: 0, and 0.3 with"
              + " one-cycle.")
  Float warmup;

  @Option(
      names = "--momentum",
      paramLabel = "M",
      description = "Momentum of sgd and nesterov, 0 for none. Default: 0.9.")
  Float momentum;

  @Option(
      names = "--weight-decay",
      paramLabel = "D",
      description =
          "Strength of the L2 regularisation; of adamw: of its decoupled decay. Default: 0.")
  Float weightDecay;

  @Option(
      names = "--clip-norm",
      paramLabel = "L",
      description =
          "Shortens the gradient, all parameters taken together, to this length. Default: 0, no"
              + " limit.")
  Float clipNorm;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Stop after so many epochs without a better accuracy on the images that the run is"
              + " watched by, see --validation, and keep the model of the best. Default: 0, no"
              + " limit, and the model of the last.")
  Integer patience;

  /** The flags that were given, over {@code base}; every rule has a learning rate of its own. */
  TrainingConfig.Builder over(TrainingConfig base) {
    TrainingConfig.Builder builder = base.toBuilder();
    if (optimizer != null) {
      UpdateRule rule = choice("--optimizer", optimizer, UpdateRule.values());
      if (momentum != null && !rule.hasMomentum()) {
        throw Main.refused(
            command.commandLine(), "--momentum", "sgd or nesterov with it", name(rule));
      }
      builder.optimizer(rule).learningRate(rule.learningRate());
    }
    if (schedule != null) {
      builder.schedule(choice("--schedule", schedule, Schedule.values()));
    }
    if (learningRate != null) {
      builder.learningRate(learningRate);
    }
    if (warmup != null) {
      builder.warmup(warmup);
    }
    return builder
        .momentum(Objects.requireNonNullElse(momentum, base.momentum()))
        .weightDecay(Objects.requireNonNullElse(weightDecay, base.weightDecay()))
        .clipNorm(Objects.requireNonNullElse(clipNorm, base.clipNorm()))
        .patience(Objects.requireNonNullElse(patience, base.patience()));
  }

  /** Refuses flags that say otherwise than the run that is being resumed. */
  void requireUnchanged(TrainingConfig began) {
    requireUnchanged("--optimizer", optimizer, name(began.optimizer()));
    requireUnchanged("--lr", learningRate, began.learningRate());
    requireUnchanged("--schedule", schedule, name(began.schedule()));
    requireUnchanged("--warmup", warmup, began.warmup());
    requireUnchanged("--momentum", momentum, began.momentum());
    requireUnchanged("--weight-decay", weightDecay, began.weightDecay());
    requireUnchanged("--clip-norm", clipNorm, began.clipNorm());
    requireUnchanged("--patience", patience, began.patience());
  }

  /** In a line: "sgd with momentum 0.9, learning rate 0.01, cosine". */
  static String describe(TrainingConfig config) {
    StringBuilder line = new StringBuilder(name(config.optimizer()));
    if (config.optimizer().hasMomentum()) {
      line.append(" with momentum ").append(config.momentum());
    }
    line.append(", learning rate ").append(config.learningRate());
    line.append(", ").append(name(config.schedule()));
    append(line, " after a warm-up of ", config.warmup());
    append(line, ", weight decay ", config.weightDecay());
    append(line, ", gradients clipped at ", config.clipNorm());
    append(line, ", patience ", config.patience());
    return line.toString();
  }

  private static void append(StringBuilder line, String what, Number value) {
    if (value.doubleValue() != 0) {
      line.append(what).append(value);
    }
  }

  private void requireUnchanged(String flag, Object given, Object began) {
    if (given != null && !given.equals(began)) {
      throw Main.refused(command.commandLine(), flag, began + " as the run began with", given);
    }
  }

  private <E extends Enum<E>> E choice(String flag, String text, E[] values) {
    for (E value : values) {
      if (name(value).equals(text)) {
        return value;
      }
    }
    List<String> names = Arrays.stream(values).map(OptimizerOptions::name).toList();
    String expected =
        names.stream().limit(names.size() - 1L).collect(Collectors.joining(", "))
            + " or "
            + names.getLast();
    throw Main.refused(command.commandLine(), flag, expected, text);
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
