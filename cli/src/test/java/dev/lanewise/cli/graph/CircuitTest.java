package dev.lanewise.cli.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.layers.BadInputException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

class CircuitTest {
  private static final String NEURON = "sigmoid(w0*x0 + w1*x1 + w2)";
  private static final Map<String, Float> WEIGHTS =
      Map.of("w0", 2f, "x0", -1f, "w1", -3f, "x1", -2f, "w2", -3f);

  /** "Backpropagation, Intuitions": f = (x + y) z. */
  @Test
  void theLecturesFirstExample() {
    Circuit circuit = circuit("(x + y) * z", "x=-2 y=5 z=-4");
    assertEquals(-12, circuit.value(circuit.nodes().getLast()));
    assertEquals(Map.of("x", -4f, "y", -4f, "z", 3f), gradients(circuit));
  }

  /** The neuron of two inputs, its sigmoid as one gate or as four. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theLecturesNeuron(boolean elementary) {
    Circuit circuit = new Circuit(NEURON, WEIGHTS, elementary);
    assertEquals(0.73, circuit.value(circuit.nodes().getLast()), 0.005);
    Map<String, Float> gradients = gradients(circuit);
    assertEquals(-0.20, gradients.get("w0"), 0.005);
    assertEquals(0.39, gradients.get("x0"), 0.005);
    assertEquals(-0.39, gradients.get("w1"), 0.005);
    assertEquals(-0.59, gradients.get("x1"), 0.005);
    assertEquals(0.20, gradients.get("w2"), 0.005);
    List<String> symbols =
        circuit.nodes().stream().map(Node::symbol).filter(s -> !s.isEmpty()).toList();
    List<String> sums = List.of("*", "*", "+", "+");
    assertEquals(sums, symbols.subList(0, 4));
    assertEquals(
        elementary ? List.of("*-1", "exp", "+1", "1/x") : List.of("σ"),
        symbols.subList(4, symbols.size()));
  }

  @Test
  void addDistributesMaxRoutesMulSwitches() {
    assertEquals(Map.of("x", 1f, "y", 1f), gradients(circuit("x + y", "x=3 y=-4")));
    assertEquals(Map.of("x", 0f, "y", 1f), gradients(circuit("max(x, y)", "x=3 y=4")));
    assertEquals(Map.of("x", 1f, "y", 0f), gradients(circuit("min(x, y)", "x=3 y=4")));
    assertEquals(Map.of("x", -4f, "y", 3f), gradients(circuit("x * y", "x=3 y=-4")));
  }

  @Test
  void pathsSum() {
    assertEquals(Map.of("x", 7f), gradients(circuit("x*x + x", "x=3")));
    assertEquals(Map.of("x", 12f), gradients(circuit("x^3", "x=2")));
    assertEquals(Map.of("x", 0f), gradients(circuit("x - x", "x=2")));
  }

  @Test
  void everyBranchHasAShare() {
    Circuit circuit = circuit("x*x + 2*x", "x=3");
    Node x = circuit.nodes().stream().filter(Node::isInput).findFirst().orElseThrow();
    List<List<Float>> shares =
        circuit.consumers(x).stream().map(gate -> circuit.branch(x, gate)).toList();
    assertEquals(List.of(List.of(3f, 3f), List.of(2f)), shares);
    assertEquals(8, circuit.gradient(x));
    String drawing = CircuitSvg.draw(circuit);
    assertEquals(1 + 2, drawing.split("font-size=\"12\".*>3.00</text>", -1).length);
    assertTrue(drawing.contains("small: what comes back by a branch"));
    assertFalse(CircuitSvg.draw(circuit("2 * x", "x=3")).contains("branch"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2 - -x^2         | 6      | 4
          8 / x / 2        | 2      | -1
          x/4 - 1          | -0.5   | 0.25
          1 - 2*3 + x      | -3     | 1
          2*(x + 1) - 3    | 3      | 2
          3*-x             | -6     | -3
          sqrt(x + 2)      | 2      | 0.25
          log(exp(x))      | 2      | 1
          relu(1 - x)      | 0      | 0
          reciprocal(x)    | 0.5    | -0.25
          max(x, 1) * .5   | 1      | 0.5
          tanh(x - 2)      | 0      | 1
          """)
  void arithmetic(String expression, float value, float gradient) {
    Circuit circuit = circuit(expression, "x=2");
    assertEquals(value, circuit.value(circuit.nodes().getLast()), 1e-6);
    assertEquals(gradient, gradients(circuit).get("x"), 1e-6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x +              | column 4: expected a number, a name, a function or (, found the end
          (x + 1           | column 7: expected ), found the end
          x y              | column 3: expected an operator (+ - * / ^) or the end, found 'y'
          sin(x)           | column 1: expected one of the functions exp, log, max, min, reciprocal, relu, sigmoid, sqrt, tanh, found 'sin'
          max(x)           | column 6: expected ,, found ')'
          x ^ y            | column 5: expected an exponent from 1 to 9, found 'y'
          2 * 1.2.3        | column 5: expected a number, found '1'
          x $ 1            | column 3: expected an operator (+ - * / ^) or the end, found '$'
          """)
  void errorsPointAtTheColumn(String expression, String message) {
    BadInputException e = assertThrows(BadInputException.class, () -> circuit(expression, "x=1"));
    List<String> lines = e.getMessage().lines().toList();
    assertTrue(lines.get(0).startsWith("expression, " + message), e::getMessage);
    assertEquals("  " + expression, lines.get(1));
    int column = Integer.parseInt(message.replaceAll("column (\\d+).*", "$1"));
    assertEquals(1 + column, lines.get(2).indexOf('^'));
  }

  @Test
  void namesAndValuesMustFit() {
    assertRefused("y: expected a value, as in y=2, found none", "x + y", "x=1");
    assertRefused("z: expected a name of the expression, one of [x]", "x + 1", "x=1 z=2");
    assertRefused("expression: expected at least one gate and one name, found only x", "x", "x=1");
    assertRefused("expression: expected at least one gate and one name, found only 3", "1+2", "");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void thePictureIsAWholeSvg(boolean elementary) throws Exception {
    String svg = CircuitSvg.draw(new Circuit(NEURON, WEIGHTS, elementary));
    Document document =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    assertEquals(elementary ? 8 : 5, document.getElementsByTagName("circle").getLength());
    assertTrue(svg.contains(">-0.20</text>") && svg.contains(">0.39</text>"), svg);
    assertTrue(CircuitSvg.draw(circuit("max(x, y) + 1", "x=1 y=2")).contains("+1"));
  }

  private static Circuit circuit(String expression, String values) {
    Map<String, Float> map = new LinkedHashMap<>();
    for (String value : values.isEmpty() ? new String[0] : values.split(" ")) {
      map.put(value.split("=")[0], Float.parseFloat(value.split("=")[1]));
    }
    return new Circuit(expression, map, false);
  }

  private static Map<String, Float> gradients(Circuit circuit) {
    Map<String, Float> gradients = new LinkedHashMap<>();
    for (Node node : circuit.nodes()) {
      if (node.isInput()) {
        gradients.put(node.text(), circuit.gradient(node) + 0f);
      }
    }
    return gradients;
  }

  private static void assertRefused(String message, String expression, String values) {
    assertEquals(
        message,
        assertThrows(BadInputException.class, () -> circuit(expression, values)).getMessage());
  }
}
