package dev.lanewise.cli;

import dev.lanewise.layers.Normalisation;
import dev.lanewise.layers.train.Evaluation;
import dev.lanewise.layers.train.Samples;
import dev.lanewise.vision.DataSet;
import dev.lanewise.vision.LabelledImages;
import dev.lanewise.vision.features.Feature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Every classifier on every description of the images: a row of accuracies for each. */
final class FeatureTable {
  private static final String HEADING = "%-24s  %8s  %14s  %12s  %14s  %9s  %9s";

  private final DataSet data;
  private final long seed;
  private final Status status;
  private final List<Row> rows = new ArrayList<>();
  private long done;

  /** One description and what the classifiers made of it. */
  record Row(
      String feature,
      int numbers,
      double softmaxAccuracy,
      double svmAccuracy,
      double twoLayerAccuracy,
      double describingSeconds,
      double trainingSeconds) {}

  /** Training and test images described. */
  record Described(FeatureSamples train, FeatureSamples test, double seconds) {
    Described and(Described more) {
      return new Described(train.and(more.train), test.and(more.test), seconds + more.seconds);
    }
  }

  FeatureTable(DataSet data, long seed, Status status) {
    this.data = data;
    this.seed = seed;
    this.status = status;
    status.print(
        HEADING.formatted(
            "test accuracy of",
            "numbers",
            Classifier.SOFTMAX.title,
            Classifier.SVM.title,
            Classifier.TWO_LAYERS.title,
            "describing",
            "training"));
  }

  /** Images that go through something, for so many rows and extracted features. */
  static long steps(DataSet data, int rows, int features) {
    long described = (long) features * (data.train().size() + data.test().size());
    int classifiers = Classifier.values().length;
    return described + (long) rows * classifiers * Classifier.EPOCHS * data.train().size();
  }

  List<Row> rows() {
    return rows;
  }

  /**
   * Describes all images.
   *
   * @param seconds spent on the feature before
   */
  Described describe(String name, Feature feature, double seconds) {
    long start = System.nanoTime();
    FeatureSamples train = described(name, feature, data.train());
    FeatureSamples test = described(name, feature, data.test());
    return new Described(train, test, seconds + (System.nanoTime() - start) * 1e-9);
  }

  void addRow(String name, Described described) throws IOException {
    addRow(
        name, described.train, described.test, described.train.normalisation(), described.seconds);
  }

  void addRow(String name, Samples train, Samples test, Normalisation normalisation, double seconds)
      throws IOException {
    long start = System.nanoTime();
    double[] accuracies = new double[Classifier.values().length];
    for (Classifier classifier : Classifier.values()) {
      Evaluation evaluation =
          classifier.compare(
              train, test, normalisation, seed, n -> seen(n, name + ", " + classifier.title));
      accuracies[classifier.ordinal()] = evaluation.accuracy();
    }
    int numbers = train.shape()[0] * train.shape()[1] * train.shape()[2];
    Row row =
        new Row(
            name,
            numbers,
            accuracies[0],
            accuracies[1],
            accuracies[2],
            seconds,
            (System.nanoTime() - start) * 1e-9);
    rows.add(row);
    status.print(
        HEADING.formatted(
            row.feature,
            Texts.count(row.numbers),
            Texts.percent(row.softmaxAccuracy, 1),
            Texts.percent(row.svmAccuracy, 1),
            Texts.percent(row.twoLayerAccuracy, 1),
            Texts.time(row.describingSeconds),
            Texts.time(row.trainingSeconds)));
  }

  private FeatureSamples described(String name, Feature feature, LabelledImages images) {
    return FeatureSamples.of(feature, images, n -> seen(n, name));
  }

  private void seen(int images, String what) {
    done += images;
    status.at(done, what);
  }
}
