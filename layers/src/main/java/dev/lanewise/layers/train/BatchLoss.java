package dev.lanewise.layers.train;

import dev.lanewise.autograd.Probe;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.random.Purpose;
import dev.lanewise.layers.random.SeededRandom;
import java.util.Arrays;

/**
 * The loss of one batch as a function of a net's parameters, as a step of training computes it:
 * with the statistics of the batch and with one choice of what dropout drops. Made to be probed and
 * checked:
 *
 * <pre>{@code
 * BatchLoss loss = BatchLoss.ofNoise(net, 4, 1);
 * GradientCheck.Report report = GradientCheck.check(loss, loss.parameters());
 * }</pre>
 *
 * <p>The net stays in the state of training, and its running statistics move.
 */
public final class BatchLoss implements Probe.Function {
  private final Network network;
  private final Tensor images;
  private final int[] labels;
  private final long seed;

  /**
   * @param images [n, channels, height, width], normalised
   * @param labels n numbers of classes
   * @param seed of dropout
   */
  public BatchLoss(Network network, Tensor images, int[] labels, long seed) {
    this.network = network;
    this.images = images;
    this.labels = labels.clone();
    this.seed = seed;
  }

  /** Images and labels by chance: normally distributed numbers, and classes that are alike. */
  public static BatchLoss ofNoise(Network network, int n, long seed) {
    SeededRandom random = new SeededRandom(seed, Purpose.GRADIENT_CHECK, 0);
    int[] shape = network.inputShape();
    float[] images = new float[Math.multiplyExact(n, network.inputSize())];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    int[] labels = new int[n];
    Arrays.setAll(labels, _ -> random.nextInt(network.classes()));
    return new BatchLoss(network, Tensor.of(images, n, shape[0], shape[1], shape[2]), labels, seed);
  }

  /** What it is a function of. */
  public Tensor[] parameters() {
    return network.parameters().stream().map(Parameter::tensor).toArray(Tensor[]::new);
  }

  /** Computes it from the net's parameters; {@code inputs} are these, and not looked at. */
  @Override
  public Tensor apply(Tape tape, Tensor... inputs) {
    network.layers().training(SeededRandom.derive(seed, Purpose.DROPOUT, 0));
    return network.loss().apply(tape, network.scores(tape, images), labels);
  }
}
