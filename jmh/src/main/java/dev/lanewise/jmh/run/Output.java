package dev.lanewise.jmh.run;

import dev.lanewise.layers.save.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
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
    String trouble = trouble(there);
    if (!trouble.isEmpty()) {
      throw new IOException(
          "%s %s: expected a place that can be written, but %s %s"
              .formatted(flag, file, there, trouble));
    }
  }

  /** By trying: what permissions say is not all, of a system's folders or for the superuser. */
  private static String trouble(Path folder) {
    if (!Files.isDirectory(folder)) {
      return "is a file";
    }
    try {
      Files.delete(Files.createTempFile(folder, "lanewise", ".tmp"));
      return "";
    } catch (IOException _) {
      return "takes no new file";
    }
  }

  /** Whole or not at all. */
  static void write(Path file, String text) throws IOException {
    if (file != null) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(file, channel -> channel.write(ByteBuffer.wrap(bytes)));
      System.err.println("wrote " + file);
    }
  }
}
