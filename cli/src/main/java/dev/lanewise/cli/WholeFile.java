package dev.lanewise.cli;

import dev.lanewise.layers.BadInputException;
import dev.lanewise.layers.save.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that appear whole or not at all. */
final class WholeFile {
  private WholeFile() {}

  /**
   * Refuses early what {@link #write} could only refuse when the work is done: a folder that
   * neither is one nor can be made.
   *
   * @throws BadInputException if it is so
   */
  static void requireFolder(Path folder) {
    Path there = folder.toAbsolutePath().normalize();
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      throw new BadInputException(
          folder + ": expected a folder, found that " + there + " is a file");
    }
    if (!AtomicFile.possibleIn(there)) {
      throw new BadInputException(
          folder + ": expected a folder to write to, found that " + there + " takes no new file");
    }
  }

  /**
   * Refuses early a file that {@link #write} could only refuse when the work is done.
   *
   * @throws BadInputException if it is a folder, or in none that takes a new file
   */
  static void requirePlace(String flag, Path file) {
    if (Files.isDirectory(file)) {
      throw new BadInputException(file + ": expected a file for " + flag + ", found a folder");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return; // a pipe or a terminal
    }
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new BadInputException(
          file + ": expected " + flag + " in a folder that exists, found none");
    }
    if (!AtomicFile.possibleIn(folder)) {
      throw new BadInputException(
          file
              + ": expected "
              + flag
              + " in a folder that takes new files, found one that does not");
    }
  }

  static void write(Path file, byte[] content) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      Files.write(file, content); // a pipe or a terminal: must not be replaced by a file
      return;
    }
    AtomicFile.write(file, content);
  }
}
