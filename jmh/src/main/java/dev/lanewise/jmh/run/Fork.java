package dev.lanewise.jmh.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.openjdk.jmh.runner.CompilerHints;

/** A fresh JVM of this kind that measures a task. */
final class Fork {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static volatile Process running;

  static {
    // A run that is interrupted leaves no JVM behind, which would disturb the next one.
    Runtime.getRuntime().addShutdownHook(new Thread(Fork::end));
  }

  private Fork() {}

  private static void end() {
    if (running != null) {
      running.destroyForcibly();
    }
  }

  /**
   * Returns when all is measured.
   *
   * @throws IOException if the JVM died; with the end of what it printed
   */
  static void run(Message.Task task, Consumer<Message> listener) throws IOException {
    Path log = Files.createTempFile("lanewise-bench", ".log");
    log.toFile().deleteOnExit();
    Process process = null;
    try {
      process = new ProcessBuilder(command()).redirectError(log.toFile()).start();
      running = process;
      try (OutputStream in = process.getOutputStream()) {
        in.write(JSON.writeValueAsBytes(task));
      }
      try (BufferedReader out = process.inputReader()) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          if (line.startsWith("{\"@type\"")) { // not what native code prints
            listener.accept(JSON.readValue(line, Message.class));
          }
        }
      }
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException("a measuring JVM ended with status " + status + ":\n" + end(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(log);
    }
  }

  private static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("--add-modules=jdk.incubator.vector");
    command.add("--enable-native-access=ALL-UNNAMED");
    // C2 compiles while the warm-up waits: it then ends with the code that is to be measured.
    command.add("-Xbatch");
    CompilerHints.addCompilerHints(command);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), ForkMain.class.getName()));
    return command;
  }

  private static String end(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }
}
