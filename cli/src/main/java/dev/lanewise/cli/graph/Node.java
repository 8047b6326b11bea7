package dev.lanewise.cli.graph;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import java.util.List;

/** A gate of a circuit, or an input, or a number. */
public final class Node {
  /** What a gate computes, of tensors of shape [1]. */
  @FunctionalInterface
  interface Operation {
    Tensor apply(Tape tape, Tensor... inputs);
  }

  private final String symbol;
  private final String text;
  private final List<Node> inputs;
  private final Operation operation;
  private final float number;

  private Node(String symbol, String text, List<Node> inputs, Operation operation, float number) {
    this.symbol = symbol;
    this.text = text;
    this.inputs = inputs;
    this.operation = operation;
    this.number = number;
  }

  static Node gate(String symbol, String text, Operation operation, Node... inputs) {
    return new Node(symbol, text, List.of(inputs), operation, 0);
  }

  static Node input(String name) {
    return new Node("", name, List.of(), null, Float.NaN);
  }

  static Node number(float value) {
    String text = String.valueOf(value).replaceFirst("\\.0$", "");
    return new Node("", text, List.of(), null, value);
  }

  boolean isGate() {
    return operation != null;
  }

  boolean isNumber() {
    return operation == null && !Float.isNaN(number);
  }

  boolean isInput() {
    return operation == null && Float.isNaN(number);
  }

  float number() {
    return number;
  }

  Operation operation() {
    return operation;
  }

  /** What stands in its circle; empty unless it is a gate. */
  public String symbol() {
    return symbol;
  }

  /** The expression it is the value of. */
  public String text() {
    return text;
  }

  /** What it is computed from, in order. */
  public List<Node> inputs() {
    return inputs;
  }

  @Override
  public String toString() {
    return text;
  }
}
