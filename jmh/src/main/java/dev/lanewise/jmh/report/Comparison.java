package dev.lanewise.jmh.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What became faster or slower from one report to the next, beyond the noise. Machines drift from
 * run to run; how much, is seen from what did not change: other libraries, the scalar references,
 * the machine's limits. Their median is taken out, and their spread is the noise. Compared are the
 * fastest turns: what else a machine is busy with makes others slower, by chance.
 *
 * @param drift times that everything took as long in the new report
 * @param noise part by which a time may differ without a reason
 * @param controls how many unchanged figures say so
 * @param rows of ours in both reports
 * @param missing rows of anybody in one report only
 * @param changes fastest first
 * @param differences of machine and settings, which make the rest doubtful
 */
public record Comparison(
    double drift,
    double noise,
    int controls,
    int rows,
    int missing,
    List<Change> changes,
    List<String> differences) {
  /** Less than this is never called a change. */
  private static final double LEAST_NOISE = 0.05;

  /** So many of the controls stay within half of what is called noise: 4 standard deviations. */
  private static final double QUANTILE = 0.95;

  /**
   * A row of ours.
   *
   * @param ratio old / new time, drift taken out
   */
  public record Change(Row old, Row now, double ratio) {}

  private record Name(Row.Key key, String impl) {}

  public static Comparison of(Report old, Report now) {
    Map<Name, Row> before = new HashMap<>();
    old.rows().forEach(row -> before.put(new Name(row.key(), row.impl()), row));
    List<Change> ours = new ArrayList<>();
    List<String> differences = differences(old, now);
    // Another machine has other limits.
    List<Double> controls =
        new ArrayList<>(differences.isEmpty() ? limits(old, now) : List.<Double>of());
    int missing = 0;
    for (Row row : now.rows()) {
      Row was = before.remove(new Name(row.key(), row.impl()));
      if (was == null) {
        missing++;
      } else if (row.ours()) {
        ours.add(new Change(was, row, was.usLeast() / row.usLeast()));
      } else {
        controls.add(was.usLeast() / row.usLeast());
      }
    }
    double median = quantile(controls, 0.5);
    double[] apart = controls.stream().mapToDouble(c -> Math.abs(Math.log(c / median))).toArray();
    double noise =
        Math.max(LEAST_NOISE, 2 * quantile(Arrays.stream(apart).boxed().toList(), QUANTILE));
    List<Change> changes =
        ours.stream()
            .map(c -> new Change(c.old, c.now, c.ratio / median))
            .filter(c -> Math.abs(Math.log(c.ratio)) > noise)
            .sorted(Comparator.comparingDouble(c -> -c.ratio))
            .toList();
    return new Comparison(
        1 / median,
        noise,
        controls.size(),
        ours.size(),
        missing + before.size(),
        changes,
        differences);
  }

  /** In what the runs differ that should be the same. */
  private static List<String> differences(Report old, Report now) {
    List<String> found = new ArrayList<>();
    Machine a = old.machine();
    Machine b = now.machine();
    difference(found, "CPU", a.cpu() + ", " + a.cores(), b.cpu() + ", " + b.cores());
    difference(found, "JVM", a.jvm(), b.jvm());
    difference(found, "vectors", a.vectorBits() + " bits", b.vectorBits() + " bits");
    difference(found, "settings", old.settings(), now.settings());
    return found;
  }

  private static void difference(List<String> found, String what, String old, String now) {
    if (!old.equals(now)) {
      found.add("%s: %s, now %s".formatted(what, old, now));
    }
  }

  private static List<Double> limits(Report old, Report now) {
    List<Double> ratios = new ArrayList<>();
    for (Limits a : old.limits()) {
      for (Limits b : now.limits()) {
        if (a.threads() == b.threads() && a.bandwidth().size() == b.bandwidth().size()) {
          ratios.add(b.gflops() / a.gflops());
          for (int i = 0; i < a.bandwidth().size(); i++) {
            ratios.add(b.bandwidth().get(i).readGbs() / a.bandwidth().get(i).readGbs());
            ratios.add(b.bandwidth().get(i).copyGbs() / a.bandwidth().get(i).copyGbs());
          }
        }
      }
    }
    return ratios;
  }

  private static double quantile(List<Double> values, double q) {
    if (values.isEmpty()) {
      return q == 0.5 ? 1 : 0;
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
  }

  public void print(PrintStream out) {
    differences.forEach(d -> out.println("Not the same " + d + "."));
    out.printf(
        Locale.ROOT,
        "%d rows of ours in both reports; of all rows %d in one only.%n",
        rows,
        missing);
    if (controls == 0) {
      out.println(
          "Nothing that cannot have changed (other libraries, references, limits) is in both, so"
              + " that any change may be noise.");
    } else {
      out.printf(
          Locale.ROOT,
          "By %d figures that cannot have changed (other libraries, references, limits),"
              + " everything took %.3f times as long in the new run, which is taken out;%n"
              + "they scatter, so that a change of less than %.0f %% cannot be told from noise.%n",
          controls,
          drift,
          100 * noise);
    }
    if (changes.isEmpty()) {
      out.printf(Locale.ROOT, "No change beyond %.0f %%.%n", 100 * noise);
    }
    for (Change c : changes) {
      out.printf(
          Locale.ROOT,
          "%s %.2fx  %s %s: %s -> %s%n",
          c.ratio > 1 ? "faster" : "slower",
          c.ratio > 1 ? c.ratio : 1 / c.ratio,
          c.now.impl(),
          c.now.key(),
          Numbers.time(c.old.usLeast()),
          Numbers.time(c.now.usLeast()));
    }
  }
}
