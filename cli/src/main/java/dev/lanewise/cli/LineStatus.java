package dev.lanewise.cli;

import java.io.PrintWriter;

/** Plain lines now and then, where there is no terminal. */
final class LineStatus implements Status {
  private static final double SECONDS_BETWEEN = 10;

  private final PrintWriter out;
  private final PrintWriter err;
  private final long done;
  private final long steps;
  private final long start = System.nanoTime();
  private double last;
  private boolean closed;

  /**
   * @param out for lines that stay
   * @param err for the others
   * @param done steps made earlier
   */
  LineStatus(PrintWriter out, PrintWriter err, long done, long steps) {
    this.out = out;
    this.err = err;
    this.done = done;
    this.steps = steps;
  }

  @Override
  public synchronized void at(long step, String text) {
    double seconds = (System.nanoTime() - start) * 1e-9;
    if (closed || step == done || seconds - last < SECONDS_BETWEEN) {
      return;
    }
    last = seconds;
    err.printf(
        "%d %%, %s, %s left%n",
        100 * step / steps, text, Texts.time(seconds * (steps - step) / (step - done)));
    err.flush();
  }

  @Override
  public synchronized void print(String line) {
    if (!closed) {
      out.println(line);
      out.flush();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
