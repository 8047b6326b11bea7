package dev.lanewise.layers;

/**
 * Something handed in from outside (a file, a net pattern, a data set) cannot be used. The message
 * is complete in itself: what, expected, actual. A program shows it as it is and needs no stack
 * trace.
 */
public class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadInputException(String message) {
    super(message);
  }

  public BadInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
