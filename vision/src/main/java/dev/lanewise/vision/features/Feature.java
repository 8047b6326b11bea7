package dev.lanewise.vision.features;

/**
 * Describes images of one size by vectors. The same image gives the same bits, whatever else is in
 * the batch and however many threads work. For one thread at a time.
 */
public interface Feature {
  /** Numbers per image. */
  int size();

  /**
   * Describes a batch.
   *
   * @param x [images, channels, height, width] from {@code xOffset}, brightness 0 to 1
   * @param y [images, size()] from {@code yOffset}, overwritten
   */
  void extract(int images, float[] x, int xOffset, float[] y, int yOffset);
}
