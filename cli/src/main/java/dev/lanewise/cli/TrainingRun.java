package dev.lanewise.cli;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.augment.Augmentation;
import dev.lanewise.layers.augment.Views;
import dev.lanewise.layers.look.Answer;
import dev.lanewise.layers.train.BatchResult;
import dev.lanewise.layers.train.Checkpoint;
import dev.lanewise.layers.train.EpochResult;
import dev.lanewise.layers.train.Evaluation;
import dev.lanewise.layers.train.Listener;
import dev.lanewise.layers.train.Trainer;
import dev.lanewise.layers.train.TrainingConfig;
import dev.lanewise.vision.DataSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A run as its user sees it: what is being trained, how it goes on, what came out. */
final class TrainingRun implements Listener {
  private static final String ROW = "%5s  %10s  %14s  %9s  %13s  %8s  %7s";

  private final DataSet data;
  private final Network network;
  private final Trainer trainer;
  private final Views views;
  private final RunFolder folder;
  private final Gallery gallery;
  private final StepLog log;
  private final PrintWriter out;
  private final PrintWriter err;
  private final int epochsBefore;
  private final int chunks;

  /** Training images that the run is watched by; 0 if by the test images. */
  private final int heldOut;

  private Status status;

  /** Chunks of batches done so far. */
  private long position;

  private volatile boolean interrupted;

  /**
   * @param network the one that {@code trainer} trains
   * @param views whose mean is tested at the end, beside the images as they are
   */
  TrainingRun(
      DataSet data,
      Network network,
      Trainer trainer,
      Views views,
      Path folder,
      PrintWriter out,
      PrintWriter err)
      throws IOException {
    this.data = data;
    this.network = network;
    this.trainer = trainer;
    this.views = views;
    this.folder = new RunFolder(folder);
    gallery = new Gallery(folder, network, data, this::complain);
    this.out = out;
    this.err = err;
    epochsBefore = trainer.history().size();
    chunks = trainer.checkpoint().config().chunks();
    heldOut = Past.heldOut(trainer.checkpoint(), data);
    long step = trainer.checkpoint().step();
    position = step * chunks;
    log = new StepLog(trainer.steps());
    if (step > 0) {
      log.readBack(folder.resolve(RunFolder.STEPS), step);
    }
  }

  /**
   * Trains to the end and reports.
   *
   * @param json may be null
   * @param command that asks for this run
   */
  void go(Path json, String command) throws IOException {
    introduce();
    Optional<Evaluation> augmented;
    List<Answer> answers;
    try (Status shown = Terminal.status(out, err, position, trainer.steps() * chunks);
        var _ = new Interruption(this::interrupted)) {
      status = shown;
      trainer.listen(this).run();
      sayWhyItEnded();
      trainer.checkpoint().restoreBest();
      augmented = views == Views.ONE ? Optional.empty() : Optional.of(evaluate(views));
      answers =
          Answer.ofAll(
              network,
              new DataSamples(data.test()),
              trainer.checkpoint().config().imagesAtOnce(),
              done -> looking("looking at", done, data.test().size()));
    }
    Past past = new Past(trainer.checkpoint(), log);
    drawAll(past, answers, augmented, command);
    Evaluation evaluation = Answer.evaluation(answers, network.classes());
    Outcome outcome = new Outcome(data, network, past, evaluation, views, augmented, folder);
    out.println();
    out.print(outcome.text());
    out.flush();
    JsonFile.write(json, outcome.facts());
  }

  private Evaluation evaluate(Views views) {
    DataSamples test = new DataSamples(data.test());
    int batch = trainer.checkpoint().config().imagesAtOnce();
    return Evaluation.of(
        network, test, views, batch, imagesDone -> validating(imagesDone, test.size()));
  }

  private void sayWhyItEnded() {
    Checkpoint end = trainer.checkpoint();
    if (trainer.evaluation().isEmpty()) {
      status.print("nothing left to do: " + Texts.count(end.step()) + " steps are made");
    } else if (end.step() < trainer.steps()) {
      status.print(
          "stopped: %d epochs without a better %s accuracy"
              .formatted(end.config().patience(), Past.watched(end, data)));
    }
    if (end.config().patience() > 0) {
      status.print("the model is that of epoch %d, the best".formatted(end.outcome().epoch()));
    }
  }

  private void introduce() {
    TrainingConfig config = trainer.checkpoint().config();
    out.printf(
        Locale.ROOT,
        "%s: %,d images to train on, %s%,d to test on, %d x %d x %d, %d classes%n%n%s%n",
        data.name(),
        data.train().size() - heldOut,
        heldOut == 0 ? "" : Texts.count(heldOut) + " to watch the run by, ",
        data.test().size(),
        data.train().channels(),
        data.train().height(),
        data.train().width(),
        data.train().classNames().size(),
        network.summary());
    out.printf(
        Locale.ROOT,
        "%s, %s, %s, %sseed %d%n",
        config.epochs() == 1 ? "1 epoch" : config.epochs() + " epochs",
        FullBatch.describe(config),
        OptimizerOptions.describe(config),
        config.augmentation().equals(Augmentation.NONE)
            ? ""
            : "augmentation " + config.augmentation() + ", ",
        config.seed());
    out.printf("%s%n%n", kernels());
    EmptyClasses.warn(err, data.train());
    heading();
    trainer.history().forEach(epoch -> out.println(row(epoch)));
    out.flush();
  }

  private static String kernels() {
    int threads = Parallelism.current().threads();
    return InfoCommand.kernels()
        + " kernels"
        + (Backend.simd() ? ", vectors of " + Backend.PLATFORM.vectorBits() + " bits" : "")
        + (threads == 1 ? ", 1 thread" : ", " + threads + " threads");
  }

  private void heading() {
    out.printf(
        ROW + "%n",
        "epoch",
        "train loss",
        "train accuracy",
        heldOut == 0 ? "test loss" : "val. loss",
        heldOut == 0 ? "test accuracy" : "val. accuracy",
        "images/s",
        "time");
  }

  private static String row(EpochResult epoch) {
    return ROW.formatted(
        epoch.epoch(),
        Texts.loss(epoch.trainLoss()),
        Texts.percent(epoch.trainAccuracy(), 2),
        Texts.loss(epoch.validationLoss()),
        Texts.percent(epoch.validationAccuracy(), 2),
        Texts.count(epoch.imagesPerSecond()),
        String.format(Locale.ROOT, "%.1f s", epoch.seconds()));
  }

  @Override
  public void batchDone(BatchResult batch) {
    log.add(batch);
    position = batch.step() * chunks;
    status.at(
        position,
        "epoch %d, loss %s, accuracy %s, %s images/s"
            .formatted(
                batch.epoch(),
                Texts.loss(batch.trainLoss()),
                Texts.percent(batch.trainAccuracy(), 1),
                Texts.count(batch.imagesPerSecond())));
  }

  @Override
  public void computing(int imagesDone, int images) {
    position++;
    status.at(
        position,
        "epoch %d, %s of %s images"
            .formatted(trainer.history().size() + 1, Texts.count(imagesDone), Texts.count(images)));
  }

  @Override
  public void validating(int imagesDone, int images) {
    looking("testing", imagesDone, images);
  }

  private void looking(String what, int done, int images) {
    status.at(
        position, "%s %s of %s images".formatted(what, Texts.count(done), Texts.count(images)));
  }

  @Override
  public void epochDone(EpochResult result, Checkpoint checkpoint) throws IOException {
    folder.save(checkpoint, log, Past.watched(checkpoint, data));
    status.print(row(result));
    gallery.draw(checkpoint, log, trainer.evaluation().orElseThrow());
  }

  /** The model is safe by then, so that a full disk is complained of and no more. */
  private void drawAll(
      Past past, List<Answer> answers, Optional<Evaluation> augmented, String command) {
    Map<String, String> more = new LinkedHashMap<>();
    more.put("command", command);
    augmented.ifPresent(
        mean ->
            more.put(
                "test accuracy with mirror images (test-time augmentation)",
                Texts.percent(mean.accuracy(), 2)));
    more.put("kernels", kernels());
    more.put("processor", Machine.cpu());
    more.put("Java", Machine.jvm());
    try {
      gallery.drawAll(Optional.of(past), answers, more);
    } catch (IOException e) {
      complain("no " + Gallery.REPORT + ": " + e);
    }
  }

  private void complain(String what) {
    if (!interrupted) { // the JVM is not going down
      err.println(what);
      err.flush();
    }
  }

  private void interrupted() {
    interrupted = true;
    int epochs = Math.max(folder.epochs(), epochsBefore);
    status.close();
    err.println(
        epochs == 0
            ? "interrupted before the first epoch was over: nothing written"
            : "interrupted: %s holds epoch %d; go on with --resume"
                .formatted(folder.path(), epochs));
    err.flush();
  }
}
