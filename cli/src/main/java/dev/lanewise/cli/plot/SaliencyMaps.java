package dev.lanewise.cli.plot;

import java.util.Arrays;
import java.util.List;

/** Images, each beside the map of how much its pixels move the score of a class. */
public final class SaliencyMaps {
  private static final int TOP = 26;
  private static final int COLUMNS = 3;
  private static final int SIDE = 66;
  private static final int CAPTION = 24;

  /** The part of the pixels that may be drawn alike, as the brightest. */
  private static final double CLIPPED = 0.005;

  private SaliencyMaps() {}

  /**
   * @param maps [height, width] of each image, at least 0
   */
  public static Svg draw(String title, List<Shown> images, List<float[]> maps) {
    Svg svg = new Svg(title);
    double width = (Svg.WIDTH + 10.0) / COLUMNS;
    for (int i = 0; i < images.size(); i++) {
      Shown image = images.get(i);
      double x = i % COLUMNS * width;
      double y = TOP + i / COLUMNS * (SIDE + CAPTION);
      int[] shape = image.shape();
      float[] map = maps.get(i);
      svg.tile(image.tile(), x, y, SIDE);
      Tile heat = Tile.ofMap(map, 0, shape[1], shape[2], Ramp.HEAT, brightest(map));
      svg.tile(heat, x + SIDE + 4, y, SIDE);
      String caption = image.right() ? image.actual() : image.actual() + ", said " + image.said();
      svg.text(
          image.right() ? "small" : "small wrong", "start", x, y + SIDE + 14, Svg.cut(caption, 24));
    }
    double bottom = TOP + Math.ceilDiv(images.size(), COLUMNS) * (SIDE + CAPTION) + 8.0;
    svg.scale(Ramp.HEAT, bottom, "0", "|d score / d pixel|", "most in the image");
    return svg;
  }

  private static float brightest(float[] map) {
    float[] sorted = map.clone();
    Arrays.sort(sorted);
    return sorted[(int) ((sorted.length - 1) * (1 - CLIPPED))];
  }
}
