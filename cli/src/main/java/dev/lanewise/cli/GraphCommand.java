package dev.lanewise.cli;

import dev.lanewise.cli.graph.Circuit;
import dev.lanewise.cli.graph.CircuitSvg;
import dev.lanewise.cli.graph.Node;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "graph",
    description = {
      "Draws an expression as a circuit of gates, with the value and the gradient on every wire.",
      "Try: lanewise graph \"sigmoid(w0*x0 + w1*x1 + w2)\" w0=2 x0=-1 w1=-3 x1=-2 w2=-3"
    },
    footer = {
      "",
      "An expression has numbers, names, + - * / ^ and parentheses, and the functions exp, log,"
          + " max, min, reciprocal, relu, sigmoid, sqrt and tanh."
    },
    sortOptions = false)
final class GraphCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "EXPRESSION")
  String expression;

  @Parameters(index = "1..*", paramLabel = "NAME=VALUE", description = "Values of all names.")
  List<String> assignments = List.of();

  @Option(
      names = "--elementary",
      description = "Show a sigmoid by its elementary gates: *-1, exp, +1, 1/x.")
  boolean elementary;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The picture, an SVG file. Default: graph.svg.")
  Path out = Path.of("graph.svg");

  @Option(names = "--json", paramLabel = "FILE", description = "Write the table as JSON.")
  Path json;

  @Override
  public Integer call() throws IOException {
    JsonFile.check(json);
    WholeFile.requirePlace("--out", out);
    ComputeOptions.decide();
    Circuit circuit = new Circuit(expression, values(), elementary);
    WholeFile.write(out, CircuitSvg.draw(circuit).getBytes(StandardCharsets.UTF_8));
    print(circuit, spec.commandLine().getOut());
    JsonFile.write(json, facts(circuit));
    return ExitCode.OK;
  }

  private Map<String, Float> values() {
    Map<String, Float> values = new LinkedHashMap<>();
    for (String assignment : assignments) {
      String[] sides = assignment.split("=", 2);
      float value = sides.length == 2 ? number(sides[1]) : Float.NaN;
      if (!Float.isFinite(value)) {
        throw Main.refused(
            spec.commandLine(), "NAME=VALUE", "a name and a finite number", assignment);
      }
      if (values.put(sides[0].strip(), value) != null) {
        throw Main.refused(spec.commandLine(), sides[0], "one value", "two");
      }
    }
    return values;
  }

  /** NaN for what is none. */
  private static float number(String text) {
    try {
      return Float.parseFloat(text);
    } catch (NumberFormatException _) {
      return Float.NaN;
    }
  }

  private void print(Circuit circuit, PrintWriter output) {
    int width = circuit.nodes().stream().mapToInt(node -> node.text().length()).max().orElseThrow();
    String row = "%-" + Math.max(4, width) + "s  %10s  %10s%n";
    output.printf(row, "node", "value", "gradient");
    for (Node node : circuit.nodes()) {
      Float gradient = circuit.gradient(node);
      output.printf(
          row,
          node.text(),
          decimals(circuit.value(node)),
          gradient == null ? "" : decimals(gradient));
    }
    output.printf("%nin %s%n", out);
    output.flush();
  }

  private static String decimals(float value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  private static Map<String, Object> facts(Circuit circuit) {
    List<Map<String, Object>> nodes = new ArrayList<>();
    for (Node node : circuit.nodes()) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("node", node.text());
      facts.put("gate", node.symbol());
      facts.put("inputs", node.inputs().stream().map(circuit.nodes()::indexOf).toList());
      facts.put("value", circuit.value(node));
      facts.put("gradient", circuit.gradient(node));
      nodes.add(facts);
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("expression", circuit.expression());
    facts.put("value", circuit.value(circuit.nodes().getLast()));
    facts.put("nodes", nodes);
    return facts;
  }
}
