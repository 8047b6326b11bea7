package dev.lanewise.layers.pattern;

import dev.lanewise.layers.BadInputException;

/**
 * A net pattern that cannot be read, or a net that does not fit its input. The message says where
 * and why, and shows the pattern with a caret under the place.
 */
public final class PatternException extends BadInputException {
  private static final long serialVersionUID = 1L;

  private final int column;

  PatternException(String pattern, int column, String problem) {
    super(
        "net pattern, column %d: %s%n  %s%n  %s^"
            .formatted(column, problem, pattern.replaceAll("\\s", " "), " ".repeat(column - 1)));
    this.column = column;
  }

  private PatternException(int column, String message) {
    super(message);
    this.column = column;
  }

  /** The same with one more line. */
  PatternException with(String line) {
    return new PatternException(column, "%s%n%s".formatted(getMessage(), line));
  }

  /** Where in the pattern, from 1. */
  public int column() {
    return column;
  }
}
