package dev.lanewise.cli.plot;

import java.util.Locale;

/**
 * A test image and what the net says of it.
 *
 * @param index in the test images
 * @param pixels [channels, height, width], 0 to 1
 * @param shape the same
 * @param actual its class
 * @param said the class the net answers
 * @param probability of what it says
 * @param probabilityOfActual of the image's class
 * @param loss of this image
 */
public record Shown(
    int index,
    float[] pixels,
    int[] shape,
    String actual,
    String said,
    float probability,
    float probabilityOfActual,
    float loss) {

  Tile tile() {
    return Tile.ofPixels(pixels, shape[0], shape[1], shape[2]);
  }

  boolean right() {
    return actual.equals(said);
  }

  /** In as many digits as tell it from 0, and never rounded up. */
  public static String percent(float probability) {
    double percent = 100.0 * probability;
    return percent > 0 && percent < 0.1
        ? String.format(Locale.ROOT, "%.1g %%", percent)
        : String.format(Locale.ROOT, "%.1f %%", Math.floor(10 * percent) / 10);
  }
}
