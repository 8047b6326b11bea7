package dev.lanewise.cli.graph;

import dev.lanewise.layers.BadInputException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads an expression by recursive descent:
 *
 * <pre>
 *   sum     = product (("+" | "-") product)*
 *   product = signed (("*" | "/") signed)*
 *   signed  = "-" signed | power
 *   power   = atom ("^" whole number from 1 to 9)?
 *   atom    = number | name | function "(" sum ("," sum)? ")" | "(" sum ")"
 * </pre>
 */
final class Expression {
  private final String text;
  private final Gates gates;
  private final Map<String, Node> inputs = new LinkedHashMap<>();
  private int at;

  private Expression(String text, Gates gates) {
    this.text = text;
    this.gates = gates;
  }

  /**
   * The last gate of the expression.
   *
   * @throws BadInputException saying in which column what was expected
   */
  static Node parse(String text, Gates gates) {
    Expression expression = new Expression(text, gates);
    Node result = expression.sum();
    if (expression.peek() != '\0') {
      throw expression.expected("an operator (+ - * / ^) or the end");
    }
    return result;
  }

  private Node sum() {
    Node left = product();
    while (true) {
      if (take('+')) {
        left = gates.add(left, product());
      } else if (take('-')) {
        left = gates.sub(left, product());
      } else {
        return left;
      }
    }
  }

  private Node product() {
    Node left = signed();
    while (true) {
      if (take('*')) {
        left = gates.mul(left, signed());
      } else if (take('/')) {
        left = gates.div(left, signed());
      } else {
        return left;
      }
    }
  }

  private Node signed() {
    return take('-') ? gates.neg(signed()) : power();
  }

  private Node power() {
    Node base = atom();
    if (!take('^')) {
      return base;
    }
    char digit = peek();
    if (digit < '1' || digit > '9') {
      throw expected("an exponent from 1 to 9");
    }
    at++;
    return gates.power(base, digit - '0');
  }

  private Node atom() {
    char first = peek();
    if (first == '(') {
      at++;
      Node inner = sum();
      require(')');
      return inner;
    }
    if (Character.isDigit(first) || first == '.') {
      return number();
    }
    if (Character.isLetter(first)) {
      return nameOrFunction();
    }
    throw expected("a number, a name, a function or (");
  }

  private Node number() {
    int from = at;
    while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    try {
      return Node.number(Float.parseFloat(text.substring(from, at)));
    } catch (NumberFormatException _) {
      at = from;
      throw expected("a number");
    }
  }

  private Node nameOrFunction() {
    int from = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    String name = text.substring(from, at);
    if (peek() != '(') {
      return inputs.computeIfAbsent(name, Node::input);
    }
    boolean binary = Gates.BINARY_FUNCTIONS.contains(name);
    if (!binary && !Gates.FUNCTIONS.contains(name)) {
      at = from;
      throw expected(
          "one of the functions exp, log, max, min, reciprocal, relu, sigmoid, sqrt, tanh");
    }
    require('(');
    Node first = sum();
    Node result;
    if (binary) {
      require(',');
      result = gates.function(name, first, sum());
    } else {
      result = gates.function(name, first);
    }
    require(')');
    return result;
  }

  /** The next character that is not blank; \0 at the end. */
  private char peek() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private boolean take(char c) {
    boolean there = peek() == c;
    at += there ? 1 : 0;
    return there;
  }

  private void require(char c) {
    if (!take(c)) {
      throw expected(String.valueOf(c));
    }
  }

  private BadInputException expected(String what) {
    String found = peek() == '\0' ? "the end" : "'" + word() + "'";
    return new BadInputException(
        "expression, column %d: expected %s, found %s%n  %s%n  %s^"
            .formatted(at + 1, what, found, text.replaceAll("\\s", " "), " ".repeat(at)));
  }

  /** The name or number that begins here, or the one character. */
  private String word() {
    int end = at + 1;
    while (end < text.length()
        && Character.isLetterOrDigit(text.charAt(at))
        && Character.isLetterOrDigit(text.charAt(end))) {
      end++;
    }
    return text.substring(at, end);
  }
}
