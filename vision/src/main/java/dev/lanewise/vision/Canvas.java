package dev.lanewise.vision;

import java.util.Arrays;

/** A small picture, {@code [channels, height, width]}, that a larger one is drawn on to fit. */
final class Canvas {
  private final int channels;
  private final int height;
  private final int width;
  private final float[] pixels;
  private final float[] border;

  /**
   * @param channels 1 (grey) or 3 (red, green, blue)
   */
  Canvas(int channels, int height, int width) {
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.pixels = new float[channels * height * width];
    this.border = new float[channels];
  }

  /** 0 to 255, row-major; not a copy. */
  float[] pixels() {
    return pixels;
  }

  /** Mean of the drawn picture's outermost pixels. */
  float border(int channel) {
    return border[channel];
  }

  /** Scales to fit, in the middle; what remains free takes the mean colour of the border. */
  void draw(Bitmap bitmap) {
    double scale = Math.min((double) height / bitmap.height(), (double) width / bitmap.width());
    int drawnHeight = Math.clamp(Math.round(bitmap.height() * scale), 1, height);
    int drawnWidth = Math.clamp(Math.round(bitmap.width() * scale), 1, width);
    float[][][] narrow = narrow(bitmap, drawnWidth);
    Resampling down = new Resampling(bitmap.height(), drawnHeight);
    for (int c = 0; c < channels; c++) {
      float[] drawn = new float[drawnHeight * drawnWidth];
      for (int y = 0; y < drawnHeight; y++) {
        for (int x = 0; x < drawnWidth; x++) {
          drawn[y * drawnWidth + x] = down.apply(narrow[c][x], y);
        }
      }
      border[c] = ringMean(drawn, drawnHeight, drawnWidth);
      place(c, drawn, drawnHeight, drawnWidth);
    }
  }

  /** Brings each row to {@code drawnWidth}: {@code [channels][drawnWidth][bitmap.height()]}. */
  private float[][][] narrow(Bitmap bitmap, int drawnWidth) {
    Resampling across = new Resampling(bitmap.width(), drawnWidth);
    float[][][] narrow = new float[channels][drawnWidth][bitmap.height()];
    float[][] row = new float[3][bitmap.width()];
    for (int y = 0; y < bitmap.height(); y++) {
      bitmap.row(y, row);
      if (channels == 1) {
        for (int x = 0; x < bitmap.width(); x++) {
          row[0][x] = Pixels.grey(row[0][x], row[1][x], row[2][x]);
        }
      }
      for (int c = 0; c < channels; c++) {
        for (int x = 0; x < drawnWidth; x++) {
          narrow[c][x][y] = across.apply(row[c], x);
        }
      }
    }
    return narrow;
  }

  private void place(int channel, float[] drawn, int drawnHeight, int drawnWidth) {
    int plane = channel * height * width;
    int top = (height - drawnHeight) / 2;
    int left = (width - drawnWidth) / 2;
    Arrays.fill(pixels, plane, plane + height * width, border[channel]);
    for (int y = 0; y < drawnHeight; y++) {
      System.arraycopy(drawn, y * drawnWidth, pixels, plane + (top + y) * width + left, drawnWidth);
    }
  }

  private static float ringMean(float[] drawn, int height, int width) {
    double sum = 0;
    int count = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (y == 0 || y == height - 1 || x == 0 || x == width - 1) {
          sum += drawn[y * width + x];
          count++;
        }
      }
    }
    return (float) (sum / count);
  }
}
