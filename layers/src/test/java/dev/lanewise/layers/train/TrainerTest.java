package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.layers.BadInputException;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Normalisation;
import dev.lanewise.layers.augment.Augmentation;
import dev.lanewise.layers.augment.Views;
import dev.lanewise.layers.optim.Schedule;
import dev.lanewise.layers.optim.UpdateRule;
import dev.lanewise.layers.pattern.NetPattern;
import dev.lanewise.layers.save.ModelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
  private static final String PATTERN =
      "conv3-8 bn relu res(conv3-8 bn) pool (fc-16 relu dropout-0.25) fc-4 softmax";
  private static final Samples TRAIN = new Blobs(150, 1);
  private static final Optional<Samples> VALIDATION = Optional.of(new Blobs(60, 2));

  /** 10 batches an epoch, the last one of 6. */
  private static final TrainingConfig CONFIG =
      TrainingConfig.builder()
          .epochs(3)
          .batch(16)
          .learningRate(0.05f)
          .weightDecay(1e-3f)
          .augmentation(Augmentation.parse("crop1,cutout2"))
          .build();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"softmax", "svm"})
  void learns(String loss) throws IOException {
    Network net = net("conv3-8 relu pool fc-4 " + loss);
    List<EpochResult> history = new Trainer(net, TRAIN, VALIDATION, CONFIG).run();
    assertEquals(3, history.size());
    assertTrue(history.getLast().trainLoss() < 0.5 * history.getFirst().trainLoss());
    assertTrue(history.getLast().validationAccuracy() > 0.9, history::toString);
  }

  @Test
  void threadsLeaveNoTrace() {
    String serial = Parallelism.serial().call(() -> train(CONFIG));
    assertEquals(serial, Parallelism.ofThreads(2).call(() -> train(CONFIG)));
    assertEquals(serial, Parallelism.ofThreads(3).call(() -> train(CONFIG)));
  }

  /**
   * Without batch normalisation and dropout an image does not know of the others, 1 / 64 and 1 / 8
   * / 8 are exact, and convolutions and their biases add up what the images give in their order. So
   * chunks of one image leave no trace; a fully connected layer would, as its sum is fused, and so
   * would Winograd's gradient by the weights, whose blocks pay no heed to where an image ends: for
   * that the second convolution has a filter too few.
   */
  @Test
  void gradientsOfChunksAddUpToThatOfTheBatch() throws IOException {
    String pattern = "conv3-8 relu conv3-7 pool conv1-4 gap softmax";
    TrainingConfig all =
        TrainingConfig.builder().epochs(4).batch(64).optimizer(UpdateRule.ADAM).build();
    Network atOnce = net(pattern);
    Samples samples = TRAIN.slice(0, 64);
    List<EpochResult> history = new Trainer(atOnce, samples, VALIDATION, all).run();
    Network oneByOne = net(pattern);
    Trainer chunked = new Trainer(oneByOne, samples, VALIDATION, all.toBuilder().chunk(1).build());
    List<EpochResult> same = chunked.run();
    assertEquals(4, chunked.checkpoint().step());
    assertEquals(atOnce.weightsSha256(), oneByOne.weightsSha256());
    // A mean loss is a long reduction of 64 numbers, and a division.
    double loss = history.getLast().trainLoss();
    assertEquals(loss, same.getLast().trainLoss(), 9 * 0x1p-24 * loss);
    assertEquals(history.getLast().validationAccuracy(), same.getLast().validationAccuracy());
    assertEquals(history.getLast().trainAccuracy(), same.getLast().trainAccuracy());
  }

  /**
   * A weight's gradient is a sum over the images of products d x, where |d| is at most 1 / n: n + 1
   * roundings in d and the chain, one more addition for each chunk, in both ways of computing it.
   * The probabilities in d are the same bits, as rows are independent.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64, 149, 150})
  void theOrderOfAdditionsIsAllThatChunksChange(int chunk) throws IOException {
    float rate = 0.5f;
    TrainingConfig all =
        TrainingConfig.builder().epochs(1).batch(150).learningRate(rate).momentum(0).build();
    Network atOnce = net("fc-4 softmax");
    new Trainer(atOnce, TRAIN, Optional.empty(), all).run();
    Network chunked = net("fc-4 softmax");
    TrainingConfig chunks = all.toBuilder().chunk(chunk).build();
    new Trainer(chunked, TRAIN, Optional.empty(), chunks).run();
    double[] mean = new double[64];
    float[] image = new float[64];
    for (int i = 0; i < TRAIN.size(); i++) {
      TRAIN.read(i, image, 0);
      for (int j = 0; j < 64; j++) {
        mean[j] += Math.abs(image[j]) / 150;
      }
    }
    float[] expected = atOnce.parameters().getFirst().tensor().data();
    float[] actual = chunked.parameters().getFirst().tensor().data();
    int roundings = 150 + 4 + Math.ceilDiv(150, chunk);
    for (int i = 0; i < expected.length; i++) {
      double gradient = 2 * roundings * 0x1p-24 * mean[i % 64];
      double update = 2 * 0x1p-24 * (Math.abs(expected[i]) + rate * mean[i % 64]);
      assertEquals(expected[i], actual[i], rate * gradient + update);
    }
    assertEquals(chunk == 150, atOnce.weightsSha256().equals(chunked.weightsSha256()));
  }

  /** With all that chunks can do differently: statistics of batches, dropout. */
  @Test
  void chunksLeaveTheSameBitsWhateverTheThreadsAndInterruptions() throws IOException {
    TrainingConfig config = CONFIG.toBuilder().batch(100).chunk(30).build();
    String serial = Parallelism.serial().call(() -> train(config));
    assertEquals(serial, Parallelism.ofThreads(3).call(() -> train(config)));
    assertNotEquals(serial, train(config.toBuilder().chunk(31).build()));
    assertNotEquals(serial, train(config.toBuilder().chunk(0).build()));
    Network net = net(PATTERN);
    List<Integer> computed = new ArrayList<>();
    Trainer first =
        new Trainer(net, TRAIN, Optional.empty(), config.toBuilder().maxBatches(3).build());
    first.listen(
        new Listener() {
          @Override
          public void computing(int imagesDone, int images) {
            computed.add(imagesDone * 1000 + images);
          }
        });
    first.run();
    assertEquals(
        List.of(30100, 60100, 90100, 100100, 30050, 50050, 30100, 60100, 90100, 100100), computed);
    Checkpoint rest = first.checkpoint().withLength(3, 0);
    Trainer.resume(rest, TRAIN, Optional.empty()).run();
    assertEquals(serial, rest.network().weightsSha256());
  }

  @Test
  void everySettingMatters() {
    String hash = train(CONFIG);
    assertEquals(hash, train(CONFIG));
    assertNotEquals(hash, train(CONFIG.toBuilder().seed(2).build()));
    assertNotEquals(hash, train(CONFIG.toBuilder().batch(15).build()));
    assertNotEquals(hash, train(CONFIG.toBuilder().learningRate(0.04f).build()));
    assertNotEquals(hash, train(CONFIG.toBuilder().schedule(Schedule.CONSTANT).build()));
    assertNotEquals(hash, train(CONFIG.toBuilder().momentum(0.8f).build()));
    assertNotEquals(hash, train(CONFIG.toBuilder().optimizer(UpdateRule.NESTEROV).build()));
    assertNotEquals(hash, train(CONFIG.toBuilder().weightDecay(0).build()));
    assertNotEquals(hash, train(CONFIG.toBuilder().warmup(0.5f).build()));
    assertNotEquals(hash, train(CONFIG.toBuilder().clipNorm(0.1f).build()));
    assertEquals(hash, train(CONFIG.toBuilder().clipNorm(1e9f).build()));
    for (String other :
        List.of("none", "crop1", "cutout2", "flip,crop1,cutout2", "crop2,cutout2")) {
      Augmentation augmentation = Augmentation.parse(other);
      assertNotEquals(hash, train(CONFIG.toBuilder().augmentation(augmentation).build()), other);
    }
  }

  /** The process dies in some batch; what remains is the file of the last epoch. */
  @ParameterizedTest
  @ValueSource(ints = {11, 19, 20, 21, 27})
  void killedAndResumedEndsWithTheSameBits(int fatalStep) throws IOException {
    Network net = net(PATTERN);
    Trainer doomed = new Trainer(net, TRAIN, VALIDATION, CONFIG);
    doomed.listen(new SaveEachEpoch(folder)).listen(killAt(fatalStep));
    assertThrows(Killed.class, doomed::run);

    Checkpoint checkpoint = Checkpoint.load(folder.resolve(SaveEachEpoch.CHECKPOINT));
    assertEquals((fatalStep - 1) / 10 * 10, checkpoint.step());
    Trainer resumed = Trainer.resume(checkpoint, TRAIN, VALIDATION);
    List<EpochResult> history = resumed.run();

    Trainer whole = new Trainer(net(PATTERN), TRAIN, VALIDATION, CONFIG);
    List<EpochResult> wholeHistory = whole.run();
    assertEquals(
        whole.checkpoint().network().weightsSha256(),
        resumed.checkpoint().network().weightsSha256());
    assertEquals(withoutTimes(wholeHistory), withoutTimes(history));
  }

  /** The same from the middle of an epoch, where a limit on the batches ended the first part. */
  @ParameterizedTest
  @EnumSource(UpdateRule.class)
  void endedByMaxBatchesAndPickedUpEndsWithTheSameBits(UpdateRule rule) throws IOException {
    TrainingConfig config =
        CONFIG.toBuilder()
            .optimizer(rule)
            .learningRate(rule.learningRate())
            .schedule(Schedule.ONE_CYCLE)
            .clipNorm(0.5f)
            .maxBatches(13)
            .build();
    Trainer first = new Trainer(net(PATTERN), TRAIN, VALIDATION, config);
    first.run();
    Path file = folder.resolve("checkpoint.safetensors");
    first.checkpoint().save(file);
    Trainer second = Trainer.resume(Checkpoint.load(file).withLength(3, 0), TRAIN, VALIDATION);
    List<EpochResult> history = second.run();

    Trainer whole =
        new Trainer(net(PATTERN), TRAIN, VALIDATION, config.toBuilder().maxBatches(0).build());
    assertEquals(withoutTimes(whole.run()), withoutTimes(history));
    assertEquals(
        whole.checkpoint().network().weightsSha256(),
        second.checkpoint().network().weightsSha256());
  }

  /** A rate that moves nothing: no epoch is better than the first one. */
  @Test
  void patienceEndsTheRunAndAResumptionDoesNotGoOn() throws IOException {
    TrainingConfig config =
        CONFIG.toBuilder().epochs(9).learningRate(1e-30f).weightDecay(0).patience(2).build();
    Trainer trainer = new Trainer(net(PATTERN), TRAIN, VALIDATION, config);
    assertEquals(3, trainer.run().size());
    assertEquals(90, trainer.steps());
    assertEquals(3, Trainer.resume(trainer.checkpoint(), TRAIN, VALIDATION).run().size());
    assertRefused(
        "patience: expected validation samples to watch, found none",
        () -> new Trainer(net(PATTERN), TRAIN, Optional.empty(), config));
  }

  /** Few samples and long steps, so that the accuracy goes up and down. */
  private static final TrainingConfig RESTLESS =
      CONFIG.toBuilder()
          .epochs(12)
          .batch(8)
          .learningRate(0.3f)
          .schedule(Schedule.CONSTANT)
          .patience(3)
          .build();

  private static Trainer restless(TrainingConfig config) {
    return new Trainer(net(PATTERN), TRAIN.slice(0, 30), VALIDATION, config);
  }

  @Test
  void patienceKeepsTheBestEpoch() throws IOException {
    List<String> hashes = new ArrayList<>();
    List<String> models = new ArrayList<>();
    Trainer trainer = restless(RESTLESS);
    trainer.listen(new SaveEachEpoch(folder)).listen(hashesAfterEachEpoch(hashes, models));
    List<EpochResult> history = trainer.run();
    int best = 0;
    for (int i = 0; i < history.size(); i++) {
      boolean better = history.get(i).validationAccuracy() > history.get(best).validationAccuracy();
      best = better ? i : best;
      assertEquals(hashes.get(best), models.get(i), "the model file after epoch " + (i + 1));
    }
    assertTrue(best > 0 && best < history.size() - 1, history::toString);
    assertEquals(best + 3, history.size() - 1);
    Checkpoint end = trainer.checkpoint();
    assertEquals(history.get(best), end.outcome());
    assertEquals(hashes.getLast(), end.network().weightsSha256());
    end.restoreBest();
    assertEquals(hashes.get(best), end.network().weightsSha256());
    Evaluation again = Evaluation.of(end.network(), VALIDATION.get(), 8);
    assertEquals(end.outcome().validationAccuracy(), again.accuracy());
  }

  @Test
  void withoutPatienceTheLastEpochIsTheOutcome() throws IOException {
    Trainer trainer = restless(RESTLESS.toBuilder().patience(0).epochs(4).build());
    List<EpochResult> history = trainer.run();
    assertEquals(history.getLast(), trainer.checkpoint().outcome());
    String last = trainer.checkpoint().network().weightsSha256();
    trainer.checkpoint().restoreBest();
    assertEquals(last, trainer.checkpoint().network().weightsSha256());
  }

  /**
   * Cut after each number of steps, in the middle of epochs and between them, before the best and
   * after.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 7, 8, 13, 16, 18, 22})
  void patienceInPartsKeepsTheSame(int steps) throws IOException {
    Trainer whole = restless(RESTLESS);
    List<EpochResult> history = whole.run();
    Trainer first = restless(RESTLESS.toBuilder().maxBatches(steps).build());
    first.listen(new SaveEachEpoch(folder)).run();
    Path file = folder.resolve(SaveEachEpoch.CHECKPOINT);
    Trainer second =
        Trainer.resume(Checkpoint.load(file).withLength(12, 0), TRAIN.slice(0, 30), VALIDATION);
    second.listen(new SaveEachEpoch(folder));
    assertEquals(withoutTimes(history), withoutTimes(second.run()));
    assertEquals(whole.checkpoint().outcome().epoch(), second.checkpoint().outcome().epoch());
    assertEquals(
        whole.checkpoint().network().weightsSha256(),
        second.checkpoint().network().weightsSha256());
    whole.checkpoint().restoreBest();
    assertEquals(
        whole.checkpoint().network().weightsSha256(),
        ModelFile.load(folder.resolve(SaveEachEpoch.MODEL)).weightsSha256());
  }

  @Test
  void aFinishedRunResumedDoesNothing() throws IOException {
    Network net = net(PATTERN);
    new Trainer(net, TRAIN, VALIDATION, CONFIG).listen(new SaveEachEpoch(folder)).run();
    Checkpoint checkpoint = Checkpoint.load(folder.resolve(SaveEachEpoch.CHECKPOINT));
    Trainer resumed = Trainer.resume(checkpoint, TRAIN, VALIDATION);
    assertEquals(3, resumed.run().size());
    assertEquals(net.weightsSha256(), checkpoint.network().weightsSha256());
    assertEquals(
        net.weightsSha256(), ModelFile.load(folder.resolve(SaveEachEpoch.MODEL)).weightsSha256());
  }

  @Test
  void listenersHearEverything() throws IOException {
    List<BatchResult> batches = new ArrayList<>();
    List<EpochResult> epochs = new ArrayList<>();
    List<Integer> validated = new ArrayList<>();
    Trainer trainer =
        new Trainer(net(PATTERN), TRAIN, VALIDATION, CONFIG.toBuilder().maxBatches(14).build());
    trainer.listen(
        new Listener() {
          @Override
          public void batchDone(BatchResult result) {
            batches.add(result);
          }

          @Override
          public void validating(int imagesDone, int images) {
            assertEquals(60, images);
            validated.add(imagesDone);
          }

          @Override
          public void epochDone(EpochResult result, Checkpoint checkpoint) {
            epochs.add(result);
            assertEquals(result, checkpoint.history().getLast());
          }
        });
    trainer.run();
    assertEquals(14, batches.size());
    BatchResult last = batches.getLast();
    assertEquals(List.of(2, 4, 10), List.of(last.epoch(), last.batch(), last.batches()));
    assertEquals(List.of(14L, 14L), List.of(last.step(), last.steps()));
    assertTrue(last.imagesPerSecond() > 0);
    assertEquals(CONFIG.learningRate(), (float) batches.getFirst().learningRate());
    assertEquals(batches.getFirst().loss(), batches.getFirst().trainLoss(), 1e-12);
    assertEquals(List.of(16, 32, 48, 60, 16, 32, 48, 60), validated);
    assertEquals(List.of(10L, 14L), epochs.stream().map(EpochResult::step).toList());
    assertEquals(last.trainLoss(), epochs.getLast().trainLoss());
    Evaluation evaluation = trainer.evaluation().orElseThrow();
    assertEquals(epochs.getLast().validationAccuracy(), evaluation.accuracy());
    assertEquals(60, evaluation.samples());
  }

  @Test
  void everySampleIsReadOncePerEpochInAnotherOrder() throws IOException {
    List<Integer> read = new ArrayList<>();
    Samples spy =
        new Samples() {
          @Override
          public int size() {
            return 150;
          }

          @Override
          public int[] shape() {
            return TRAIN.shape();
          }

          @Override
          public int classes() {
            return 4;
          }

          @Override
          public void read(int index, float[] into, int offset) {
            read.add(index);
            TRAIN.read(index, into, offset);
          }

          @Override
          public int label(int index) {
            return TRAIN.label(index);
          }
        };
    new Trainer(net("fc-4 softmax"), spy, Optional.empty(), CONFIG).run();
    assertEquals(450, read.size());
    for (int epoch = 0; epoch < 3; epoch++) {
      BitSet seen = new BitSet();
      read.subList(epoch * 150, epoch * 150 + 150).forEach(seen::set);
      assertEquals(150, seen.cardinality());
    }
    assertNotEquals(read.subList(0, 150), read.subList(150, 300));
  }

  @Test
  void evaluationNormalisesCountsAndLeavesDropoutOut() throws IOException {
    Network net =
        net(PATTERN).withNormalisation(new Normalisation(new float[] {0.4f}, new float[] {0.2f}));
    new Trainer(net, TRAIN, Optional.empty(), CONFIG).run();
    Evaluation evaluation = Evaluation.of(net, TRAIN, 64);
    int right = 0;
    int[][] confusion = new int[4][4];
    for (int i = 0; i < TRAIN.size(); i++) {
      float[] pixels = new float[64];
      TRAIN.read(i, pixels, 0);
      float[] probabilities = net.probabilities(pixels);
      int best = 0;
      for (int c = 1; c < 4; c++) {
        best = probabilities[c] > probabilities[best] ? c : best;
      }
      right += best == TRAIN.label(i) ? 1 : 0;
      confusion[TRAIN.label(i)][best]++;
    }
    assertEquals(right / 150.0, evaluation.accuracy());
    assertTrue(java.util.Arrays.deepEquals(confusion, evaluation.confusion()));
    assertEquals(evaluation.loss(), Evaluation.of(net, TRAIN, 7).loss(), 1e-6);
  }

  /** The net sees the left half only, so the mirror image tells it something. */
  @Test
  void flippedViewsAverageTheScores() {
    Network net = net("fc-4 softmax");
    float[] weight = net.parameters().getFirst().tensor().data();
    for (int i = 0; i < weight.length; i++) {
      weight[i] = i % 8 < 4 ? (i % 7 - 3) * 0.1f : 0;
    }
    Network symmetric = net("fc-4 softmax");
    float[] mean = symmetric.parameters().getFirst().tensor().data();
    for (int i = 0; i < weight.length; i++) {
      mean[i] = (weight[i] + weight[i / 8 * 8 + 7 - i % 8]) / 2;
    }
    Evaluation plain = Evaluation.of(net, TRAIN, 32);
    Evaluation flipped = Evaluation.of(net, TRAIN, Views.FLIP, 32, _ -> {});
    assertNotEquals(plain.loss(), flipped.loss());
    assertEquals(Evaluation.of(symmetric, TRAIN, 32).loss(), flipped.loss(), 1e-5);
    assertEquals(150, flipped.samples());
  }

  @Test
  void dataThatDoNotFitAreRefused() {
    Network net = NetPattern.parse("fc-4 softmax").build(new int[] {1, 9, 8}, 1);
    assertRefused(
        "data: expected images [1, 9, 8] as the net takes, found [1, 8, 8]",
        () -> new Trainer(net, TRAIN, Optional.empty(), CONFIG));
    assertRefused(
        "net: expected 4 scores, one per class of the data, found 5",
        () -> new Trainer(net("fc-5 softmax"), TRAIN, Optional.empty(), CONFIG));
    assertRefused(
        "data: expected at least one image, found none",
        () -> new Trainer(net(PATTERN), TRAIN, Optional.of(TRAIN.slice(5, 5)), CONFIG));
    TrainingConfig wide = CONFIG.toBuilder().augmentation(Augmentation.parse("crop8")).build();
    assertRefused(
        "augmentation: expected a crop below 8, as images are 8 x 8, found 8",
        () -> new Trainer(net(PATTERN), TRAIN, Optional.empty(), wide));
    Checkpoint checkpoint = new Trainer(net(PATTERN), TRAIN, Optional.empty(), CONFIG).checkpoint();
    assertRefused(
        "data: expected the 150 images the run began with, found 60",
        () -> Trainer.resume(checkpoint, VALIDATION.get(), Optional.empty()));
    Samples others = new Blobs(150, 3);
    assertRefused(
        "data: expected the images the run began with (checksum %08x), found others (%08x)"
            .formatted(TRAIN.checksum(), others.checksum()),
        () -> Trainer.resume(checkpoint, others, Optional.empty()));
  }

  @Test
  void aLossThatExplodesEndsTheRunAndKeepsTheLastModel() throws IOException {
    TrainingConfig config =
        CONFIG.toBuilder().learningRate(1e30f).schedule(Schedule.CONSTANT).build();
    Trainer trainer = new Trainer(net(PATTERN), TRAIN, VALIDATION, config);
    BadInputException e = assertThrows(BadInputException.class, trainer::run);
    assertTrue(e.getMessage().startsWith("training: expected a finite loss, found"), e::getMessage);
  }

  @Test
  void slicesAreParts() {
    Samples slice = TRAIN.slice(100, 130);
    assertEquals(30, slice.size());
    assertEquals(TRAIN.label(107), slice.label(7));
    float[] expected = new float[64];
    float[] actual = new float[64];
    TRAIN.read(107, expected, 0);
    slice.read(7, actual, 0);
    org.junit.jupiter.api.Assertions.assertArrayEquals(expected, actual);
    assertThrows(IllegalArgumentException.class, () -> TRAIN.slice(100, 151));
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    TrainingConfig.Builder builder = TrainingConfig.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.epochs(0).build());
    builder.epochs(1);
    assertThrows(IllegalArgumentException.class, () -> builder.batch(0).build());
    builder.batch(1);
    assertThrows(IllegalArgumentException.class, () -> builder.learningRate(0).build());
    builder.learningRate(1);
    assertThrows(IllegalArgumentException.class, () -> builder.momentum(1).build());
    assertThrows(
        IllegalArgumentException.class,
        () -> builder.momentum(0).optimizer(UpdateRule.NESTEROV).build());
    builder.optimizer(UpdateRule.ADAM);
    assertThrows(IllegalArgumentException.class, () -> builder.warmup(1).build());
    builder.warmup(0.9f);
    assertThrows(IllegalArgumentException.class, () -> builder.clipNorm(-1).build());
    builder.clipNorm(1);
    assertThrows(IllegalArgumentException.class, () -> builder.patience(-1).build());
    builder.patience(0);
    assertThrows(IllegalArgumentException.class, () -> builder.weightDecay(-1).build());
    builder.weightDecay(0);
    assertThrows(IllegalArgumentException.class, () -> builder.maxBatches(-1).build());
    assertEquals(UpdateRule.ADAM, builder.maxBatches(0).build().optimizer());
  }

  private static Network net(String pattern) {
    return NetPattern.parse(pattern).build(TRAIN.shape(), 7);
  }

  private static String train(TrainingConfig config) {
    Network net = net(PATTERN);
    try {
      new Trainer(net, TRAIN, Optional.empty(), config).run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return net.weightsSha256();
  }

  private static List<EpochResult> withoutTimes(List<EpochResult> history) {
    return history.stream()
        .map(
            r ->
                new EpochResult(
                    r.epoch(),
                    r.step(),
                    r.trainLoss(),
                    r.trainAccuracy(),
                    r.validationLoss(),
                    r.validationAccuracy(),
                    0,
                    0))
        .toList();
  }

  private static void assertRefused(String message, Runnable body) {
    assertEquals(message, assertThrows(BadInputException.class, body::run).getMessage());
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Of the weights, and of the model's file. */
  private Listener hashesAfterEachEpoch(List<String> weights, List<String> models) {
    return new Listener() {
      @Override
      public void epochDone(EpochResult result, Checkpoint checkpoint) throws IOException {
        weights.add(checkpoint.network().weightsSha256());
        Path model = folder.resolve(SaveEachEpoch.MODEL);
        models.add(ModelFile.load(model).weightsSha256());
      }
    };
  }

  private static Listener killAt(int step) {
    return new Listener() {
      @Override
      public void batchDone(BatchResult result) {
        if (result.step() == step) {
          throw new Killed();
        }
      }
    };
  }
}
