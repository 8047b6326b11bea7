package dev.lanewise.cli;

import dev.lanewise.layers.Network;
import dev.lanewise.layers.Normalisation;
import dev.lanewise.layers.pattern.NetPattern;
import dev.lanewise.layers.train.BatchResult;
import dev.lanewise.layers.train.Evaluation;
import dev.lanewise.layers.train.Listener;
import dev.lanewise.layers.train.Samples;
import dev.lanewise.layers.train.Trainer;
import dev.lanewise.layers.train.TrainingConfig;
import java.io.IOException;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * The classifiers that the features are compared by. Inputs are normalised, so the learning rate
 * that a layer stands falls with the number of inputs.
 */
enum Classifier {
  SOFTMAX("linear softmax", "fc-%d softmax", 3, 0.05f),
  SVM("linear SVM", "fc-%d svm", 1, 0.02f),
  TWO_LAYERS("two-layer net", "(fc-200 relu) fc-%d softmax", 30, 0.05f);

  static final int EPOCHS = 10;
  private static final int BATCH = 100;
  private static final float WEIGHT_DECAY = 1e-3f;

  final String title;
  private final String pattern;
  private final float rateTimesInputs;
  private final float highestRate;

  Classifier(String title, String pattern, float rateTimesInputs, float highestRate) {
    this.title = title;
    this.pattern = pattern;
    this.rateTimesInputs = rateTimesInputs;
    this.highestRate = highestRate;
  }

  /**
   * Trains on some samples and looks at others.
   *
   * @param done is told the number of images seen, after every batch
   */
  Evaluation compare(
      Samples train, Samples test, Normalisation normalisation, long seed, IntConsumer done)
      throws IOException {
    Network network =
        NetPattern.parse(pattern.formatted(train.classes()))
            .build(train.shape(), seed)
            .withNormalisation(normalisation);
    TrainingConfig config =
        TrainingConfig.builder()
            .epochs(EPOCHS)
            .batch(BATCH)
            .learningRate(Math.min(highestRate, rateTimesInputs / network.inputSize()))
            .weightDecay(WEIGHT_DECAY)
            .seed(seed)
            .build();
    new Trainer(network, train, Optional.empty(), config)
        .listen(
            new Listener() {
              @Override
              public void batchDone(BatchResult result) {
                done.accept(
                    result.batch() == result.batches()
                        ? train.size() - (result.batches() - 1) * BATCH
                        : BATCH);
              }
            })
        .run();
    return Evaluation.of(network, test, BATCH);
  }
}
