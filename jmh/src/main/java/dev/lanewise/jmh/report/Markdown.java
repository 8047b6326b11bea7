package dev.lanewise.jmh.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A report as a page of Markdown: what is wanted, what was measured, and every case of it. */
public final class Markdown {
  private final Report report;
  private final Ratios ratios;
  private final Summary summary;
  private final StringBuilder out = new StringBuilder();

  private Markdown(Report report) {
    this.report = report;
    ratios = new Ratios(report.rows());
    summary = new Summary(ratios);
  }

  public static String of(Report report) {
    Markdown page = new Markdown(report);
    page.summary();
    page.summary.outcomes().forEach(page::cases);
    page.rest();
    return page.out.toString();
  }

  private void summary() {
    out.append(
        """
        # What is wanted, and what was measured

        Made by `./lanewise bench --markdown`, of:

        """);
    TextTable.machine(report).forEach(line -> out.append("- ").append(line).append('\n'));
    report.notTimed().forEach(line -> out.append("- ").append(line).append('\n'));
    if (summary.outcomes().isEmpty()) {
      out.append("\nNothing was measured beside us that these rows could be held against.\n\n");
      rows(report.rows());
      return;
    }
    out.append(
        """

        Figures are geometric means of *another time / ours*: above 1 we are faster. The other time \
        is that of the fastest of those named, on each shape; or the least that the machine could \
        need; or our own on one thread. Compared are the fastest turns of both, then the medians. \
        `lanewise-plan` is ours with weights laid out once, which is not timed, as those of \
        onednn-blocked and onnxruntime are.

        """);
    table(summary.head(), summary.outcomes().stream().map(summary::cells).toList());
  }

  /** What of ours no target speaks of. */
  private void rest() {
    Set<Row> held =
        summary.outcomes().stream()
            .flatMap(outcome -> outcome.cases().stream())
            .map(Outcome.Case::ours)
            .collect(Collectors.toSet());
    List<Row> rest =
        report.rows().stream().filter(row -> row.ours() && !held.contains(row)).toList();
    if (!held.isEmpty() && !rest.isEmpty()) {
      out.append("\n## Held against nothing\n\n");
      rows(rest);
    }
  }

  private void rows(List<Row> some) {
    List<List<String>> rows =
        some.stream()
            .map(
                row ->
                    List.of(
                        row.key().work(),
                        Numbers.threads(row.key().threads()),
                        row.impl(),
                        Numbers.time(row.usLeast())))
            .toList();
    table(List.of("case", "threads", "who", "fastest turn"), rows);
  }

  /** Slowest first, by the ratio on the fewest threads. */
  private void cases(Outcome outcome) {
    out.append(
        "\n## %s: %s\n\n".formatted(outcome.target().text(), outcome.target().baseline().text()));
    List<String> head = new ArrayList<>(List.of("case"));
    List<Integer> threads =
        ratios.threads().stream().filter(t -> !Double.isNaN(outcome.mean(t))).toList();
    threads.forEach(t -> head.addAll(List.of("ours, " + Numbers.threads(t), "other", "ratio")));
    Map<String, List<Outcome.Case>> byWork =
        outcome.cases().stream()
            .sorted(
                Comparator.comparing((Outcome.Case c) -> c.key().threads())
                    .thenComparing(Outcome.Case::ratio))
            .collect(
                Collectors.groupingBy(
                    c -> c.key().work(), LinkedHashMap::new, Collectors.toList()));
    List<List<String>> rows = new ArrayList<>();
    byWork.forEach(
        (work, cases) -> {
          List<String> row = new ArrayList<>(List.of(work));
          threads.forEach(t -> row.addAll(cells(cases, t)));
          rows.add(row);
        });
    table(head, rows);
  }

  private static List<String> cells(List<Outcome.Case> cases, int threads) {
    return cases.stream()
        .filter(c -> c.key().threads() == threads)
        .findFirst()
        .map(
            c ->
                List.of(
                    Numbers.time(c.ours().usLeast()),
                    Numbers.time(c.other().least()) + " " + c.other().who(),
                    Numbers.factor(c.ratio())))
        .orElse(List.of("", "", ""));
  }

  private void table(List<String> head, List<List<String>> rows) {
    line(head);
    line(head.stream().map(h -> "---").toList());
    rows.forEach(this::line);
  }

  private void line(List<String> cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
