package dev.lanewise.cli.plot;

import java.util.List;
import java.util.Locale;

/** What the stages of a net make of one image: a map per channel, all of a stage on one scale. */
public final class ActivationMaps {
  private static final int COLUMNS = 8;
  private static final int GAP = 4;
  private static final double SIDE = (Svg.WIDTH + GAP) / (double) COLUMNS - GAP;
  private static final int TOP = 26;
  private static final int IMAGE = 84;

  /** Nets with more stages show one row of each instead of two. */
  private static final int FEW_STAGES = 8;

  private static final int MAX_NAME = 24;

  private ActivationMaps() {}

  /**
   * What one stage answers.
   *
   * @param name of its layers
   * @param shape [channels, height, width]
   * @param values the same
   */
  public record Stage(String name, int[] shape, float[] values) {}

  /**
   * @param guesses what the net says of the image, in lines
   */
  public static Svg draw(String title, Shown image, List<String> guesses, List<Stage> stages) {
    Svg svg = new Svg(title);
    svg.tile(image.tile(), 0, TOP, IMAGE);
    svg.text("strong", "start", IMAGE + 12, TOP + 14, "is " + Svg.cut(image.actual(), 40));
    for (int i = 0; i < guesses.size(); i++) {
      svg.text("", "start", IMAGE + 12, TOP + 32 + 16 * i, Svg.cut(guesses.get(i), 44));
    }
    double y = TOP + IMAGE + 24;
    int maps = stages.size() <= FEW_STAGES ? 2 * COLUMNS : COLUMNS;
    for (Stage stage : stages) {
      y = stage(svg, stage, Math.min(maps, stage.shape[0]), y);
    }
    return svg;
  }

  /** Returns where the next one begins. */
  private static double stage(Svg svg, Stage stage, int shown, double y) {
    int height = stage.shape[1];
    int width = stage.shape[2];
    float low = 0;
    float high = 0;
    for (int i = 0; i < shown * height * width; i++) {
      low = Math.min(low, stage.values[i]);
      high = Math.max(high, stage.values[i]);
    }
    Ramp ramp = low < 0 ? Ramp.SIGNED : Ramp.HEAT;
    float one = Math.max(high, -low);
    String size = "%d of %d maps, %d x %d".formatted(shown, stage.shape[0], height, width);
    String name = Svg.cut(stage.name, MAX_NAME);
    svg.text("strong", "start", 0, y, name);
    svg.text("small soft", "start", 1.12 * Svg.width(name) + 8, y, size);
    String end = String.format(Locale.ROOT, "%.3g", one);
    svg.text("small soft", "end", Svg.WIDTH, y, end);
    double right = Svg.WIDTH - Svg.width(end) - 2;
    svg.tile(Tile.ofRamp(ramp), right - 60, y - 8, 60, 8);
    svg.text("small soft", "end", right - 64, y, low < 0 ? "-" + end : "0");
    for (int i = 0; i < shown; i++) {
      Tile tile = Tile.ofMap(stage.values, i * height * width, height, width, ramp, one);
      svg.tile(tile, i % COLUMNS * (SIDE + GAP), y + 8 + i / COLUMNS * (SIDE + GAP), SIDE);
    }
    return y + 8 + Math.ceilDiv(shown, COLUMNS) * (SIDE + GAP) + 20;
  }
}
