package dev.lanewise.layers.train;

import dev.lanewise.autograd.Tensor;

/**
 * Images as the net takes them, with their classes.
 *
 * @param images [n, channels, height, width], normalised
 * @param labels n numbers of classes
 */
record Batch(Tensor images, int[] labels) {
  int size() {
    return labels.length;
  }

  Batch copy() {
    return new Batch(Tensor.of(images.data().clone(), images.shape()), labels.clone());
  }

  /** Overwrites a batch of the same size. */
  void copyTo(Batch other) {
    System.arraycopy(images.data(), 0, other.images.data(), 0, images.size());
    System.arraycopy(labels, 0, other.labels, 0, labels.length);
  }
}
