package dev.lanewise.cli.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** A diagram of lines within a drawing: two axes with ticks, and a grid. */
final class Chart {
  private static final double LEFT = 46;
  private static final double RIGHT = Svg.WIDTH - 12.0;
  private static final double HEIGHT = 170;

  private final Svg svg;
  private final double top;
  private final DoubleUnaryOperator toX;
  private final DoubleUnaryOperator toY;

  /**
   * Draws the axes.
   *
   * @param top of the diagram with its title
   * @param logarithmic whether the y axis is; {@code low} is then above 0
   */
  Chart(
      Svg svg,
      double top,
      String yTitle,
      double xEnd,
      double low,
      double high,
      boolean logarithmic) {
    this.svg = svg;
    this.top = top + 18;
    double bottom = this.top + HEIGHT;
    toX = x -> LEFT + (RIGHT - LEFT) * x / xEnd;
    DoubleUnaryOperator part =
        logarithmic
            ? y -> StrictMath.log(y / low) / StrictMath.log(high / low)
            : y -> (y - low) / (high - low);
    toY = y -> bottom - HEIGHT * part.applyAsDouble(y);
    svg.text("soft", "start", 0, top + 8, yTitle);
    for (double tick : logarithmic ? decades(low, high) : ticks(low, high)) {
      double y = toY.applyAsDouble(tick);
      svg.line("grid", LEFT, y, RIGHT, y);
      svg.text("small soft", "end", LEFT - 6, y + 4, number(tick));
    }
    for (double tick : ticks(0, xEnd)) {
      double x = toX.applyAsDouble(tick);
      svg.line("axis", x, bottom, x, bottom + 4);
      svg.text("small soft", "middle", x, bottom + 16, number(tick));
    }
    svg.line("axis", LEFT, bottom, RIGHT, bottom);
    svg.text("soft", "middle", (LEFT + RIGHT) / 2, bottom + 32, "epoch");
  }

  /** Where the next thing below it may begin. */
  double bottom() {
    return top + HEIGHT + 44;
  }

  /** A line through those points that are on the axes. */
  void line(String style, double[] x, double[] y, boolean dots) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      double at = toY.applyAsDouble(y[i]);
      if (at <= top + HEIGHT + 0.1 && at >= top - 0.1) { // also false for NaN
        points.add(new double[] {toX.applyAsDouble(x[i]), at});
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

  /** About five round numbers from low to high. */
  static List<Double> ticks(double low, double high) {
    double rough = (high - low) / 5;
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(rough)));
    double step =
        power * (rough <= power ? 1 : rough <= 2 * power ? 2 : rough <= 5 * power ? 5 : 10);
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** Powers of ten from low to high, and where they are few, twice and five times that. */
  static List<Double> decades(double low, double high) {
    List<Double> ticks = new ArrayList<>();
    boolean few = high / low < 1e4;
    for (int e = (int) Math.floor(StrictMath.log10(low)); StrictMath.pow(10, e) <= high; e++) {
      for (int digit : few ? new int[] {1, 2, 5} : new int[] {1}) {
        double tick = digit * StrictMath.pow(10, e);
        if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  /** Without digits that only come of rounding. */
  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.5f", value);
    return text.replaceAll("\\.?0+$", "").replaceAll("^-?$", "0");
  }
}
