package dev.lanewise.layers.train;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.layers.Network;
import java.util.Arrays;

/** Brings samples, normalised, into the tape's buffers. */
final class BatchReader {
  private final Network network;
  private final Samples samples;
  private final int[] shape;
  private Tensor images;
  private int[] labels;

  BatchReader(Network network, Samples samples) {
    this.network = network;
    this.samples = samples;
    shape = samples.shape();
    samples.requireFit(network);
  }

  /** The indices of all samples, first to last. */
  int[] inOrder() {
    int[] order = new int[samples.size()];
    Arrays.setAll(order, i -> i);
    return order;
  }

  /** Reads the samples {@code order[from .. from + n - 1]}. */
  void read(Tape tape, int[] order, int from, int n) {
    images = tape.tensor(n, shape[0], shape[1], shape[2]);
    labels = tape.ints(n);
    int size = images.size() / n;
    for (int i = 0; i < n; i++) {
      int index = order[from + i];
      samples.read(index, images.data(), i * size);
      labels[i] = samples.label(index);
    }
    network.normalisation().apply(n, shape[1] * shape[2], images.data(), 0);
  }

  /** [n, channels, height, width], until the tape is cleared. */
  Tensor images() {
    return images;
  }

  /** n classes, until the tape is cleared. */
  int[] labels() {
    return labels;
  }
}
