package dev.lanewise.cli;

import dev.lanewise.cli.plot.CodeBook;
import dev.lanewise.cli.plot.GradientStrokes;
import dev.lanewise.cli.plot.Svg;
import dev.lanewise.layers.random.Purpose;
import dev.lanewise.layers.random.SeededRandom;
import dev.lanewise.vision.DataSet;
import dev.lanewise.vision.LabelledImages;
import dev.lanewise.vision.features.BagOfWords;
import dev.lanewise.vision.features.BagOfWords.Assignment;
import dev.lanewise.vision.features.ColourHistogram;
import dev.lanewise.vision.features.Hog;
import dev.lanewise.vision.features.Patches;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "features",
    description = {
      "Shows what image features are good for: linear classifiers and a small net, on pixels and on"
          + " colour histograms, histograms of oriented gradients (HoG) and bags of visual words.",
      "The same seed and data give the same figures on every machine."
    },
    sortOptions = false)
final class FeaturesCommand implements Callable<Integer> {
  private static final long SEED = 1;
  private static final int HUES = 16;
  private static final int SATURATIONS = 4;
  private static final int CELL = 4;
  private static final int BLOCK = 2;
  private static final int BINS = 9;
  private static final int PATCH = 6;
  private static final int STRIDE = 2;
  private static final int WORDS = 400;
  private static final int SAMPLE = 50_000;
  private static final int ITERATIONS = 20;
  private static final int SMALLEST = CELL * BLOCK;

  @Spec CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "CIFAR-10's binary batches, or images as for lanewise train. Default: MNIST, which is"
              + " part of the project.")
  Path data;

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "Scale the images of class folders to N x N pixels. Default: 32.")
  Integer size;

  @Option(
      names = "--train",
      paramLabel = "N",
      description = "Train on N of the training images, drawn by chance. Default: all.")
  Integer train;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides all that is random. Default: " + SEED + ".")
  long seed = SEED;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the pictures. Default: runs/features.")
  Path out = Path.of("runs", "features");

  @Option(names = "--json", paramLabel = "FILE", description = "Write the table as JSON.")
  Path json;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() throws IOException {
    JsonFile.check(json);
    compute.apply();
    WholeFile.requireFolder(out);
    CommandLine line = spec.commandLine();
    DataSet all = DataFolder.read(line, data, size);
    DataSet some = new DataSet(all.name(), drawn(all.train()), all.test());
    if (Math.min(some.train().height(), some.train().width()) < SMALLEST) {
      throw Main.refused(
          line,
          "--data",
          "images of at least %d x %d".formatted(SMALLEST, SMALLEST),
          "smaller ones");
    }
    line.getOut()
        .printf(
            "%s: %s images to train on, %s to test on, seed %d%n%n",
            some.name(), Texts.count(some.train().size()), Texts.count(some.test().size()), seed);
    line.getOut().flush();
    EmptyClasses.warn(line.getErr(), some.train());
    List<FeatureTable.Row> rows = compare(some);
    line.getOut().printf("%nin %s: hog.svg, words.svg%n", out);
    line.getOut().flush();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("data", some.name());
    facts.put("trainImages", some.train().size());
    facts.put("testImages", some.test().size());
    facts.put("seed", seed);
    facts.put("rows", rows);
    JsonFile.write(json, facts);
    return ExitCode.OK;
  }

  /** The images to train on. */
  private LabelledImages drawn(LabelledImages images) {
    if (train == null) {
      return images;
    }
    if (train < 1 || train > images.size()) {
      throw Main.refused(spec.commandLine(), "--train", "1 to " + images.size(), train);
    }
    int[] order = new int[images.size()];
    Arrays.setAll(order, i -> i);
    new SeededRandom(seed, Purpose.FEATURES, 0).shuffle(order);
    return images.pick(Arrays.copyOf(order, train));
  }

  /** Colour only where there is any. */
  private List<FeatureTable.Row> compare(DataSet images) throws IOException {
    LabelledImages train = images.train();
    boolean colour = train.channels() == 3;
    CommandLine line = spec.commandLine();
    long steps = FeatureTable.steps(images, colour ? 5 : 3, colour ? 3 : 2);
    try (Status status = Terminal.status(line.getOut(), line.getErr(), 0, steps)) {
      FeatureTable table = new FeatureTable(images, seed, status);
      DataSamples pixels = new DataSamples(train);
      table.addRow("raw pixels", pixels, new DataSamples(images.test()), pixels.normalisation(), 0);

      Hog hog = new Hog(train.channels(), train.height(), train.width(), CELL, BLOCK, BINS);
      write("hog.svg", GradientStrokes.draw(train, hog));
      FeatureTable.Described shape = table.describe("HoG", hog, 0);
      if (colour) {
        ColourHistogram histogram =
            new ColourHistogram(train.height(), train.width(), HUES, SATURATIONS);
        FeatureTable.Described colours = table.describe("colour histogram", histogram, 0);
        table.addRow("colour histogram", colours);
        table.addRow("HoG", shape);
        table.addRow("HoG + colour histogram", shape.and(colours));
      } else {
        table.addRow("HoG", shape);
      }
      table.addRow("bag of visual words", words(table, train));
      return table.rows();
    }
  }

  private FeatureTable.Described words(FeatureTable table, LabelledImages train)
      throws IOException {
    long start = System.nanoTime();
    Patches patches = new Patches(train.channels(), train.height(), train.width(), PATCH, STRIDE);
    BagOfWords words =
        BagOfWords.learn(
            train,
            patches,
            SAMPLE,
            WORDS,
            ITERATIONS,
            Assignment.SOFT,
            new SeededRandom(seed, Purpose.FEATURES, 1));
    write(
        "words.svg",
        CodeBook.draw(
            "A code book of %d visual words, patches of %d x %d pixels"
                .formatted(WORDS, PATCH, PATCH),
            words.codeBook(),
            WORDS,
            train.channels(),
            PATCH));
    double seconds = (System.nanoTime() - start) * 1e-9;
    return table.describe("bag of visual words", words, seconds);
  }

  private void write(String name, Svg picture) throws IOException {
    WholeFile.write(out.resolve(name), picture.file().getBytes(StandardCharsets.UTF_8));
  }
}
