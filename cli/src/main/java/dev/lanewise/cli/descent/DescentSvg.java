package dev.lanewise.cli.descent;

import dev.lanewise.cli.plot.DarkGround;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Surfaces as contour lines, one below the other, with the paths and a legend to each. */
public final class DescentSvg {
  /** Okabe and Ito's colours, which colour-blind eyes tell apart, and a dark violet. */
  private static final String[] COLOURS = {
    "#22262a", "#0072b2", "#e69f00", "#cc79a7", "#009e73", "#d55e00", "#6a3d9a"
  };

  private static final int WIDTH = 600;
  private static final int PLOT_WIDTH = 540;
  private static final int PLOT_HEIGHT = 330;
  private static final int LEFT = 44;
  private static final int PANEL = 531;
  private static final int CELLS = 90;
  private static final int LEVELS = 11;

  private final StringBuilder svg = new StringBuilder();

  private DescentSvg() {}

  /** A whole SVG file. */
  public static String draw(Map<Surface, List<Path>> paths) {
    DescentSvg picture = new DescentSvg();
    int height = paths.size() * PANEL + 12;
    picture.line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " font-family=\"Helvetica, Arial, sans-serif\" fill=\"#22262a\">",
        WIDTH, height, WIDTH, height);
    picture.line("%s", DarkGround.STYLE);
    picture.line("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", WIDTH, height);
    picture.line(
        "<clipPath id=\"plot\"><rect width=\"%d\" height=\"%d\"/></clipPath>",
        PLOT_WIDTH, PLOT_HEIGHT);
    int panel = 0;
    for (Map.Entry<Surface, List<Path>> entry : paths.entrySet()) {
      picture.panel(entry.getKey(), entry.getValue(), panel++ * PANEL);
    }
    picture.line("</svg>");
    return picture.svg.toString();
  }

  private void panel(Surface surface, List<Path> paths, int y) {
    text(LEFT, y + 28, 17, "bold", "start", surface.title);
    text(LEFT + PLOT_WIDTH, y + 28, 12, "normal", "end", "steps until the loss is " + Path.TARGET);
    line("<g transform=\"translate(%d %d)\" clip-path=\"url(#plot)\">", LEFT, y + 42);
    contours(surface);
    for (int i = 0; i < paths.size(); i++) {
      path(surface, paths.get(i), COLOURS[i]);
    }
    for (double[] minimum : surface.minima) {
      line(
          "<path d=\"M%.1f %.1fm-7 0h14m-7 -7v14\" stroke=\"#22262a\" stroke-width=\"2\"/>",
          x(surface, minimum[0]), y(surface, minimum[1]));
    }
    line(
        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>",
        x(surface, surface.startX), y(surface, surface.startY));
    line("</g>");
    axes(surface, y + 42);
    legend(paths, y + 42 + PLOT_HEIGHT + 44);
  }

  /** Heights that grow with the cube of their number, for the valleys are what matters. */
  private void contours(Surface surface) {
    float[][] grid = surface.grid(CELLS, CELLS * PLOT_HEIGHT / PLOT_WIDTH);
    float start = surface.loss(surface.startX, surface.startY);
    for (int i = 1; i <= LEVELS; i++) {
      double level = 2.5 * start * Math.pow((double) i / LEVELS, 3);
      line(
          "<path d=\"%s\" fill=\"none\" stroke=\"#9fb3c8\" stroke-width=\"1\"/>",
          Contour.path(grid, level, PLOT_WIDTH, PLOT_HEIGHT));
    }
  }

  private void path(Surface surface, Path path, String colour) {
    StringBuilder points = new StringBuilder();
    for (float[] point : path.points()) {
      points.append(
          String.format(Locale.ROOT, "%.1f,%.1f ", x(surface, point[0]), y(surface, point[1])));
    }
    line(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\""
            + " stroke-linejoin=\"round\" stroke-opacity=\"0.85\"/>",
        points.toString().strip(), colour);
  }

  private void axes(Surface surface, int y) {
    line(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#9aa1a9\"/>",
        LEFT, y, PLOT_WIDTH, PLOT_HEIGHT);
    for (int tick = (int) Math.ceil(surface.left); tick <= surface.right; tick++) {
      text(LEFT + x(surface, tick), y + PLOT_HEIGHT + 17, 13, "normal", "middle", "" + tick);
    }
    for (int tick = (int) Math.ceil(surface.bottom); tick <= surface.top; tick++) {
      text(LEFT - 7, y + y(surface, tick) + 4, 13, "normal", "end", "" + tick);
    }
    text(LEFT + PLOT_WIDTH, y + PLOT_HEIGHT + 33, 14, "normal", "end", "x");
    text(14, y + 12, 14, "normal", "start", "y");
  }

  /** Two columns: colour, name, rate, steps. */
  private void legend(List<Path> paths, int y) {
    for (int i = 0; i < paths.size(); i++) {
      Path path = paths.get(i);
      int column = LEFT + i / 4 * 262;
      int row = y + i % 4 * 23;
      line("<path d=\"M%d %dh20\" stroke=\"%s\" stroke-width=\"4\"/>", column, row - 5, COLOURS[i]);
      text(
          column + 27,
          row,
          12,
          "normal",
          "start",
          "%s, rate %s: %s"
              .formatted(
                  path.name(),
                  path.rate(),
                  path.steps() < 0 ? "not there" : path.steps() + " steps"));
    }
  }

  private static double x(Surface surface, double x) {
    return (x - surface.left) / (surface.right - surface.left) * PLOT_WIDTH;
  }

  private static double y(Surface surface, double y) {
    return (surface.top - y) / (surface.top - surface.bottom) * PLOT_HEIGHT;
  }

  private void text(double x, double y, int size, String weight, String anchor, String text) {
    line(
        "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" font-weight=\"%s\" text-anchor=\"%s\">%s"
            + "</text>",
        x, y, size, weight, anchor, text);
  }

  private void line(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
