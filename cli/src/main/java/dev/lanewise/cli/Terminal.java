package dev.lanewise.cli;

import java.io.Console;
import java.io.PrintWriter;

/** What is known of the terminal that standard error goes to. */
final class Terminal {
  /** Columns of the terminal, 0 where there is none; the launcher knows. */
  private static final String COLUMNS = "lanewise.columns";

  private static final int MIN_COLUMNS = 40;

  private Terminal() {}

  /** A bar on a terminal, plain lines elsewhere. */
  static Status status(PrintWriter out, PrintWriter err, long done, long steps) {
    int columns = Integer.getInteger(COLUMNS, ofConsole());
    return columns < MIN_COLUMNS
        ? new LineStatus(out, err, done, steps)
        : new BarStatus(out, err, columns, done, steps);
  }

  private static int ofConsole() {
    Console console = System.console();
    return console != null && console.isTerminal() ? 80 : 0;
  }
}
