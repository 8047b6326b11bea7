package dev.lanewise.vision;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;

/**
 * A decoded image, read row by row as a viewer shows it: turned by its orientation, transparent
 * parts white.
 */
final class Bitmap {
  private final BufferedImage image;
  private final int orientation;

  /**
   * @param orientation as in EXIF, 1 to 8
   */
  Bitmap(BufferedImage image, int orientation) {
    this.image = image;
    this.orientation = orientation;
  }

  int width() {
    return transposed() ? image.getHeight() : image.getWidth();
  }

  int height() {
    return transposed() ? image.getWidth() : image.getHeight();
  }

  /** Row {@code y}, 0 to 255, into {@code rgb: [3, width]}. */
  void row(int y, float[][] rgb) {
    boolean last = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
    int line = last ? height() - 1 - y : y;
    if (isGrey(image.getColorModel())) {
      grey(line, rgb);
    } else {
      colour(line, rgb);
    }
    if (orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7) {
      for (float[] channel : rgb) {
        reverse(channel, width());
      }
    }
  }

  /** From orientation 5 on a row shown is a column stored. */
  private boolean transposed() {
    return orientation >= 5;
  }

  /**
   * Grey images are read as they were written: {@link BufferedImage#getRGB} would take their values
   * for linear light and brighten them.
   */
  private static boolean isGrey(ColorModel model) {
    return model.getNumColorComponents() == 1 && !(model instanceof IndexColorModel);
  }

  private void grey(int line, float[][] rgb) {
    ColorModel model = image.getColorModel();
    WritableRaster raster = image.getRaster();
    int width = width();
    float full = (1 << model.getComponentSize(0)) - 1;
    int[] samples = samples(raster, line, 0);
    int[] alphas = model.hasAlpha() ? samples(raster, line, 1) : null;
    for (int x = 0; x < width; x++) {
      float alpha = alphas == null ? 1 : alphas[x] / full;
      float value = overWhite(Pixels.WHITE * samples[x] / full, alpha);
      rgb[0][x] = value;
      rgb[1][x] = value;
      rgb[2][x] = value;
    }
  }

  private int[] samples(WritableRaster raster, int line, int band) {
    return transposed()
        ? raster.getSamples(line, 0, 1, width(), band, (int[]) null)
        : raster.getSamples(0, line, width(), 1, band, (int[]) null);
  }

  private void colour(int line, float[][] rgb) {
    int width = width();
    int[] argb =
        transposed()
            ? image.getRGB(line, 0, 1, width, null, 0, 1)
            : image.getRGB(0, line, width, 1, null, 0, width);
    for (int x = 0; x < width; x++) {
      float alpha = (argb[x] >>> 24) / 255f;
      rgb[0][x] = overWhite(argb[x] >> 16 & 0xff, alpha);
      rgb[1][x] = overWhite(argb[x] >> 8 & 0xff, alpha);
      rgb[2][x] = overWhite(argb[x] & 0xff, alpha);
    }
  }

  private static float overWhite(float value, float alpha) {
    return alpha * value + (1 - alpha) * Pixels.WHITE;
  }

  private static void reverse(float[] row, int length) {
    for (int left = 0, right = length - 1; left < right; left++, right--) {
      float swap = row[left];
      row[left] = row[right];
      row[right] = swap;
    }
  }
}
