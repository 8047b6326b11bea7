package dev.lanewise.cli.plot;

import dev.lanewise.vision.LabelledImages;
import dev.lanewise.vision.features.Hog;
import java.util.Arrays;

/**
 * Images, and below each its histograms of oriented gradients: in every cell a stroke per bin,
 * along the edge (across the gradient), the stronger the more votes the bin has. Dalal and Triggs
 * (2005) draw them so.
 */
public final class GradientStrokes {
  private static final int COLUMNS = 5;
  private static final int TOP = 42;
  private static final int GAP = 6;
  private static final double SIDE = (Svg.WIDTH + GAP) / (double) COLUMNS - GAP;
  private static final double BLOCK = 2 * SIDE + 30;

  /** Shades of strokes; those weaker than the faintest would not be seen. */
  private static final int SHADES = 8;

  /** Units along a cell, in which the ends of strokes are whole numbers. */
  private static final int UNITS = 12;

  private GradientStrokes() {}

  /** An image of each class, the first that {@code images} has; at most ten. */
  public static Svg draw(LabelledImages images, Hog hog) {
    Svg svg =
        new Svg(
            "Oriented gradients: %d bins in cells of %d x %d pixels"
                .formatted(hog.bins(), hog.cell(), hog.cell()));
    float[] x = new float[images.channels() * images.height() * images.width()];
    int place = 0;
    for (int index : firsts(images)) {
      double left = place % COLUMNS * (SIDE + GAP);
      double top = TOP + place / COLUMNS * BLOCK;
      images.read(index, x, 0);
      String name = images.classNames().get(images.label(index));
      svg.text("small", "start", left, top - 5, Svg.cut(name, 13));
      svg.tile(
          Tile.ofPixels(x, images.channels(), images.height(), images.width()), left, top, SIDE);
      strokes(svg, hog, hog.cells(x, 0), left, top + SIDE + 4);
      place++;
    }
    return svg;
  }

  /** Of each class that there is an image of, in the order of the classes. */
  private static int[] firsts(LabelledImages images) {
    int[] firsts = new int[images.classNames().size()];
    Arrays.fill(firsts, -1);
    for (int i = images.size() - 1; i >= 0; i--) {
      firsts[images.label(i)] = i;
    }
    return Arrays.stream(firsts).filter(i -> i >= 0).limit(2 * COLUMNS).toArray();
  }

  private static void strokes(Svg svg, Hog hog, float[] cells, double left, double top) {
    float highest = Float.MIN_NORMAL;
    for (float votes : cells) {
      highest = Math.max(highest, votes);
    }
    double unit = SIDE / Math.max(hog.cellRows(), hog.cellColumns()) / UNITS;
    for (int shade = 1; shade <= SHADES; shade++) {
      StringBuilder path = new StringBuilder();
      for (int i = 0; i < cells.length; i++) {
        if ((int) (SHADES * cells[i] / highest) == shade) {
          int cell = i / hog.bins();
          double along = Math.PI * (i % hog.bins() + 0.5) / hog.bins() + Math.PI / 2;
          long dx = Math.round(UNITS / 2.0 * StrictMath.cos(along));
          long dy = Math.round(UNITS / 2.0 * StrictMath.sin(along));
          long x = cell % hog.cellColumns() * UNITS + UNITS / 2 - dx;
          long y = cell / hog.cellColumns() * UNITS + UNITS / 2 - dy;
          path.append("M%d %dl%d %d".formatted(x, y, 2 * dx, 2 * dy));
        }
      }
      svg.strokes(path.toString(), left, top, unit, (double) shade / SHADES);
    }
    svg.reach(top + SIDE);
  }
}
