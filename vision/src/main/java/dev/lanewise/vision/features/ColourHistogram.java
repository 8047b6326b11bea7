package dev.lanewise.vision.features;

import java.util.Arrays;

/**
 * Which part of the pixels has which hue and saturation (the hexcone model of A. R. Smith, "Color
 * Gamut Transform Pairs", SIGGRAPH 1978): [hues, saturations] bins of equal width, together 1.
 * Brightness does not count. A grey pixel has hue 0, red, and saturation 0.
 */
public final class ColourHistogram extends EachImage {
  private final int plane;
  private final int hues;
  private final int saturations;

  /**
   * For images [3, height, width]: red, green, blue.
   *
   * @throws IllegalArgumentException if a number is below 1
   */
  public ColourHistogram(int height, int width, int hues, int saturations) {
    super(3 * height * width);
    if (height < 1 || width < 1 || hues < 1 || saturations < 1) {
      throw new IllegalArgumentException(
          "colour histogram: expected sizes and bins of at least 1, actual %d x %d, %d and %d"
              .formatted(height, width, hues, saturations));
    }
    plane = height * width;
    this.hues = hues;
    this.saturations = saturations;
  }

  @Override
  public int size() {
    return hues * saturations;
  }

  @Override
  void describe(float[] x, int xOffset, float[] y, int yOffset) {
    Arrays.fill(y, yOffset, yOffset + size(), 0);
    for (int i = xOffset; i < xOffset + plane; i++) {
      float red = x[i];
      float green = x[i + plane];
      float blue = x[i + 2 * plane];
      float value = Math.max(red, Math.max(green, blue));
      float chroma = value - Math.min(red, Math.min(green, blue));
      float saturation = value == 0 ? 0 : chroma / value;
      int h = Math.min(hues - 1, (int) (hue(red, green, blue, value, chroma) * hues / 6));
      int s = Math.min(saturations - 1, (int) (saturation * saturations));
      y[yOffset + h * saturations + s]++;
    }
    for (int i = yOffset; i < yOffset + size(); i++) {
      y[i] /= plane;
    }
  }

  /** From 0 (red) over 2 (green) and 4 (blue) to 6 (red again). */
  private static float hue(float red, float green, float blue, float value, float chroma) {
    if (chroma == 0) {
      return 0;
    }
    if (value == red) {
      float hue = (green - blue) / chroma;
      return hue < 0 ? hue + 6 : hue;
    }
    return value == green ? 2 + (blue - red) / chroma : 4 + (red - green) / chroma;
  }
}
