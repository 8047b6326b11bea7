package dev.lanewise.cli;

import dev.lanewise.layers.augment.Augmentation;
import dev.lanewise.layers.augment.Views;
import dev.lanewise.layers.train.TrainingConfig;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Flags of how images are varied, to train on and to test. */
final class AugmentationOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  @Option(
      names = "--augment",
      paramLabel = "LIST",
      description =
          "Vary the training images: flip (every other one mirrored left to right), cropN (moved by"
              + " up to N pixels, mirrored at the border), cutoutN (a square of N x N blanked), as"
              + " in flip,crop4,cutout8. Default: none.")
  String augment;

  @Option(
      names = "--tta",
      paramLabel = "VIEWS",
      description =
          "Test-time augmentation: flip tests at the end once more, with the mean of the scores of"
              + " each image and its mirror image. Default: none.")
  String tta;

  /**
   * The flag, if it was given, instead of what {@code base} says.
   *
   * @throws IllegalArgumentException if the flag makes no sense
   */
  Augmentation over(TrainingConfig base) {
    return augment == null ? base.augmentation() : Augmentation.parse(augment);
  }

  /** Refuses a flag that says otherwise than the run that is being resumed. */
  void requireUnchanged(TrainingConfig began) {
    if (!over(began).equals(began.augmentation())) {
      throw Main.refused(
          command.commandLine(),
          "--augment",
          began.augmentation() + " as the run began with",
          augment);
    }
  }

  /** What to test with at the end: the flag, if it was given, instead of {@code base}. */
  Views views(Views base) {
    return switch (tta) {
      case null -> base;
      case "none" -> Views.ONE;
      case "flip" -> Views.FLIP;
      default -> throw Main.refused(command.commandLine(), "--tta", "flip or none", tta);
    };
  }
}
