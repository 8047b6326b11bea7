package dev.lanewise.jmh.report;

import java.util.Locale;

/** A drawing; colours and fonts are the classes of report.css. */
final class Svg {
  private final StringBuilder out = new StringBuilder();

  Svg(int width, int height, String description) {
    out.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(width, height, escape(description)));
  }

  void line(String style, double x1, double y1, double x2, double y2) {
    add(
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
        style, x1, y1, x2, y2);
  }

  /** A shape that tells more when pointed at. */
  void bar(String style, double x, double y, double width, double height, String title) {
    add(
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\""
            + " rx=\"2\"><title>%s</title></rect>",
        style, x, y, width, height, escape(title));
  }

  void dot(String style, double x, double y, double radius, String title) {
    add(
        "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>%s</title></circle>",
        style, x, y, radius, escape(title));
  }

  /**
   * @param anchor start, middle or end
   */
  void text(String style, String anchor, double x, double y, String text) {
    add(
        "<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
        style, anchor, x, y, escape(text));
  }

  /** Text that climbs with a line of this slope. */
  void slanted(String style, double x, double y, double degrees, String text) {
    add(
        "<text class=\"%s\" transform=\"translate(%.1f %.1f) rotate(%.1f)\">%s</text>",
        style, x, y, degrees, escape(text));
  }

  String end() {
    return out.append("</svg>\n").toString();
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private void add(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
