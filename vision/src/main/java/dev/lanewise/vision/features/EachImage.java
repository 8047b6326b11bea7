package dev.lanewise.vision.features;

/** Features that look at one image at a time, on as many threads as there are. */
abstract class EachImage implements Feature {
  private final int pixels;

  /**
   * @param pixels of one image, in all channels
   */
  EachImage(int pixels) {
    this.pixels = pixels;
  }

  /** Describes one image; may be called from several threads at once. */
  abstract void describe(float[] x, int xOffset, float[] y, int yOffset);

  @Override
  public void extract(int images, float[] x, int xOffset, float[] y, int yOffset) {
    InParallel.forEach(
        images, image -> describe(x, xOffset + image * pixels, y, yOffset + image * size()));
  }
}
