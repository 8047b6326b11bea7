package dev.lanewise.cli.plot;

import dev.lanewise.layers.optim.Schedule;
import java.util.Arrays;

/** The learning rate over a run, as each schedule has it. */
public final class Schedules {
  private static final int STEPS = 400;
  private static final float WARMUP = 0.1f;

  private Schedules() {}

  /** Two below two; those of the lower chart begin with a warm-up. */
  public static Svg draw() {
    Svg svg = new Svg("Learning rates over a run");
    Axis run = Axis.linear("part of the run, %", 0, 100);
    Chart plain = new Chart(svg, 26, run, rate("step (blue), cosine (orange)"));
    line(plain, "train", Schedule.STEP, 0);
    line(plain, "test", Schedule.COSINE, 0);
    Chart warm =
        new Chart(
            svg, plain.bottom(), run, rate("one-cycle (blue), cosine after a warm-up (orange)"));
    line(warm, "train", Schedule.ONE_CYCLE, Schedule.ONE_CYCLE.warmup());
    line(warm, "test", Schedule.COSINE, WARMUP);
    return svg;
  }

  private static Axis rate(String which) {
    return Axis.linear("rate in %: " + which, 0, 104);
  }

  private static void line(Chart chart, String style, Schedule schedule, float warmup) {
    double[] part = new double[STEPS];
    double[] rate = new double[STEPS];
    Arrays.setAll(part, step -> 100.0 * step / STEPS);
    Arrays.setAll(rate, step -> schedule.rate(100, warmup, step, STEPS));
    chart.line(style, part, rate, false);
  }
}
