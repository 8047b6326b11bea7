package dev.lanewise.vision;

import java.io.IOException;

/** A file that is missing or does not hold what it should; the message is one line. */
public final class BadDataException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param where the file or folder
   * @param expected what should be there
   * @param actual what is there instead
   */
  public BadDataException(Object where, String expected, String actual) {
    super(where + ": expected " + expected + ", actual " + actual);
  }
}
