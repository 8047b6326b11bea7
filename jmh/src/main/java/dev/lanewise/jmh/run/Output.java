package dev.lanewise.jmh.run;

import dev.lanewise.layers.save.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files for what a run finds out: asked for when it begins, written when it ends. */
final class Output {
  private Output() {}

  /**
   * Refuses early what {@link #write} could only refuse after all was measured.
   *
   * @param file null where none is wanted
   * @throws IOException if there can be no such file; the message says why
   */
  static void check(String flag, Path file) throws IOException {
    if (file == null) {
      return;
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      String found = Files.isDirectory(file) ? "a folder" : "a device or pipe";
      throw new IOException("%s %s: expected a file, found %s".formatted(flag, file, found));
    }
    Path there = file.toAbsolutePath().normalize().getParent();
    while (!Files.exists(there)) { // missing folders will be made
      there = there.getParent();
    }
    if (!Files.isDirectory(there) || !AtomicFile.possibleIn(there)) {
      throw new IOException(
          "%s %s: expected a place that can be written, but %s %s"
              .formatted(
                  flag, file, there, Files.isDirectory(there) ? "takes no new file" : "is a file"));
    }
  }

  /** Whole or not at all. */
  static void write(Path file, String text) throws IOException {
    if (file != null) {
      AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
      System.err.println("wrote " + file);
    }
  }
}
