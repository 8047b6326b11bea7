package dev.lanewise.cli;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The facts of a command for machines: the argument of {@code --json}. */
final class JsonFile {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private JsonFile() {}

  /** Refuses early what {@link #write} could only refuse when the work is done. */
  static void check(Path file) {
    if (file != null) {
      WholeFile.requirePlace("--json", file);
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
