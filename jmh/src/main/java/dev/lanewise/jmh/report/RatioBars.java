package dev.lanewise.jmh.report;

import dev.lanewise.jmh.report.Ratios.Line;
import java.util.List;

/** How many times our time others take, for the shapes of one operation; logarithmic, 1 inside. */
final class RatioBars {
  private static final int WIDTH = 360;
  private static final int NAMES = 104;
  private static final int FIGURES = 46;
  private static final int BAR = 11;
  private static final int STEP = 15;
  private static final int TITLE = 19;

  /** Beyond these a bar ends at the edge; its figure says how far it would go. */
  private static final double LOW = 1.0 / 16;

  private static final double HIGH = 16;

  private RatioBars() {}

  /**
   * @param lines on the same threads
   */
  static String svg(String group, List<Line> lines) {
    int bars = lines.stream().mapToInt(l -> l.others().size()).sum();
    int height = lines.size() * (TITLE + 6) + bars * STEP + 4;
    Svg svg = new Svg(WIDTH, height, group + ": times of others over ours");
    double one = at(1);
    svg.line("one", one, 2, one, height - 2);
    int y = 0;
    for (Line line : lines) {
      y += TITLE;
      svg.text("shape", "start", 0, y - 5, line.key().shape());
      svg.text("ours", "end", WIDTH, y - 5, ours(line));
      for (String impl : line.others().keySet()) {
        bar(svg, y, impl, line);
        y += STEP;
      }
      y += 6;
    }
    return svg.end();
  }

  private static String ours(Line line) {
    return line.ours() == null
        ? "not measured"
        : Numbers.time(line.ours().us()) + ", " + Numbers.percent(line.ours().limitFraction());
  }

  private static void bar(Svg svg, int y, String impl, Line line) {
    double ratio = line.ratio(impl);
    svg.text("name", "end", NAMES - 6, y + BAR - 2, impl);
    if (Double.isNaN(ratio)) {
      return;
    }
    double one = at(1);
    double end = at(ratio);
    double toPlan = line.ratioToPlan(impl);
    String title =
        "%s %s, we %s: %s%s"
            .formatted(
                impl,
                Numbers.time(line.others().get(impl).us()),
                Numbers.time(line.ours().us()),
                Numbers.ratio(ratio),
                Double.isNaN(toPlan) ? "" : ", beside " + Who.PLAN + " " + Numbers.ratio(toPlan));
    svg.bar(
        Who.ours(impl) ? "way" : ratio >= 1 ? "faster" : "slower",
        Math.min(one, end),
        y,
        Math.max(1, Math.abs(end - one)),
        BAR,
        title);
    svg.text("figure", "start", Math.max(one, end) + 4, y + BAR - 2, Numbers.ratio(ratio));
    if (!Double.isNaN(toPlan)) {
      svg.line("notch", at(toPlan), y - 1, at(toPlan), y + BAR + 1);
    }
  }

  private static double at(double ratio) {
    double part = Math.log(ratio / LOW) / Math.log(HIGH / LOW);
    return NAMES + (WIDTH - FIGURES - NAMES) * Math.clamp(part, 0, 1);
  }
}
