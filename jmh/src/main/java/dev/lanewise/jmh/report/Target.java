package dev.lanewise.jmh.report;

import dev.lanewise.jmh.report.Row.Key;
import java.util.List;
import java.util.function.Predicate;

/**
 * What is wanted of some rows of ours: another time / our time, as a geometric mean and for each.
 *
 * @param impl which of our ways
 * @param mean the least that is wanted; {@link #NOTHING} where it is only reported
 * @param each below which no case should be
 */
record Target(
    String name, String impl, Predicate<Key> rows, Baseline baseline, double mean, double each) {
  static final double NOTHING = 0;

  Outcome of(Ratios all) {
    List<Outcome.Case> cases =
        all.lines().stream()
            .filter(line -> rows.test(line.key()))
            .flatMap(line -> all.row(line.key(), impl).stream())
            .flatMap(
                ours ->
                    baseline.search().of(ours, all).map(t -> new Outcome.Case(ours, t)).stream())
            .toList();
    return new Outcome(this, cases);
  }

  /** What is measured, and in which of our ways. */
  String text() {
    return impl.equals(Who.OURS) ? name : name + ", " + impl;
  }

  /** What a case is counted against: what each should be, or the mean, or as fast as the other. */
  double least() {
    return each != NOTHING ? each : mean != NOTHING ? mean : 1;
  }

  /** For people: {@code 1.0, none below 0.85}. */
  String wanted() {
    if (mean == NOTHING) {
      return "";
    }
    return each == NOTHING
        ? "" + mean
        : each == mean ? mean + " each" : mean + ", none below " + each;
  }
}
