package dev.lanewise.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import picocli.CommandLine;

/** What a command answered. */
record Result(int exitCode, String out, String err) {

  /** Runs a command in this JVM; arguments may be anything that has a text. */
  static Result of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exitCode =
        command.execute(Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
    return new Result(exitCode, out.toString(), err.toString());
  }
}
