package dev.lanewise.cli.plot;

import dev.lanewise.vision.LabelledImages;
import dev.lanewise.vision.features.Hog;

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

  /** Of the strongest; weaker strokes would not be seen. */
  private static final float FAINT = 0.05f;

  private GradientStrokes() {}

  /** An image of each class, the first that {@code images} has; at most ten. */
  public static Svg draw(LabelledImages images, Hog hog) {
    Svg svg =
        new Svg(
            "Oriented gradients: %d bins in cells of %d x %d pixels"
                .formatted(hog.bins(), hog.cell(), hog.cell()));
    int shown = Math.min(2 * COLUMNS, images.classNames().size());
    float[] x = new float[images.channels() * images.height() * images.width()];
    for (int label = 0; label < shown; label++) {
      int index = first(images, label);
      if (index >= 0) {
        double left = label % COLUMNS * (SIDE + GAP);
        double top = TOP + label / COLUMNS * BLOCK;
        images.read(index, x, 0);
        svg.text("small", "start", left, top - 5, Svg.cut(images.classNames().get(label), 13));
        svg.tile(
            Tile.ofPixels(x, images.channels(), images.height(), images.width()), left, top, SIDE);
        strokes(svg, hog, hog.cells(x, 0), left, top + SIDE + 4);
      }
    }
    return svg;
  }

  private static int first(LabelledImages images, int label) {
    for (int i = 0; i < images.size(); i++) {
      if (images.label(i) == label) {
        return i;
      }
    }
    return -1;
  }

  private static void strokes(Svg svg, Hog hog, float[] cells, double left, double top) {
    float highest = Float.MIN_NORMAL;
    for (float votes : cells) {
      highest = Math.max(highest, votes);
    }
    double side = SIDE / Math.max(hog.cellRows(), hog.cellColumns());
    for (int cell = 0; cell < hog.cellRows() * hog.cellColumns(); cell++) {
      double x = left + (cell % hog.cellColumns() + 0.5) * side;
      double y = top + (cell / hog.cellColumns() + 0.5) * side;
      for (int bin = 0; bin < hog.bins(); bin++) {
        float strength = cells[cell * hog.bins() + bin] / highest;
        if (strength > FAINT) {
          double along = Math.PI * (bin + 0.5) / hog.bins() + Math.PI / 2;
          double dx = 0.5 * side * StrictMath.cos(along);
          double dy = 0.5 * side * StrictMath.sin(along);
          svg.stroke(x - dx, y - dy, x + dx, y + dy, strength);
        }
      }
    }
  }
}
