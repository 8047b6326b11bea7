package dev.lanewise.cli;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.augment.Augmentation;
import dev.lanewise.layers.augment.Views;
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
  private final StepLog log;
  private final PrintWriter out;
  private final PrintWriter err;
  private final int epochsBefore;
  private Status status;
  private long step;
  private Throwable undrawn;
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
    this.folder = new RunFolder(folder, data.name());
    this.out = out;
    this.err = err;
    epochsBefore = trainer.history().size();
    step = trainer.checkpoint().step();
    log = new StepLog(trainer.steps());
    if (step > 0) {
      log.readBack(folder.resolve(RunFolder.STEPS), step);
    }
  }

  /** Trains to the end and reports; {@code json} may be null. */
  void go(Path json) throws IOException {
    introduce();
    Evaluation evaluation;
    Optional<Evaluation> augmented;
    try (Status shown = Terminal.status(out, err, step, trainer.steps());
        var _ = new Interruption(this::interrupted)) {
      status = shown;
      trainer.listen(this).run();
      augmented = views == Views.ONE ? Optional.empty() : Optional.of(evaluate(views));
    }
    Checkpoint end = trainer.checkpoint();
    if (end.step() < trainer.steps()) {
      out.printf("stopped: %d epochs without a better test accuracy%n", end.config().patience());
    }
    if (trainer.evaluation().isPresent()) {
      evaluation = trainer.evaluation().get();
    } else {
      out.println("nothing left to do: " + Texts.count(step) + " steps are made");
      evaluation = evaluate(Views.ONE);
      draw(end, evaluation);
    }
    Map<String, Object> facts = facts(end, evaluation, augmented);
    report(facts, evaluation, augmented);
    JsonFile.write(json, facts);
  }

  private Evaluation evaluate(Views views) {
    DataSamples test = new DataSamples(data.test());
    int batch = trainer.checkpoint().config().batch();
    return Evaluation.of(
        network, test, views, batch, imagesDone -> validating(imagesDone, test.size()));
  }

  private void introduce() {
    TrainingConfig config = trainer.checkpoint().config();
    out.printf(
        Locale.ROOT,
        "%s: %,d images to train on, %,d to test on, %d x %d x %d, %d classes%n%n%s%n",
        data.name(),
        data.train().size(),
        data.test().size(),
        data.train().channels(),
        data.train().height(),
        data.train().width(),
        data.train().classNames().size(),
        network.summary());
    out.printf(
        Locale.ROOT,
        "%s, batches of %d, %s, %sseed %d%n",
        config.epochs() == 1 ? "1 epoch" : config.epochs() + " epochs",
        config.batch(),
        OptimizerOptions.describe(config),
        config.augmentation().equals(Augmentation.NONE)
            ? ""
            : "augmentation " + config.augmentation() + ", ",
        config.seed());
    int threads = Parallelism.current().threads();
    out.printf(
        "%s kernels%s, %s%n%n",
        InfoCommand.kernels(),
        Backend.SIMD ? ", vectors of " + Backend.PLATFORM.vectorBits() + " bits" : "",
        threads == 1 ? "1 thread" : threads + " threads");
    heading();
    trainer.history().forEach(epoch -> out.println(row(epoch)));
    out.flush();
  }

  private void heading() {
    out.printf(
        ROW + "%n",
        "epoch",
        "train loss",
        "train accuracy",
        "test loss",
        "test accuracy",
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
    step = batch.step();
    status.at(
        step,
        "epoch %d, loss %s, accuracy %s, %s images/s"
            .formatted(
                batch.epoch(),
                Texts.loss(batch.trainLoss()),
                Texts.percent(batch.trainAccuracy(), 1),
                Texts.count(batch.imagesPerSecond())));
  }

  @Override
  public void validating(int imagesDone, int images) {
    status.at(
        step, "testing %s of %s images".formatted(Texts.count(imagesDone), Texts.count(images)));
  }

  @Override
  public void epochDone(EpochResult result, Checkpoint checkpoint) throws IOException {
    folder.save(checkpoint, log);
    status.print(row(result));
    draw(checkpoint, trainer.evaluation().orElseThrow());
  }

  /** Without fonts, or while the JVM is going down, there are no pictures; training goes on. */
  private void draw(Checkpoint checkpoint, Evaluation evaluation) throws IOException {
    try {
      folder.draw(checkpoint, log, evaluation);
    } catch (RuntimeException | InternalError | LinkageError e) {
      if (!interrupted && undrawn == null) {
        undrawn = e;
        err.println("no pictures, which need fontconfig and a font: " + e);
        err.flush();
      }
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

  private Map<String, Object> facts(
      Checkpoint end, Evaluation evaluation, Optional<Evaluation> augmented) {
    EpochResult last = end.history().getLast();
    double seconds = end.history().stream().mapToDouble(EpochResult::seconds).sum();
    double images =
        end.history().stream()
            .mapToDouble(epoch -> epoch.imagesPerSecond() * epoch.seconds())
            .sum();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("data", data.name());
    facts.put("net", network.pattern());
    facts.put("testAccuracy", evaluation.accuracy());
    facts.put("testLoss", evaluation.loss());
    augmented.ifPresent(
        better -> {
          facts.put("tta", views.name().toLowerCase(Locale.ROOT));
          facts.put("ttaTestAccuracy", better.accuracy());
          facts.put("ttaTestLoss", better.loss());
        });
    facts.put("trainAccuracy", last.trainAccuracy());
    facts.put("trainLoss", last.trainLoss());
    facts.put("epochs", last.epoch());
    facts.put("steps", end.step());
    facts.put("seconds", seconds);
    facts.put("imagesPerSecond", images / seconds);
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

  private void report(
      Map<String, Object> facts, Evaluation evaluation, Optional<Evaluation> augmented) {
    out.println();
    out.println("test accuracy    " + accuracy(evaluation));
    augmented.ifPresent(
        better -> out.println("  with --tta %s  %s".formatted(facts.get("tta"), accuracy(better))));
    out.printf(
        """
        test loss        %s
        training loss    %s
        parameters       %s
        training time    %s, %s images/s
        weights SHA-256  %s
        in %s: %s
        """,
        Texts.loss(evaluation.loss()),
        Texts.loss((double) facts.get("trainLoss")),
        Texts.count((long) facts.get("parameters")),
        Texts.time((double) facts.get("seconds")),
        Texts.count((double) facts.get("imagesPerSecond")),
        facts.get("weightsSha256"),
        folder.path(),
        String.join(", ", folder.files()));
    out.flush();
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
