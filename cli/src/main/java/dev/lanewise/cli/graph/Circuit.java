package dev.lanewise.cli.graph;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.autograd.op.Scale;
import dev.lanewise.layers.BadInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** An expression with values for its names, computed forwards and backwards by a {@link Tape}. */
public final class Circuit {
  private final String expression;
  private final List<Node> nodes;
  private final Map<Node, Float> values = new HashMap<>();
  private final Map<Node, Float> gradients = new HashMap<>();

  /** Of a node that several gates take, or one gate twice: for each gate what comes back by it. */
  private final Map<Wire, List<Float>> branches = new HashMap<>();

  private record Wire(Node from, Node to) {}

  /**
   * @param values of all names
   * @param elementary whether a sigmoid is shown by its elementary gates
   * @throws BadInputException if the expression cannot be read, or names and values do not fit
   */
  public Circuit(String expression, Map<String, Float> values, boolean elementary) {
    this.expression = expression;
    Set<Node> order = new LinkedHashSet<>();
    Node result = Expression.parse(expression, new Gates(elementary));
    collect(result, order);
    nodes = List.copyOf(order);
    if (!result.isGate()) {
      throw new BadInputException(
          "expression: expected at least one gate and one name, found only " + result);
    }
    requireValues(values);
    run(result, values);
  }

  /** Inputs before what is computed from them. */
  private static void collect(Node node, Set<Node> order) {
    if (!order.contains(node)) {
      node.inputs().forEach(input -> collect(input, order));
      order.add(node);
    }
  }

  private void requireValues(Map<String, Float> given) {
    Set<String> names = new TreeSet<>();
    nodes.stream().filter(Node::isInput).forEach(node -> names.add(node.text()));
    for (String name : names) {
      if (!given.containsKey(name)) {
        throw new BadInputException(
            "%s: expected a value, as in %s=2, found none".formatted(name, name));
      }
    }
    for (String name : given.keySet()) {
      if (!names.contains(name)) {
        throw new BadInputException(
            "%s: expected a name of the expression, one of %s".formatted(name, names));
      }
    }
  }

  private void run(Node result, Map<String, Float> given) {
    Map<Node, Tensor> tensors = new HashMap<>();
    Map<Wire, List<Tensor>> ends = new HashMap<>();
    try (Tape tape = new Tape()) {
      for (Node node : nodes) {
        tensors.put(node, tensor(tape, node, given, tensors, ends));
      }
      tape.backward(tensors.get(result));
      for (Node node : nodes) {
        Tensor tensor = tensors.get(node);
        values.put(node, tensor.item());
        if (tensor.grad() != null) {
          gradients.put(node, tensor.grad()[0]);
        }
      }
      ends.forEach((wire, at) -> branches.put(wire, at.stream().map(t -> t.grad()[0]).toList()));
    }
  }

  private Tensor tensor(
      Tape tape,
      Node node,
      Map<String, Float> given,
      Map<Node, Tensor> tensors,
      Map<Wire, List<Tensor>> ends) {
    if (node.isNumber()) {
      return Tensor.of(new float[] {node.number()}, 1);
    }
    if (node.isInput()) {
      return Tensor.parameter(new float[] {given.get(node.text())}, 1);
    }
    Tensor[] inputs = node.inputs().stream().map(tensors::get).toArray(Tensor[]::new);
    for (int i = 0; i < inputs.length; i++) {
      Node input = node.inputs().get(i);
      if (uses(input) > 1 && inputs[i].requiresGrad()) {
        inputs[i] = Scale.apply(tape, inputs[i], 1); // a tensor, and so a gradient, of its own
        ends.computeIfAbsent(new Wire(input, node), w -> new ArrayList<>()).add(inputs[i]);
      }
    }
    return node.operation().apply(tape, inputs);
  }

  private long uses(Node node) {
    return nodes.stream().flatMap(n -> n.inputs().stream()).filter(i -> i == node).count();
  }

  public String expression() {
    return expression;
  }

  /** Inputs and gates, each after what it is computed from; the last one is the result. */
  public List<Node> nodes() {
    return nodes;
  }

  public float value(Node node) {
    return values.get(node);
  }

  /** Of the result by the node; null for a number, which has none. */
  public Float gradient(Node node) {
    return gradients.get(node);
  }

  /** Whether some value goes more ways than one. */
  boolean hasBranches() {
    return !branches.isEmpty();
  }

  /** What comes back by a wire that is one branch of several; else nothing. */
  List<Float> branch(Node from, Node to) {
    return branches.getOrDefault(new Wire(from, to), List.of());
  }

  /** The gates that a node feeds. */
  List<Node> consumers(Node node) {
    List<Node> consumers = new ArrayList<>();
    for (Node other : nodes) {
      if (other.inputs().contains(node)) {
        consumers.add(other);
      }
    }
    return consumers;
  }
}
