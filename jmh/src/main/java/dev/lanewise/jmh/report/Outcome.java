package dev.lanewise.jmh.report;

import dev.lanewise.jmh.report.Row.Key;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How far a target is reached by what was measured. */
record Outcome(Target target, List<Case> cases) {

  /** One of our rows, and the time it is held against. */
  record Case(Row ours, Baseline.Time other) {
    Key key() {
      return ours.key();
    }

    /** By the fastest turns of both. */
    double ratio() {
      return other.least() / ours.usLeast();
    }

    double ratioOfMedians() {
      return other.median() / ours.us();
    }
  }

  /** Geometric mean on a number of threads; NaN where nothing was measured. */
  double mean(int threads) {
    return mean(threads, Case::ratio);
  }

  double meanOfMedians(int threads) {
    return mean(threads, Case::ratioOfMedians);
  }

  private double mean(int threads, ToDoubleFunction<Case> ratio) {
    return Numbers.geometricMean(
        cases.stream().filter(c -> c.key().threads() == threads).mapToDouble(ratio));
  }

  Case worst() {
    return cases.stream().min(Comparator.comparingDouble(Case::ratio)).orElseThrow();
  }

  /** Cases that do not come up to {@link Target#least}. */
  long below() {
    return cases.stream().filter(c -> c.ratio() < target.least()).count();
  }

  /** On every number of threads. */
  boolean met() {
    return (target.each() == Target.NOTHING || below() == 0)
        && cases.stream()
            .map(c -> c.key().threads())
            .distinct()
            .noneMatch(threads -> mean(threads) < target.mean());
  }
}
