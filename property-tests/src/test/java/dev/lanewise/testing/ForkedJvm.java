package dev.lanewise.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A main class run in a JVM of its own, on the class path of the tests. */
public final class ForkedJvm {
  /** The flag that resolves the incubator module on the class path. */
  public static final List<String> VECTOR = List.of("--add-modules", "jdk.incubator.vector");

  private ForkedJvm() {}

  /**
   * What such a JVM left behind.
   *
   * @param loaded names of the classes it loaded
   */
  public record Result(int exitCode, List<String> out, List<String> err, List<String> loaded) {
    /** The value of the line {@code key=value} on standard output. */
    public String value(String key) {
      return out.stream()
          .filter(line -> line.startsWith(key + "="))
          .map(line -> line.substring(key.length() + 1))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no line " + key + "=... in " + this));
    }

    @Override
    public String toString() {
      return "exit code " + exitCode + "\n" + String.join("\n", out) + String.join("\n", err);
    }
  }

  /** Runs {@code main} with the given JVM options, for a minute at most. */
  public static Result run(List<String> options, Class<?> main) {
    try {
      Path folder = Files.createTempDirectory("lanewise");
      Path out = folder.resolve("out");
      Path err = folder.resolve("err");
      Path loaded = folder.resolve("loaded");
      try {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-Xlog:class+load:file=" + loaded);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        Process process =
            new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("no end after a minute: " + command);
        }
        return new Result(
            process.exitValue(),
            Files.readAllLines(out),
            Files.readAllLines(err),
            Files.readAllLines(loaded).stream().map(ForkedJvm::className).toList());
      } finally {
        for (Path file : List.of(out, err, loaded, folder)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The name in {@code [0.071s][info][class,load] java.lang.Object source: ...}. */
  private static String className(String logLine) {
    String line = logLine.substring(logLine.indexOf("] ") + 2);
    return line.substring(0, line.indexOf(' '));
  }
}
