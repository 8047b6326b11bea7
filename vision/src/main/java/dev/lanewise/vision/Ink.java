package dev.lanewise.vision;

/**
 * Ink on paper, brought into the form of MNIST's digits: white on black, fit into a box of 5/7 of
 * the picture (20 of 28 pixels), its centre of mass in the middle (Y. LeCun, "The MNIST database").
 */
final class Ink {
  /** Contrast below which there is only noise to amplify. */
  private static final float FAINT = 32;

  /** What is no darker than this part of the contrast is paper, in the shade perhaps. */
  private static final float SHADE = 0.3f;

  /** What is darker than this part is ink throughout. */
  private static final float SOLID = 0.7f;

  private Ink() {}

  /**
   * @param sheet [sheetHeight, sheetWidth], 0 (black) to 255; destroyed
   * @param paper brightness of the paper
   * @return [height, width], 0 to 255
   */
  static float[] framed(
      float[] sheet, int sheetHeight, int sheetWidth, float paper, int height, int width) {
    develop(sheet, paper);
    float[] picture = new float[height * width];
    Box box = Box.around(sheet, sheetHeight, sheetWidth);
    if (box == null) {
      return picture; // an empty sheet
    }
    double scale = Math.min(height * 5 / 7.0 / box.height(), width * 5 / 7.0 / box.width());
    int inkHeight = Math.clamp(Math.round(box.height() * scale), 1, height);
    int inkWidth = Math.clamp(Math.round(box.width() * scale), 1, width);
    float[] ink = scaled(sheet, sheetWidth, box, inkHeight, inkWidth);
    int top =
        Math.clamp(
            Math.round(height / 2.0 - mass(ink, inkHeight, inkWidth, true)), 0, height - inkHeight);
    int left =
        Math.clamp(
            Math.round(width / 2.0 - mass(ink, inkHeight, inkWidth, false)), 0, width - inkWidth);
    for (int y = 0; y < inkHeight; y++) {
      System.arraycopy(ink, y * inkWidth, picture, (top + y) * width + left, inkWidth);
    }
    return picture;
  }

  /** Paper to 0, ink to 255. */
  private static void develop(float[] sheet, float paper) {
    float darkest = paper;
    for (float pixel : sheet) {
      darkest = Math.min(darkest, pixel);
    }
    float contrast = Math.max(paper - darkest, FAINT);
    for (int i = 0; i < sheet.length; i++) {
      float part = (paper - sheet[i]) / contrast;
      sheet[i] = Pixels.WHITE * Math.clamp((part - SHADE) / (SOLID - SHADE), 0f, 1f);
    }
  }

  private static float[] scaled(float[] sheet, int sheetWidth, Box box, int height, int width) {
    Resampling across = new Resampling(box.width(), width);
    Resampling down = new Resampling(box.height(), height);
    float[] scaled = new float[height * width];
    float[][] columns = new float[width][box.height()];
    float[] row = new float[box.width()];
    for (int y = 0; y < box.height(); y++) {
      System.arraycopy(sheet, (box.top + y) * sheetWidth + box.left, row, 0, row.length);
      for (int x = 0; x < width; x++) {
        columns[x][y] = across.apply(row, x);
      }
    }
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        scaled[y * width + x] = down.apply(columns[x], y);
      }
    }
    return scaled;
  }

  /** The centre of mass, down or across. */
  private static double mass(float[] ink, int height, int width, boolean down) {
    double moment = 0;
    double sum = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        moment += ink[y * width + x] * (0.5 + (down ? y : x));
        sum += ink[y * width + x];
      }
    }
    return sum == 0 ? (down ? height : width) / 2.0 : moment / sum;
  }

  /** Exclusive at the bottom and on the right. */
  private record Box(int top, int left, int bottom, int right) {
    /** Around all that is more ink than paper; null if nothing is. */
    static Box around(float[] sheet, int height, int width) {
      int top = height;
      int left = width;
      int bottom = 0;
      int right = 0;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          if (sheet[y * width + x] > Pixels.WHITE / 2) {
            top = Math.min(top, y);
            left = Math.min(left, x);
            bottom = y + 1;
            right = Math.max(right, x + 1);
          }
        }
      }
      return bottom == 0 ? null : new Box(top, left, bottom, right);
    }

    int height() {
      return bottom - top;
    }

    int width() {
      return right - left;
    }
  }
}
