package dev.lanewise.vision.features;

/**
 * The squares that images [channels, height, width] are cut into, a step apart, each brought to
 * mean 0 and contrast 1: (x - mean) / sqrt(variance + 10 / 255^2), over its pixels in all channels
 * (Coates and Ng 2011).
 *
 * @param side pixels along a side of a patch
 * @param stride pixels from a patch to the next
 */
public record Patches(int channels, int height, int width, int side, int stride) {
  private static final float EPSILON = 10f / (255 * 255);

  /**
   * @throws IllegalArgumentException if a number is below 1 or a patch larger than the image
   */
  public Patches {
    if (channels < 1 || side < 1 || stride < 1 || side > Math.min(height, width)) {
      throw new IllegalArgumentException(
          "patches: expected a side of 1 to that of the image and a stride of at least 1,"
              + " actual side %d, stride %d for [%d, %d, %d]"
                  .formatted(side, stride, channels, height, width));
    }
  }

  /** Patches down. */
  public int rows() {
    return (height - side) / stride + 1;
  }

  /** Patches across. */
  public int columns() {
    return (width - side) / stride + 1;
  }

  /** Patches in an image. */
  public int count() {
    return rows() * columns();
  }

  /** Numbers in a patch: [channels, side, side]. */
  public int size() {
    return channels * side * side;
  }

  /** Numbers in an image. */
  int imageSize() {
    return channels * height * width;
  }

  /**
   * Writes one patch.
   *
   * @param number from 0 to count() - 1, row by row
   * @param x an image from {@code xOffset}
   * @param y receives [channels, side, side] from {@code yOffset}
   */
  public void read(int number, float[] x, int xOffset, float[] y, int yOffset) {
    int top = number / columns() * stride;
    int left = number % columns() * stride;
    int to = yOffset;
    double sum = 0;
    double squares = 0;
    for (int c = 0; c < channels; c++) {
      for (int row = top; row < top + side; row++) {
        int from = xOffset + (c * height + row) * width + left;
        for (int i = from; i < from + side; i++) {
          sum += x[i];
          squares += (double) x[i] * x[i];
          y[to++] = x[i];
        }
      }
    }
    double mean = sum / size();
    double variance = Math.max(0, squares / size() - mean * mean);
    float scale = (float) (1 / Math.sqrt(variance + EPSILON));
    for (int i = yOffset; i < to; i++) {
      y[i] = (y[i] - (float) mean) * scale;
    }
  }
}
