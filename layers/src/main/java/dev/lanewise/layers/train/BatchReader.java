package dev.lanewise.layers.train;

import dev.lanewise.autograd.Tensor;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.augment.Augmentation;
import dev.lanewise.layers.augment.Augmenter;
import java.util.Arrays;

/** Reads samples as the net takes them: normalised and, to train on, varied. */
final class BatchReader {
  private final Network network;
  private final Samples samples;
  private final int[] shape;
  private final int size;
  private final Augmenter augmenter;

  /** Reads images as they are. */
  BatchReader(Network network, Samples samples) {
    this(network, samples, Augmentation.NONE, 0);
  }

  /**
   * @param seed of the augmentation
   * @throws dev.lanewise.layers.BadInputException if net, samples and augmentation do not fit
   */
  BatchReader(Network network, Samples samples, Augmentation augmentation, long seed) {
    this.network = network;
    this.samples = samples;
    shape = samples.shape();
    samples.requireFit(network);
    size = network.inputSize();
    augmenter = new Augmenter(augmentation, shape[0], shape[1], shape[2], seed);
  }

  /** The indices of all samples, first to last. */
  int[] inOrder() {
    int[] order = new int[samples.size()];
    Arrays.setAll(order, i -> i);
    return order;
  }

  /** Room for {@code n} images. */
  Batch batch(int n) {
    float[] images = new float[Math.multiplyExact(n, size)];
    return new Batch(Tensor.of(images, n, shape[0], shape[1], shape[2]), new int[n]);
  }

  /**
   * Fills the batch with the samples {@code order[from], order[from + 1], ...}; for one thread at a
   * time.
   *
   * @param epoch from 0
   */
  void read(int epoch, int[] order, int from, Batch batch) {
    float[] images = batch.images().data();
    for (int i = 0; i < batch.size(); i++) {
      int index = order[from + i];
      samples.read(index, images, i * size);
      network.normalisation().apply(1, shape[1] * shape[2], images, i * size);
      augmenter.apply(epoch, index, images, i * size);
      batch.labels()[i] = samples.label(index);
    }
  }
}
