package dev.lanewise.cli.plot;

import java.awt.Color;

/** Colours that all pictures share; blue and orange stay apart for colour-blind eyes. */
final class Palette {
  static final Color BLUE = new Color(0x1f, 0x6f, 0xb4);
  static final Color ORANGE = new Color(0xe0, 0x6c, 0x10);
  static final Color INK = new Color(0x22, 0x26, 0x2a);
  static final Color GRID = new Color(0xe2, 0xe5, 0xe9);

  private Palette() {}

  /** From white (0) to {@code colour} (1). */
  static Color tint(Color colour, double strength) {
    return new Color(
        mix(colour.getRed(), strength),
        mix(colour.getGreen(), strength),
        mix(colour.getBlue(), strength));
  }

  private static int mix(int component, double strength) {
    return (int) Math.round(255 + (component - 255) * strength);
  }
}
