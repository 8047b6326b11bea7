package dev.lanewise.cli.plot;

import java.util.List;
import java.util.Locale;

/** The filters of a first layer as pictures, all on one scale that is symmetric about 0. */
public final class Filters {
  private static final int GAP = 4;
  private static final int TOP = 26;
  private static final int CAPTION = 15;
  private static final int MAX_FILTERS = 64;

  private Filters() {}

  /**
   * Those over three channels in colour, where grey is 0; others in blue and orange.
   *
   * @param weights [filters, channels, height, width]; channels 1 or 3
   * @param names of the filters; empty if they have none
   */
  public static Svg draw(
      String title,
      float[] weights,
      int filters,
      int channels,
      int height,
      int width,
      List<String> names) {
    int shown = Math.min(filters, MAX_FILTERS);
    int size = channels * height * width;
    float max = 0;
    for (int i = 0; i < shown * size; i++) {
      max = Math.max(max, Math.abs(weights[i]));
    }
    float one = max == 0 ? 1 : max;
    int columns = shown <= 4 ? 4 : shown <= 10 ? 5 : 8;
    double side = (Svg.WIDTH + GAP) / (double) columns - GAP;
    double row = side + GAP + (names.isEmpty() ? 0 : CAPTION);
    Svg svg = new Svg(title + (shown < filters ? ", the first " + shown : ""));
    for (int f = 0; f < shown; f++) {
      Tile tile =
          channels == 3
              ? Tile.ofChannels(weights, f * size, 3, height, width, -one, one)
              : Tile.ofMap(weights, f * size, height, width, Ramp.SIGNED, one);
      double left = f % columns * (side + GAP);
      double top = TOP + f / columns * row;
      svg.tile(tile, left, top, side);
      if (!names.isEmpty()) {
        svg.text("small", "start", left, top + side + 13, Svg.cut(names.get(f), 13));
      }
    }
    double bottom = TOP + Math.ceilDiv(shown, columns) * row + 6;
    String end = String.format(Locale.ROOT, "%.3g", max);
    Ramp ramp = channels == 3 ? Ramp.GREY : Ramp.SIGNED;
    svg.scale(ramp, bottom, "-" + end, channels == 3 ? "weight of each colour" : "weight", end);
    return svg;
  }
}
