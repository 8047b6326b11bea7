package dev.lanewise.vision;

/** Brightness, 0 to 255, and the one scale on which networks see it. */
final class Pixels {
  private Pixels() {}

  /** 0..255 to -1..1, exact at both ends; the same in training and in prediction. */
  static float scaled(float brightness) {
    return (brightness - 127.5f) / 127.5f;
  }

  /** Luma of ITU-R BT.601; three equal values give that value. */
  static float grey(float red, float green, float blue) {
    return (299 * red + 587 * green + 114 * blue) / 1000;
  }
}
