package dev.lanewise.cli;

import dev.lanewise.autograd.GradientCheck.Coordinate;
import dev.lanewise.autograd.GradientCheck.Finding;
import dev.lanewise.autograd.GradientCheck.Report;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** What a check of gradients found, one row for each tensor of parameters. */
final class GradientTable {
  private final List<Parameter> parameters;
  private final Report report;

  /**
   * @param report of all parameters of the net, in their order
   */
  GradientTable(Network network, Report report) {
    parameters = network.parameters();
    this.report = report;
  }

  String text() {
    String row =
        "%-"
            + width("tensor", Parameter::name)
            + "s  %-"
            + width("shape", parameter -> parameter.tensor().toString())
            + "s  %8s  %5s  %5s  %7s  %7s  %s%n";
    StringBuilder text = new StringBuilder();
    text.append(
        row.formatted("tensor", "shape", "compared", "kinks", "small", "error", "allowed", "at"));
    for (Finding finding : report.findings()) {
      Parameter parameter = parameters.get(finding.tensor());
      Coordinate worst = finding.worst();
      text.append(
          row.formatted(
              parameter.name(),
              parameter.tensor(),
              finding.compared(),
              finding.kinks(),
              finding.small(),
              worst == null ? "" : digits(worst.error()),
              worst == null ? "" : digits(worst.allowed()),
              worst == null ? "" : place(worst, parameter.tensor())));
    }
    return text.toString();
  }

  private int width(String heading, Function<Parameter, String> column) {
    int widest = parameters.stream().map(column).mapToInt(String::length).max().orElse(0);
    return Math.max(heading.length(), widest);
  }

  private static String digits(double error) {
    return String.format(Locale.ROOT, error < 1e-4 ? "%.1e" : "%.2g", error);
  }

  /** The index in each dimension. */
  private static String place(Coordinate coordinate, Tensor tensor) {
    int[] place = new int[tensor.rank()];
    int rest = coordinate.index();
    for (int i = place.length - 1; i >= 0; i--) {
      place[i] = rest % tensor.dim(i);
      rest /= tensor.dim(i);
    }
    return Arrays.toString(place) + (coordinate.wrong() ? "  WRONG" : "");
  }

  /** One line. */
  String verdict() {
    boolean wrong = report.worst() != null && report.worst().wrong();
    double[] allowed =
        report.findings().stream()
            .filter(f -> f.worst() != null)
            .mapToDouble(f -> f.worst().allowed())
            .sorted()
            .toArray();
    return ("%s: %s coordinates compared, errors of %.3f allowed in the middle;"
            + " skipped %d at kinks and %d too small")
        .formatted(
            wrong
                ? "gradients DIFFER"
                : report.undecided() ? "UNDECIDED, too much was skipped" : "gradients agree",
            Texts.count(report.compared()),
            allowed.length == 0 ? 0 : allowed[allowed.length / 2],
            report.kinks(),
            report.small());
  }

  Map<String, Object> facts() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Finding finding : report.findings()) {
      Parameter parameter = parameters.get(finding.tensor());
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("tensor", parameter.name());
      row.put("shape", parameter.tensor().shape());
      row.put("compared", finding.compared());
      row.put("kinks", finding.kinks());
      row.put("small", finding.small());
      row.put("worst", finding.worst() == null ? null : worst(finding.worst()));
      rows.add(row);
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("passed", report.passed());
    facts.put("undecided", report.undecided());
    facts.put("compared", report.compared());
    facts.put("kinks", report.kinks());
    facts.put("small", report.small());
    facts.put("tensors", rows);
    return facts;
  }

  private static Map<String, Object> worst(Coordinate worst) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("index", worst.index());
    facts.put("analytic", worst.analytic());
    facts.put("numeric", worst.numeric());
    facts.put("error", worst.error());
    facts.put("allowed", worst.allowed());
    return facts;
  }
}
