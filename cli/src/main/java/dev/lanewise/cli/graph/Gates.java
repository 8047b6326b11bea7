package dev.lanewise.cli.graph;

import dev.lanewise.autograd.Tensor;
import dev.lanewise.autograd.op.Add;
import dev.lanewise.autograd.op.Exp;
import dev.lanewise.autograd.op.Log;
import dev.lanewise.autograd.op.Max;
import dev.lanewise.autograd.op.Min;
import dev.lanewise.autograd.op.Mul;
import dev.lanewise.autograd.op.Reciprocal;
import dev.lanewise.autograd.op.Relu;
import dev.lanewise.autograd.op.Scale;
import dev.lanewise.autograd.op.Sigmoid;
import dev.lanewise.autograd.op.Sqrt;
import dev.lanewise.autograd.op.Sub;
import dev.lanewise.autograd.op.Tanh;
import java.util.List;
import java.util.Set;

/**
 * Makes gates. A sum or product with a number is a gate of one input, as the lectures draw it: +1,
 * *-1; numbers among themselves are computed on the spot.
 */
final class Gates {
  /** Functions of one argument. */
  static final Set<String> FUNCTIONS =
      Set.of("exp", "log", "reciprocal", "sigmoid", "tanh", "relu", "sqrt");

  /** Functions of two arguments. */
  static final Set<String> BINARY_FUNCTIONS = Set.of("max", "min");

  private final boolean elementary;

  /**
   * @param elementary whether a sigmoid is made of its elementary gates
   */
  Gates(boolean elementary) {
    this.elementary = elementary;
  }

  Node add(Node a, Node b) {
    if (a.isNumber() && b.isNumber()) {
      return Node.number(a.number() + b.number());
    }
    String text = a + " + " + b;
    return a.isNumber() || b.isNumber()
        ? plus(other(a, b), number(a, b), text)
        : Node.gate("+", text, (tape, x) -> Add.apply(tape, x[0], x[1]), a, b);
  }

  Node sub(Node a, Node b) {
    if (b.isNumber()) {
      return a.isNumber()
          ? Node.number(a.number() - b.number())
          : plus(a, Node.number(-b.number()), a + " - " + b);
    }
    return a.isNumber()
        ? plus(neg(b), a, a + " - " + term(b))
        : Node.gate("−", a + " - " + term(b), (tape, x) -> Sub.apply(tape, x[0], x[1]), a, b);
  }

  Node mul(Node a, Node b) {
    if (a.isNumber() && b.isNumber()) {
      return Node.number(a.number() * b.number());
    }
    String text = term(a) + "*" + term(b);
    return a.isNumber() || b.isNumber()
        ? times(other(a, b), number(a, b).number(), "*" + number(a, b), text)
        : Node.gate("*", text, (tape, x) -> Mul.apply(tape, x[0], x[1]), a, b);
  }

  Node div(Node a, Node b) {
    if (b.isNumber()) {
      return a.isNumber()
          ? Node.number(a.number() / b.number())
          : times(a, 1 / b.number(), "/" + b, term(a) + "/" + b);
    }
    return a.isNumber() && a.number() == 1 ? function("reciprocal", b) : mul(a, div(one(), b));
  }

  Node neg(Node a) {
    return a.isNumber() ? Node.number(-a.number()) : times(a, -1, "*-1", "-" + term(a));
  }

  /** A power as a product of its factors. */
  Node power(Node a, int exponent) {
    Node power = a;
    for (int i = 1; i < exponent; i++) {
      power = mul(power, a);
    }
    return power;
  }

  /** One of {@link #FUNCTIONS}. */
  Node function(String name, Node a) {
    String text = name + "(" + a + ")";
    return switch (name) {
      case "exp" -> Node.gate("exp", text, (tape, x) -> Exp.apply(tape, x[0]), a);
      case "log" -> Node.gate("log", text, (tape, x) -> Log.apply(tape, x[0]), a);
      case "reciprocal" ->
          Node.gate("1/x", "1/" + factor(a), (tape, x) -> Reciprocal.apply(tape, x[0]), a);
      case "sigmoid" ->
          elementary
              ? div(one(), add(one(), function("exp", neg(a))))
              : Node.gate("σ", text, (tape, x) -> Sigmoid.apply(tape, x[0]), a);
      case "tanh" -> Node.gate("tanh", text, (tape, x) -> Tanh.apply(tape, x[0]), a);
      case "relu" -> Node.gate("relu", text, (tape, x) -> Relu.apply(tape, x[0]), a);
      case "sqrt" -> Node.gate("√", text, (tape, x) -> Sqrt.apply(tape, x[0]), a);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** One of {@link #BINARY_FUNCTIONS}. */
  Node function(String name, Node a, Node b) {
    String text = name + "(" + a + ", " + b + ")";
    return name.equals("max")
        ? Node.gate("max", text, (tape, x) -> Max.apply(tape, x[0], x[1]), a, b)
        : Node.gate("min", text, (tape, x) -> Min.apply(tape, x[0], x[1]), a, b);
  }

  private static Node plus(Node a, Node number, String text) {
    float[] value = {number.number()};
    String sign = value[0] < 0 ? "" : "+";
    return Node.gate(
        sign + number, text, (tape, x) -> Add.apply(tape, x[0], Tensor.of(value, 1)), a);
  }

  private static Node times(Node a, float factor, String symbol, String text) {
    return Node.gate(symbol, text, (tape, x) -> Scale.apply(tape, x[0], factor), a);
  }

  private static Node one() {
    return Node.number(1);
  }

  private static Node other(Node a, Node b) {
    return a.isNumber() ? b : a;
  }

  private static Node number(Node a, Node b) {
    return a.isNumber() ? a : b;
  }

  /** With parentheses where a sum stands in a product. */
  private static String term(Node a) {
    boolean sum = a.isGate() && List.of('+', '−', '-').contains(a.symbol().charAt(0));
    return sum ? "(" + a + ")" : a.text();
  }

  /** With parentheses where anything but a function or a name stands below a line. */
  private static String factor(Node a) {
    return a.isGate() && !Character.isLetter(a.symbol().charAt(0)) ? "(" + a + ")" : a.text();
  }
}
