package dev.lanewise.cli;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lanewise.layers.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The facts of a command for machines: the argument of {@code --json}. */
final class JsonFile {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private JsonFile() {}

  /** Refuses early what {@link #write} could only refuse when the work is done. */
  static void check(Path file) {
    if (file == null) {
      return;
    }
    if (Files.isDirectory(file)) {
      throw new BadInputException(file + ": expected a file for --json, found a folder");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new BadInputException(file + ": expected --json in a folder that exists, found none");
    }
    if (!Files.isWritable(folder)) {
      throw new BadInputException(
          file + ": expected --json in a folder that can be written, found one that cannot");
    }
  }

  /** Does nothing if {@code file} is null. */
  static void write(Path file, Object facts) throws IOException {
    if (file != null) {
      String text = JSON.writeValueAsString(facts) + "\n";
      WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
