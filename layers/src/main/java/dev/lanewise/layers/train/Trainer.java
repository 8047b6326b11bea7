package dev.lanewise.layers.train;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.layers.BadInputException;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.augment.Views;
import dev.lanewise.layers.optim.GradientNorm;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.random.Purpose;
import dev.lanewise.layers.random.SeededRandom;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Minibatch training. The weights a run ends with are a function of the net, the samples and the
 * {@link TrainingConfig}, bit for bit: threads, vector widths and interruptions leave no trace. All
 * that is random comes from the seed and the number of the epoch or step, so a {@link Checkpoint}
 * between any two steps is enough to go on as if nothing had happened.
 *
 * <p>The kernels use the {@link dev.lanewise.kernels.parallel.Parallelism} of whoever calls {@link
 * #run}.
 */
public final class Trainer {
  private final Network network;
  private final Samples train;
  private final Optional<Samples> validation;
  private final TrainingConfig config;
  private final BatchReader reader;
  private final List<Parameter> parameters;
  private final Optimizer optimizer;
  private final int batches;
  private final long checksum;
  private final EarlyStopping stopping;
  private final List<Listener> listeners = new ArrayList<>();

  /** The part of a batch that a chunk is; the mean over it counts as much. */
  private final float[] share = new float[1];

  private final List<EpochResult> history = new ArrayList<>();
  private Optional<Evaluation> evaluation = Optional.empty();

  /** Steps made so far: with the configuration, it says where in which epoch we are. */
  private long step;

  private Totals totals = new Totals();
  private final Totals ofBatch = new Totals();

  /**
   * A run from the start.
   *
   * @throws BadInputException if samples and net do not fit
   */
  public Trainer(
      Network network, Samples train, Optional<Samples> validation, TrainingConfig config) {
    this.network = network;
    this.train = train;
    this.validation = validation;
    this.config = config;
    reader = new BatchReader(network, train, config.augmentation(), config.seed());
    validation.ifPresent(samples -> new BatchReader(network, samples)); // refuses what does not fit
    if (config.patience() > 0 && validation.isEmpty()) {
      throw new BadInputException("patience: expected validation samples to watch, found none");
    }
    parameters = network.parameters();
    optimizer = config.optimizer(parameters);
    batches = config.stepsPerEpoch(train.size());
    checksum = train.checksum();
    stopping = new EarlyStopping(config.patience(), batches, network.state());
  }

  /**
   * Goes on from a checkpoint, with its net and configuration.
   *
   * @param train the samples of the run that was interrupted
   * @throws BadInputException if samples and net do not fit, or the samples are not those of before
   */
  public static Trainer resume(Checkpoint checkpoint, Samples train, Optional<Samples> validation) {
    if (train.size() != checkpoint.samples()) {
      throw new BadInputException(
          "data: expected the %d images the run began with, found %d"
              .formatted(checkpoint.samples(), train.size()));
    }
    Trainer trainer = new Trainer(checkpoint.network(), train, validation, checkpoint.config());
    if (trainer.checksum != checkpoint.checksum()) {
      throw new BadInputException(
          "data: expected the images the run began with (checksum %08x), found others (%08x)"
              .formatted(checkpoint.checksum(), trainer.checksum));
    }
    trainer.optimizer.restore(checkpoint.step(), checkpoint.optimizerState());
    trainer.step = checkpoint.step();
    trainer.totals = checkpoint.totals().copy();
    trainer.history.addAll(checkpoint.history());
    trainer.stopping.restore(checkpoint.bestWeights());
    return trainer;
  }

  /** Listeners are told in the order in which they came. */
  public Trainer listen(Listener listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * Trains to the end of the run, or of the configuration's patience; the net's layers are then in
   * evaluation state, its weights those of the last epoch: see {@link Checkpoint#restoreBest}.
   *
   * @return one line per epoch, those before a resumption included
   * @throws BadInputException if the loss is no longer a number
   * @throws IOException if a listener's file could not be written
   */
  public List<EpochResult> run() throws IOException {
    try (Tape tape = new Tape()) {
      while (step < steps() && !stopping.outOfPatience(history)) {
        epoch(tape);
      }
    } finally {
      network.layers().evaluation();
      optimizer.zeroGrad();
    }
    return history();
  }

  /** Steps of the whole run. */
  public long steps() {
    long all = plannedSteps();
    return config.maxBatches() == 0 ? all : Math.min(all, config.maxBatches());
  }

  /** One line per epoch so far. */
  public List<EpochResult> history() {
    return List.copyOf(history);
  }

  /** The validation after the last epoch that this trainer ended. */
  public Optional<Evaluation> evaluation() {
    return evaluation;
  }

  /** The state of the run: not a copy, so save it before training goes on. */
  public Checkpoint checkpoint() {
    return new Checkpoint(
        network,
        config,
        step,
        train.size(),
        checksum,
        totals.copy(),
        optimizer.state(),
        stopping.weights(),
        history());
  }

  private long plannedSteps() {
    return (long) config.epochs() * batches;
  }

  private float learningRate() {
    return config.schedule().rate(config.learningRate(), config.warmup(), step, plannedSteps());
  }

  private float clip() {
    return config.clipNorm() == 0 ? 1 : GradientNorm.clip(parameters, config.clipNorm());
  }

  private void epoch(Tape tape) throws IOException {
    int epoch = (int) (step / batches);
    long end = Math.min((long) (epoch + 1) * batches, steps());
    int[] order = reader.inOrder();
    new SeededRandom(config.seed(), Purpose.SHUFFLE, epoch).shuffle(order);
    int from = (int) (step % batches) * config.batch();
    int to = (int) Math.min(order.length, (end - (long) epoch * batches) * config.batch());
    Stopwatch watch = new Stopwatch();
    Pass pass = new Pass(tape, network, Views.ONE);
    try (BatchStream stream =
        new BatchStream(reader, epoch, order, from, to, config.batch(), config.imagesAtOnce())) {
      while (step < end) {
        step(tape, pass, epoch, stream, watch);
      }
    }
    epochDone(tape, epoch, watch);
  }

  /** Moves the weights once, by the mean gradient of a batch, whose chunks add up to it. */
  private void step(Tape tape, Pass pass, int epoch, BatchStream stream, Stopwatch watch) {
    long first = step % batches * config.batch();
    int images = (int) Math.min(config.batch(), train.size() - first);
    int chunks = config.chunks();
    float rate = learningRate();
    ofBatch.clear();
    for (int chunk = 0; ofBatch.images() < images; chunk++) {
      Batch next = stream.next();
      long seed = SeededRandom.derive(config.seed(), Purpose.DROPOUT, step * chunks + chunk);
      network.layers().training(seed);
      Tensor loss = pass.loss(next);
      float value = loss.item();
      if (!Float.isFinite(value)) {
        throw new BadInputException(
            "training: expected a finite loss, found %s in step %d of epoch %d; learning rate %s is too high"
                .formatted(value, step % batches + 1, epoch + 1, rate));
      }
      int right = right(pass.scores(), next.labels());
      share[0] = (float) next.size() / images;
      tape.backward(loss, share);
      ofBatch.add(next.size(), value, right);
      totals.add(next.size(), value, right);
      watch.count(next.size());
      if (chunks > 1) {
        int done = (int) ofBatch.images();
        listeners.forEach(listener -> listener.computing(done, images));
      }
    }
    optimizer.step(rate, clip());
    optimizer.zeroGrad();
    step++;
    if (listeners.isEmpty()) {
      return;
    }
    BatchResult result =
        new BatchResult(
            epoch + 1,
            (int) ((step - 1) % batches) + 1,
            batches,
            step,
            steps(),
            ofBatch.meanLoss(),
            ofBatch.accuracy(),
            totals.meanLoss(),
            totals.accuracy(),
            rate,
            watch.imagesPerSecond());
    listeners.forEach(listener -> listener.batchDone(result));
  }

  private void epochDone(Tape tape, int epoch, Stopwatch watch) throws IOException {
    double seconds = watch.seconds();
    double imagesPerSecond = watch.imagesPerSecond();
    evaluation = validation.map(samples -> validate(tape, samples));
    EpochResult result =
        new EpochResult(
            epoch + 1,
            step,
            totals.meanLoss(),
            totals.accuracy(),
            evaluation.map(Evaluation::loss).orElse(Double.NaN),
            evaluation.map(Evaluation::accuracy).orElse(Double.NaN),
            seconds,
            imagesPerSecond);
    history.removeIf(earlier -> earlier.epoch() == result.epoch()); // a part of it, resumed
    history.add(result);
    stopping.epochDone(history);
    if (step % batches == 0) {
      totals = new Totals();
    }
    for (Listener listener : listeners) {
      listener.epochDone(result, checkpoint());
    }
  }

  private Evaluation validate(Tape tape, Samples samples) {
    return Evaluation.of(
        tape,
        network,
        samples,
        Views.ONE,
        config.imagesAtOnce(),
        done -> listeners.forEach(listener -> listener.validating(done, samples.size())));
  }

  private static int right(Tensor scores, int[] labels) {
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      right += Evaluation.highest(scores, i) == labels[i] ? 1 : 0;
    }
    return right;
  }

  /** Images per second since it was made. */
  private static final class Stopwatch {
    private final long start = System.nanoTime();
    private long images;

    void count(int n) {
      images += n;
    }

    double seconds() {
      return (System.nanoTime() - start) * 1e-9;
    }

    double imagesPerSecond() {
      return images / seconds();
    }
  }
}
