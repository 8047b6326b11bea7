package dev.lanewise.jmh.report;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every kernel as a dot under the machine's roof: how much it computes for each byte it must move
 * (across), and how fast it does so (up), both logarithmic.
 */
final class RooflinePlot {
  private static final int WIDTH = 480;
  private static final int HEIGHT = 400;
  private static final int LEFT = 44;
  private static final int RIGHT = 12;
  private static final int TOP = 26;
  private static final int BOTTOM = 40;

  private final Limits limits;
  private final List<Row> rows;
  private final Axis x;
  private final Axis y;

  /** A logarithmic axis over whole powers of ten or two. */
  private record Axis(double low, double high, double from, double to) {
    double at(double value) {
      double part = Math.log(value / low) / Math.log(high / low);
      return from + (to - from) * Math.clamp(part, 0, 1);
    }
  }

  /**
   * @param rows ours, on the threads of the limits
   */
  RooflinePlot(Limits limits, List<Row> rows) {
    this.limits = limits;
    this.rows = rows;
    double least = rows.stream().mapToDouble(Row::gflops).min().orElse(1);
    double most =
        DoubleStream.concat(
                DoubleStream.of(limits.gflops()), rows.stream().mapToDouble(Row::gflops))
            .max()
            .orElse(1);
    double thin = rows.stream().mapToDouble(RooflinePlot::intensity).min().orElse(0.1);
    double dense = rows.stream().mapToDouble(RooflinePlot::intensity).max().orElse(100);
    x = new Axis(power(thin, false), power(dense, true), LEFT, WIDTH - RIGHT);
    y = new Axis(power(least, false), power(1.3 * most, true), HEIGHT - BOTTOM, TOP);
  }

  private static double intensity(Row row) {
    return row.gflops() / row.gbs();
  }

  /** The next power of two below or above. */
  private static double power(double value, boolean up) {
    double exponent = Math.log(value) / Math.log(2);
    return Math.pow(2, up ? Math.ceil(exponent) : Math.floor(exponent));
  }

  String svg() {
    Svg svg = new Svg(WIDTH, HEIGHT, "Roofline plot, " + limits.threads() + " threads");
    grid(svg);
    roof(svg);
    for (Row row : rows) {
      String text =
          "%s %s %s: %s GFLOP/s, %s, %s of the limit"
              .formatted(
                  row.op(),
                  row.direction(),
                  row.shape(),
                  Numbers.three(row.gflops()),
                  Numbers.time(row.us()),
                  Numbers.percent(row.limitFraction()));
      svg.dot(
          "dot " + Family.of(row.op()).style(), x.at(intensity(row)), y.at(row.gflops()), 4, text);
    }
    labels(svg); // last, so that no dot hides them
    return svg.end();
  }

  private void grid(Svg svg) {
    for (double v = x.low; v <= x.high * 1.01; v *= 4) {
      svg.line("grid", x.at(v), TOP, x.at(v), HEIGHT - BOTTOM);
      svg.text("tick", "middle", x.at(v), HEIGHT - BOTTOM + 15, tick(v));
    }
    for (double v = y.low; v <= y.high * 1.01; v *= 4) {
      svg.line("grid", LEFT, y.at(v), WIDTH - RIGHT, y.at(v));
      svg.text("tick", "end", LEFT - 5, y.at(v) + 4, tick(v));
    }
    svg.text(
        "axis",
        "middle",
        (LEFT + WIDTH - RIGHT) / 2.0,
        HEIGHT - 6,
        "operations for each byte moved");
    svg.text("axis", "start", 2, TOP - 10, "GFLOP/s");
  }

  private static String tick(double v) {
    return v >= 1 ? String.valueOf((long) v) : "1/" + (long) (1 / v);
  }

  /** The flat roof of arithmetic, and a slope for the nearest cache, L2 or so, and memory. */
  private void roof(Svg svg) {
    svg.line(
        "roof",
        x.at(ridge(limits.bandwidth().getFirst())),
        y.at(limits.gflops()),
        WIDTH - RIGHT,
        y.at(limits.gflops()));
    slopes()
        .forEach(
            b -> {
              double start = start(b);
              double end = ridge(b);
              double gbs = b.readGbs();
              svg.line("roof", x.at(start), y.at(start * gbs), x.at(end), y.at(end * gbs));
            });
  }

  private Stream<Limits.Bandwidth> slopes() {
    List<Limits.Bandwidth> all = limits.bandwidth();
    int last = all.size() - 1;
    return IntStream.of(0, last / 2, last).distinct().mapToObj(all::get);
  }

  private void labels(Svg svg) {
    svg.text(
        "roof-label",
        "end",
        WIDTH - RIGHT,
        y.at(limits.gflops()) - 5,
        "fma " + Numbers.three(limits.gflops()) + " GFLOP/s");
    slopes().forEach(b -> label(svg, b));
  }

  private double start(Limits.Bandwidth b) {
    return Math.max(x.low, y.low / b.readGbs());
  }

  private double ridge(Limits.Bandwidth b) {
    return Math.clamp(limits.gflops() / b.readGbs(), x.low, x.high);
  }

  private void label(Svg svg, Limits.Bandwidth b) {
    double gbs = b.readGbs();
    double start = start(b);
    double end = ridge(b);
    double run = x.at(end) - x.at(start);
    double rise = y.at(end * gbs) - y.at(start * gbs);
    double degrees = Math.toDegrees(Math.atan2(rise, run));
    svg.slanted(
        "roof-label",
        x.at(start) + 0.12 * run - 3,
        y.at(start * gbs) + 0.12 * rise - 5,
        degrees,
        Numbers.bytes(b.bytes()) + ": " + Numbers.three(gbs) + " GB/s");
  }
}
