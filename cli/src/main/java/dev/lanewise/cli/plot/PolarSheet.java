package dev.lanewise.cli.plot;

import dev.lanewise.vision.features.PolarGrid;
import java.util.List;

/** Images, and beside each its polar and its log-polar picture. */
public final class PolarSheet {
  private static final int TOP = 44;
  private static final int GAP = 8;
  private static final int CAPTION = 26;
  private static final double SIDE = (Svg.WIDTH + GAP) / 3.0 - GAP;
  private static final List<String> HEADINGS = List.of("image", "polar", "log-polar");

  private PolarSheet() {}

  /**
   * One row.
   *
   * @param name of the image
   * @param pixels [channels, height, width]
   * @param polar [channels, circles, rays]
   * @param logPolar the same
   * @param shift of the log-polar picture against that of the first row
   */
  public record Row(String name, float[] pixels, float[] polar, float[] logPolar, String shift) {}

  /**
   * @param grid of both polar pictures, as far as their sizes go
   */
  public static Svg draw(List<Row> rows, int channels, int height, int width, PolarGrid grid) {
    Svg svg = new Svg("Turning and scaling become shifts: angle →, radius ↓");
    for (int column = 0; column < HEADINGS.size(); column++) {
      svg.text("soft", "start", column * (SIDE + GAP), TOP - 6, HEADINGS.get(column));
    }
    double y = TOP;
    for (Row row : rows) {
      svg.tile(Tile.ofPixels(row.pixels, channels, height, width), 0, y, SIDE);
      polar(svg, row.polar, channels, grid, SIDE + GAP, y);
      polar(svg, row.logPolar, channels, grid, 2 * (SIDE + GAP), y);
      svg.text("small", "start", 0, y + SIDE + 14, row.name);
      svg.text("small", "end", Svg.WIDTH, y + SIDE + 14, row.shift);
      y += SIDE + CAPTION;
    }
    return svg;
  }

  private static void polar(
      Svg svg, float[] pixels, int channels, PolarGrid grid, double x, double y) {
    svg.tile(Tile.ofPixels(pixels, channels, grid.circles(), grid.rays()), x, y, SIDE, SIDE);
  }
}
