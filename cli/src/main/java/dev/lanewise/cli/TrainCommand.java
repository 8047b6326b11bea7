package dev.lanewise.cli;

import dev.lanewise.layers.BadInputException;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.augment.Views;
import dev.lanewise.layers.optim.UpdateRule;
import dev.lanewise.layers.pattern.NetPattern;
import dev.lanewise.layers.train.Checkpoint;
import dev.lanewise.layers.train.Recipe;
import dev.lanewise.layers.train.Samples;
import dev.lanewise.layers.train.SaveEachEpoch;
import dev.lanewise.layers.train.Trainer;
import dev.lanewise.layers.train.TrainingConfig;
import dev.lanewise.vision.DataSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "train",
    description = {
      "Trains a convolutional net. Without flags: a small one, on the MNIST digits that the project"
          + " carries.",
      "The same seed, net and data give the same weights, bit for bit, on every machine."
    },
    footer = {"", NetPattern.GRAMMAR},
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {
  static final String LAYERS = "(conv3-16 relu)*2 pool (conv3-32 relu)*2 pool";
  private static final int EPOCHS = 4;
  private static final int BATCH = 32;
  private static final long SEED = 1;
  private static final TrainingConfig DEFAULTS =
      TrainingConfig.builder()
          .epochs(EPOCHS)
          .batch(BATCH)
          .learningRate(UpdateRule.SGD.learningRate())
          .seed(SEED)
          .build();

  @Spec CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "A folder with IDX files like MNIST's four, gzipped or not, with CIFAR-10's binary batches,"
            + " or with images: train/CLASS/*.png (or jpg) and test/CLASS/*.png. Default: MNIST,"
            + " which is part of the project."
      })
  Path data;

  @Option(
      names = "--validation",
      paramLabel = "N",
      description =
          "Hold out so many of the training images, evenly spread, and watch the run by them; the"
              + " test images are then looked at once, at the end. Default: 0, none: the run is"
              + " watched by the test images.")
  Integer validation;

  @Option(
      names = "--size",
      paramLabel = "N",
      description =
          "Scale the images of class folders to N x N pixels. Default: "
              + DataSet.DEFAULT_SIDE
              + ".")
  Integer size;

  @Option(
      names = "--net",
      paramLabel = "PATTERN",
      description = {
        "The net, by its name or in the notation below. Default: " + LAYERS + " fc-CLASSES softmax."
      })
  String net;

  @Option(
      names = "--strict-strides",
      description =
          "Refuse a net in which a stride does not divide, as in the CS231n lectures: in each"
              + " convolution and pooling (W - F + 2P) / S + 1 must be whole. Without: rounded"
              + " down.")
  boolean strictStrides;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = {
        "A net together with how it is trained, as if all its flags were given; others beside it go"
            + " before. cifar10-fast: 85 %% of CIFAR-10 and more in ten minutes on two cores;"
            + " cifar10-best: 90 %% and more in half an hour."
      })
  String preset;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the data. Default: " + EPOCHS + ".")
  Integer epochs;

  @Option(
      names = "--max-batches",
      paramLabel = "N",
      description = "Stop after so many batches; 0 for no limit. Default: 0.")
  Long maxBatches;

  @Option(
      names = "--batch",
      paramLabel = "N",
      converter = FullBatch.class,
      description =
          "Images per batch; all for gradient descent with all of them, one step per epoch (batch"
              + " normalisation then takes its statistics from parts). Default: "
              + BATCH
              + ".")
  Integer batch;

  @Mixin OptimizerOptions optimizer;

  @Mixin AugmentationOptions augmentation;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Decides first weights, the order of images, their variation and dropout. Default: "
              + SEED
              + ".")
  Long seed;

  @Mixin ComputeOptions compute;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for model, metrics and pictures. Default: runs/NAME-OF-DATA.")
  Path out;

  @Option(
      names = "--resume",
      description =
          "Go on from the last epoch that is in the folder; ends with the same bits as a run that"
              + " was not interrupted.")
  boolean resume;

  @Option(
      names = "--overwrite",
      description = "Replace the run that is in the folder, once the first epoch is over.")
  boolean overwrite;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  Path json;

  @Override
  public Integer call() throws IOException {
    JsonFile.check(json);
    if (resume && overwrite) {
      throw Main.refused(
          spec.commandLine(), "--resume", "no --overwrite beside it", "both were given");
    }
    Recipe recipe = recipe();
    TrainingConfig config = config(recipe == null ? DEFAULTS : recipe.config());
    Views views = augmentation.views(recipe == null ? Views.ONE : recipe.views());
    compute.apply();
    DataSet dataSet = DataFolder.read(spec.commandLine(), data, size);
    Path folder = folder(dataSet);
    if (!resume && !overwrite) {
      new RunFolder(folder).requireUnused();
    }
    Checkpoint checkpoint = resume ? checkpoint(folder) : null;
    DataSet parts = parts(dataSet, checkpoint);
    DataSamples train = new DataSamples(parts.train());
    Optional<Samples> watched = Optional.of(new DataSamples(parts.test()));
    config = FullBatch.of(config, train.size());
    if (net == null && recipe != null) {
      net = recipe.net();
    }
    Network network = resume ? checkpoint.network() : network(train, config.seed());
    Trainer trainer =
        resume
            ? Trainer.resume(checkpoint, train, watched)
            : new Trainer(network, train, watched, config);
    CommandLine line = spec.commandLine();
    new TrainingRun(dataSet, network, trainer, views, folder, line.getOut(), line.getErr())
        .go(json, Texts.command(spec.root().commandLine().getParseResult().originalArgs()));
    return ExitCode.OK;
  }

  private Recipe recipe() {
    if (preset == null) {
      return null;
    }
    Recipe recipe =
        Recipe.named(preset)
            .orElseThrow(
                () -> Main.refused(spec.commandLine(), "--preset", Recipe.names(), preset));
    if (data == null && !resume) {
      throw Main.refused(
          spec.commandLine(), "--preset " + preset, "--data DIR with CIFAR-10 beside it", "none");
    }
    return recipe;
  }

  /** The flags that were given, over {@code base}. */
  private TrainingConfig config(TrainingConfig base) {
    try {
      return optimizer
          .over(base)
          .epochs(Objects.requireNonNullElse(epochs, base.epochs()))
          .augmentation(augmentation.over(base))
          .batch(Objects.requireNonNullElse(batch, base.batch()))
          .seed(Objects.requireNonNullElse(seed, base.seed()))
          .maxBatches(Objects.requireNonNullElse(maxBatches, base.maxBatches()))
          .build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** What to train on and what to watch the run by. */
  private DataSet parts(DataSet dataSet, Checkpoint checkpoint) {
    int heldOut =
        checkpoint == null
            ? Objects.requireNonNullElse(validation, 0)
            : Past.heldOut(checkpoint, dataSet);
    requireUnchanged("--validation", validation, heldOut);
    int most = dataSet.train().size() - 1;
    if (heldOut < 0 || heldOut > most) {
      throw Main.refused(spec.commandLine(), "--validation", "0 to " + most, heldOut);
    }
    return heldOut == 0 ? dataSet : dataSet.holdOut(heldOut);
  }

  private Path folder(DataSet dataSet) {
    String name = dataSet.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
    Path folder = out == null ? Path.of("runs", name) : out;
    WholeFile.requireFolder(folder);
    return folder;
  }

  private Network network(DataSamples train, long seed) {
    List<String> classNames = train.images().classNames();
    String pattern = net == null ? LAYERS + " fc-" + classNames.size() + " softmax" : net;
    Network network = parse(pattern).build(train.shape(), seed);
    if (network.classes() != classNames.size()) {
      throw new BadInputException(
          "net: expected %d scores, one per class of the data, found %d"
              .formatted(classNames.size(), network.classes()));
    }
    return network.withClassNames(classNames).withNormalisation(train.normalisation());
  }

  private NetPattern parse(String pattern) {
    NetPattern parsed = NetPattern.parse(pattern);
    return strictStrides ? parsed.strict() : parsed;
  }

  private Checkpoint checkpoint(Path folder) throws IOException {
    Path file = folder.resolve(SaveEachEpoch.CHECKPOINT);
    if (!Files.exists(file)) {
      throw new BadInputException(
          file + ": expected the checkpoint of a run to resume, found no such file");
    }
    Checkpoint checkpoint = Checkpoint.load(file);
    TrainingConfig began = checkpoint.config();
    parse(checkpoint.network().pattern()).buildBlank(checkpoint.network().inputShape());
    String given = net == null ? null : NetPattern.parse(net).toString(); // a preset's pattern
    requireUnchanged("--net", given, checkpoint.network().pattern());
    requireUnchanged(
        "--epochs", epochs, began.epochs()); // the learning rate falls over all of them
    requireUnchanged(
        "--batch", batch == null ? null : FullBatch.flag(batch), FullBatch.flag(began));
    requireUnchanged("--seed", seed, began.seed());
    optimizer.requireUnchanged(began);
    augmentation.requireUnchanged(began);
    long limit = Objects.requireNonNullElse(maxBatches, began.maxBatches());
    return checkpoint.withLength(began.epochs(), limit);
  }

  private void requireUnchanged(String flag, Object given, Object began) {
    if (given != null && !given.equals(began)) {
      throw Main.refused(spec.commandLine(), flag, began + " as the run began with", given);
    }
  }
}
