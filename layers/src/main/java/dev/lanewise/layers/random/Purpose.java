package dev.lanewise.layers.random;

/** What a stream of random numbers is for. The ids enter every seed: they are never changed. */
public enum Purpose {
  /** Initial weights, per layer. */
  WEIGHTS(1),
  /** The order of the samples, per epoch. */
  SHUFFLE(2),
  /** What dropout drops, per step and layer. */
  DROPOUT(3),
  /** How an image is varied, per epoch and image. */
  AUGMENT(4),
  /** Which images and patches features are learnt from. */
  FEATURES(5),
  /** Inputs, and which coordinates are checked. */
  GRADIENT_CHECK(6);

  final long id;

  Purpose(long id) {
    this.id = id;
  }
}
