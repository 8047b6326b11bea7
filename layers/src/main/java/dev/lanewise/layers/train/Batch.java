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
}
