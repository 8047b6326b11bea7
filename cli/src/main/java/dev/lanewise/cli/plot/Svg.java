package dev.lanewise.cli.plot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A drawing as wide as a phone. Colours and fonts are the classes of svg.css, which know a light
 * and a dark ground; the fonts are the viewer's, so that none is needed here.
 */
public final class Svg {
  /** Of every drawing, so that letters have the same size in all of them. */
  static final int WIDTH = 440;

  private static final int MARGIN = 14;
  private static final int TITLE = 15;
  private static final double LETTER = 6.6;

  private final String title;
  private final StringBuilder out = new StringBuilder();
  private double height = TITLE;

  Svg(String title) {
    this.title = title;
    text("title", "start", 0, TITLE - 1, cut(title, 56));
  }

  /** To be put into a page that has {@link #css}. */
  public String inline() {
    return "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n%s</svg>\n"
        .formatted(WIDTH, height(), escape(title), out);
  }

  /** A file of its own. */
  public String file() {
    int fullWidth = WIDTH + 2 * MARGIN;
    int fullHeight = height() + 2 * MARGIN;
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="%d %d %d %d">
    <title>%s</title>
    <style>
    %s</style>
    <rect class="paper" x="%d" y="%d" width="%d" height="%d"/>
    %s</svg>
    """
        .formatted(
            fullWidth,
            fullHeight,
            -MARGIN,
            -MARGIN,
            fullWidth,
            fullHeight,
            escape(title),
            css(),
            -MARGIN,
            -MARGIN,
            fullWidth,
            fullHeight,
            out);
  }

  /** The style sheet of all drawings. */
  public static String css() {
    try (InputStream in = Svg.class.getResourceAsStream("svg.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A text as HTML and SVG hold it; what XML cannot hold becomes a question mark. */
  public static String escape(String text) {
    return text.replaceAll("[\\p{Cntrl}\\x{D800}-\\x{DFFF}\\x{FFFE}\\x{FFFF}]", "?")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Shortened to about so many letters. */
  static String cut(String text, int letters) {
    return text.length() <= letters ? text : text.substring(0, letters - 1) + "…";
  }

  /** How wide a text of the usual size is, about: fonts differ. */
  static double width(String text) {
    return LETTER * text.length();
  }

  /**
   * @param style classes of svg.css
   * @param anchor start, middle or end
   * @param y of the base line
   */
  void text(String style, String anchor, double x, double y, String text) {
    add(
        "<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
        style, anchor, x, y, escape(text));
    reach(y + 4);
  }

  /** Text that is turned around its start, or its end. */
  void turned(String style, String anchor, double x, double y, double degrees, String text) {
    add(
        "<text class=\"%s\" text-anchor=\"%s\" transform=\"translate(%.1f %.1f)"
            + " rotate(%.0f)\">%s</text>",
        style, anchor, x, y, degrees, escape(text));
  }

  void line(String style, double x1, double y1, double x2, double y2) {
    add(
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
        style, x1, y1, x2, y2);
  }

  /**
   * Lines as dark as letters.
   *
   * @param path in units of its own, as SVG writes it; nothing is drawn if it is empty
   * @param strength 1 for the colour itself, 0 for the ground
   */
  void strokes(String path, double x, double y, double unit, double strength) {
    if (!path.isEmpty()) {
      add(
          "<path class=\"stroke\" transform=\"translate(%.1f %.1f) scale(%.4f)\""
              + " stroke-opacity=\"%.2f\" d=\"%s\"/>",
          x, y, unit, strength, path);
    }
  }

  /** A line through points (x[i], y[i]). */
  void lines(String style, double[] x, double[] y) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < x.length; i++) {
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x[i], y[i]));
    }
    add("<polyline class=\"%s\" points=\"%s\"/>", style, points.toString().strip());
  }

  void dot(String style, double x, double y, double radius) {
    add("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>", style, x, y, radius);
  }

  /**
   * @param strength 1 for the colour itself, 0 for the ground
   * @param tip what is shown when it is pointed at
   */
  void box(String style, double x, double y, double size, double strength, String tip) {
    add(
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\""
            + " fill-opacity=\"%.2f\"><title>%s</title></rect>",
        style, x, y, size, size, strength, escape(tip));
    reach(y + size);
  }

  /** A picture with a thin frame. */
  void tile(Tile tile, double x, double y, double width, double height) {
    add(
        "<image x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\""
            + " preserveAspectRatio=\"none\" href=\"%s\"/>",
        x, y, width, height, tile.dataUri());
    add(
        "<rect class=\"frame\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
        x, y, width, height);
    reach(y + height + 1);
  }

  /** A picture in its own proportions, in the middle of a square. */
  void tile(Tile tile, double x, double y, double side) {
    double width = tile.width() >= tile.height() ? side : side * tile.width() / tile.height();
    double height = tile.height() >= tile.width() ? side : side * tile.height() / tile.width();
    tile(tile, x + (side - width) / 2, y + (side - height) / 2, width, height);
    reach(y + side + 1);
  }

  /** What the colours of a tile stand for. */
  void scale(Ramp ramp, double y, String low, String middle, String high) {
    double width = 180;
    double left = (WIDTH - width) / 2;
    tile(Tile.ofRamp(ramp), left, y, width, 10);
    text("small soft", "end", left - 6, y + 9, low);
    text("small soft", "start", left + width + 6, y + 9, high);
    text("small soft", "middle", left + width / 2, y + 23, middle);
  }

  /** Makes room down to y. */
  void reach(double y) {
    height = Math.max(height, y);
  }

  private int height() {
    return (int) Math.ceil(height);
  }

  private void add(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
