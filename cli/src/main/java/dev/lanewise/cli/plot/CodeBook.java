package dev.lanewise.cli.plot;

/** Visual words as patches, each from its darkest to its brightest number. */
public final class CodeBook {
  private static final int COLUMNS = 20;
  private static final int GAP = 3;
  private static final int TOP = 26;

  private CodeBook() {}

  /**
   * @param patches [words, channels, side, side]
   */
  public static Svg draw(String title, float[] patches, int words, int channels, int side) {
    Svg svg = new Svg(title);
    double step = (Svg.WIDTH + GAP) / (double) COLUMNS;
    int size = channels * side * side;
    for (int word = 0; word < words; word++) {
      float low = patches[word * size];
      float high = low;
      for (int i = word * size; i < (word + 1) * size; i++) {
        low = Math.min(low, patches[i]);
        high = Math.max(high, patches[i]);
      }
      Tile tile =
          Tile.ofChannels(
              patches, word * size, channels, side, side, low, high > low ? high : low + 1);
      svg.tile(tile, word % COLUMNS * step, TOP + word / COLUMNS * step, step - GAP);
    }
    return svg;
  }
}
