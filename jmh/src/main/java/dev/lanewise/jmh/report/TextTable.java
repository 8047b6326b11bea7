package dev.lanewise.jmh.report;

import dev.lanewise.jmh.report.Ratios.Line;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A report on a terminal. */
public final class TextTable {
  private TextTable() {}

  public static void print(Report report, PrintStream out) {
    Ratios ratios = new Ratios(report.rows());
    machine(report).forEach(out::println);
    ratios.groups().forEach((group, lines) -> group(group, lines, out));
    verdicts(ratios, out);
    summary(new Summary(ratios), out);
  }

  /** Where a report comes from: some lines. */
  static List<String> machine(Report report) {
    Machine m = report.machine();
    List<String> lines = new ArrayList<>();
    lines.add(
        m.cpu() + ", " + m.cores() + " cores, " + Numbers.three(m.memoryMb()) + " MB, " + m.os());
    lines.add("%s, vectors of %d bits, kernels %s".formatted(m.jvm(), m.vectorBits(), m.kernels()));
    lines.add(report.date() + ": " + report.settings());
    if (!report.versions().isEmpty()) {
      lines.add(
          report.versions().entrySet().stream()
              .map(e -> e.getKey() + " " + e.getValue())
              .collect(Collectors.joining(", ")));
    }
    for (Limits l : report.limits()) {
      Limits.Bandwidth near = l.bandwidth().getFirst();
      Limits.Bandwidth far = l.bandwidth().getLast();
      lines.add(
          "limits, %s: fma %s GFLOP/s; read %s GB/s in %s, %s in %s; copy %s, %s"
              .formatted(
                  Numbers.threads(l.threads()),
                  Numbers.three(l.gflops()),
                  Numbers.three(near.readGbs()),
                  Numbers.bytes(near.bytes()),
                  Numbers.three(far.readGbs()),
                  Numbers.bytes(far.bytes()),
                  Numbers.three(near.copyGbs()),
                  Numbers.three(far.copyGbs())));
    }
    return lines;
  }

  private static void group(String name, List<Line> lines, PrintStream out) {
    List<String> others =
        lines.stream().flatMap(l -> l.others().keySet().stream()).distinct().toList();
    List<String> head = new ArrayList<>();
    head.addAll(
        List.of(name, "threads", "lanewise", "+-", "GFLOP/s", "GB/s", "of limit", "B/call"));
    head.addAll(others);
    List<List<String>> table = new ArrayList<>();
    table.add(head);
    lines.forEach(line -> table.add(cells(line, others)));
    out.println();
    print(table, out);
  }

  private static List<String> cells(Line line, List<String> others) {
    List<String> cells = new ArrayList<>();
    cells.add(line.key().shape());
    cells.add(Integer.toString(line.key().threads()));
    Row r = line.ours();
    cells.addAll(
        r == null
            ? List.of("-", "", "", "", "", "")
            : List.of(
                Numbers.time(r.us()),
                Numbers.percent(r.usError() / r.us()),
                Numbers.three(r.gflops()),
                Numbers.three(r.gbs()),
                Numbers.percent(r.limitFraction()),
                Long.toString(r.bytesPerCall())));
    for (String impl : others) {
      Row other = line.others().get(impl);
      cells.add(
          other == null
              ? ""
              : Numbers.time(other.us())
                  + " "
                  + Numbers.ratio(line.ratio(impl))
                  + toPlan(line, impl));
    }
    return cells;
  }

  private static String toPlan(Line line, String impl) {
    double ratio = line.ratioToPlan(impl);
    return Double.isNaN(ratio) ? "" : " (plan " + Numbers.ratio(ratio) + ")";
  }

  /** Figures to the right, words to the left. */
  private static void print(List<List<String>> table, PrintStream out) {
    int[] widths = new int[table.getFirst().size()];
    boolean[] words = new boolean[widths.length];
    for (List<String> row : table) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
        words[i] |= i == 0 || row != table.getFirst() && row.get(i).matches("[a-z].*");
      }
    }
    for (List<String> row : table) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String pad = " ".repeat(widths[i] - row.get(i).length());
        line.append(i == 0 ? "" : "  ").append(words[i] ? row.get(i) + pad : pad + row.get(i));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static void verdicts(Ratios ratios, PrintStream out) {
    out.println();
    for (int threads : ratios.threads()) {
      for (Ratios.Verdict v : ratios.verdicts(threads)) {
        out.printf(
            "%s, %s: takes %s %s%n",
            v.impl(), Numbers.threads(threads), Numbers.ratio(v.mean()), v.text());
      }
    }
  }

  private static void summary(Summary summary, PrintStream out) {
    if (summary.outcomes().isEmpty()) {
      return; // nobody to be held against
    }
    List<List<String>> table = new ArrayList<>();
    table.add(summary.head());
    summary.outcomes().forEach(outcome -> table.add(summary.cells(outcome)));
    out.println();
    out.println("Another time / ours, fastest turns and medians, geometric means:");
    print(table, out);
  }
}
