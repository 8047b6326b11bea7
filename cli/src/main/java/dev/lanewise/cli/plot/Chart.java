package dev.lanewise.cli.plot;

import java.util.ArrayList;
import java.util.List;

/** A diagram of lines within a drawing: two axes with ticks, and a grid. */
final class Chart {
  private static final double LEFT = 46;
  private static final double RIGHT = Svg.WIDTH - 12.0;
  private static final double HEIGHT = 170;

  private final Svg svg;
  private final double top;
  private final Axis x;
  private final Axis y;

  /**
   * Draws the axes.
   *
   * @param top of the diagram with its title, which is that of the y axis
   */
  Chart(Svg svg, double top, Axis x, Axis y) {
    this.svg = svg;
    this.top = top + 18;
    this.x = x;
    this.y = y;
    double bottom = this.top + HEIGHT;
    svg.text("soft", "start", 0, top + 8, y.title());
    for (double tick : y.ticks()) {
      double at = toY(tick);
      svg.line("grid", LEFT, at, RIGHT, at);
      svg.text("small soft", "end", LEFT - 6, at + 4, Axis.number(tick));
    }
    for (double tick : x.ticks()) {
      double at = toX(tick);
      svg.line("axis", at, bottom, at, bottom + 4);
      svg.text("small soft", "middle", at, bottom + 16, Axis.number(tick));
    }
    svg.line("axis", LEFT, bottom, RIGHT, bottom);
    svg.text("soft", "middle", (LEFT + RIGHT) / 2, bottom + 32, x.title());
  }

  private double toX(double value) {
    return LEFT + (RIGHT - LEFT) * x.part(value);
  }

  private double toY(double value) {
    return top + HEIGHT * (1 - y.part(value));
  }

  /** Where the next thing below it may begin. */
  double bottom() {
    return top + HEIGHT + 44;
  }

  /** A line through those points that are on the axes. */
  void line(String style, double[] xs, double[] ys, boolean dots) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < xs.length; i++) {
      double at = toY(ys[i]);
      if (at <= top + HEIGHT + 0.1 && at >= top - 0.1) { // also false for NaN
        points.add(new double[] {toX(xs[i]), at});
      }
    }
    svg.lines(
        style,
        points.stream().mapToDouble(p -> p[0]).toArray(),
        points.stream().mapToDouble(p -> p[1]).toArray());
    if (dots) {
      points.forEach(p -> svg.dot("point", p[0], p[1], 3));
    }
  }

  /** Words at the bottom of the diagram, at its left or right end. */
  void note(boolean right, String text) {
    svg.text(
        "small soft",
        right ? "end" : "start",
        right ? RIGHT - 6 : LEFT + 6,
        top + HEIGHT - 7,
        text);
  }
}
