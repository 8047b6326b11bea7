package dev.lanewise.vision;

/** Brightness: 0 to 255 in files, 0 to 1 where networks read it. */
final class Pixels {
  static final float WHITE = 255;

  private Pixels() {}

  /** Luma of ITU-R BT.601; three equal values give that value. */
  static float grey(float red, float green, float blue) {
    return (299 * red + 587 * green + 114 * blue) / 1000;
  }
}
