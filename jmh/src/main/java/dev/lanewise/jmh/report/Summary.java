package dev.lanewise.jmh.report;

import java.util.ArrayList;
import java.util.List;

/** What is wanted, and what was measured: a line for each target that has rows in a report. */
final class Summary {
  private final List<Integer> threads;
  private final List<Outcome> outcomes;

  Summary(Ratios ratios) {
    threads = ratios.threads();
    outcomes =
        Targets.ALL.stream()
            .map(target -> target.of(ratios))
            .filter(outcome -> !outcome.cases().isEmpty())
            .toList();
  }

  List<Outcome> outcomes() {
    return outcomes;
  }

  List<String> head() {
    List<String> head = new ArrayList<>(List.of("what", "against", "wanted"));
    threads.forEach(t -> head.add(Numbers.threads(t)));
    threads.forEach(t -> head.add("medians, " + Numbers.threads(t)));
    head.addAll(List.of("met", "worst", "where"));
    return head;
  }

  List<String> cells(Outcome outcome) {
    Target target = outcome.target();
    List<String> cells =
        new ArrayList<>(List.of(target.text(), target.baseline().text(), target.wanted()));
    threads.forEach(t -> cells.add(Numbers.factor(outcome.mean(t))));
    threads.forEach(t -> cells.add(Numbers.factor(outcome.meanOfMedians(t))));
    Outcome.Case worst = outcome.worst();
    cells.addAll(List.of(met(outcome), Numbers.factor(worst.ratio()), worst.key().toString()));
    return cells;
  }

  private static String met(Outcome outcome) {
    Target target = outcome.target();
    String met = target.mean() == Target.NOTHING ? "" : outcome.met() ? "yes, " : "no, ";
    return met
        + "%d of %d below %s".formatted(outcome.below(), outcome.cases().size(), target.least());
  }
}
