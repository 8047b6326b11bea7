package dev.lanewise.layers.save;

import dev.lanewise.layers.BadInputException;
import java.nio.file.Path;

/** A file that is not what it should be: {@code model.safetensors: expected ..., found ...}. */
public final class BadFileException extends BadInputException {
  private static final long serialVersionUID = 1L;

  public BadFileException(Path file, String expected, String found) {
    super(message(file, expected, found));
  }

  public BadFileException(Path file, String expected, String found, Throwable cause) {
    super(message(file, expected, found), cause);
  }

  private static String message(Path file, String expected, String found) {
    String message = file + ": expected " + expected + ", found " + found;
    return message.replaceAll("\\p{Cntrl}", " "); // names from the file stay on the one line
  }
}
