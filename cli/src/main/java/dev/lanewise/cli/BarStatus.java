package dev.lanewise.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;

/** A bar that fills, with the text and the time left behind it, on the last line of a terminal. */
final class BarStatus implements Status {
  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final int MAX_BAR = 40;
  private static final int MIN_BAR = 6;

  private final PrintWriter out;
  private final PrintWriter err;
  private final ProgressBar bar;
  private boolean closed;

  /**
   * @param out for lines that stay
   * @param err the terminal
   * @param columns of the terminal
   * @param done steps made earlier
   */
  BarStatus(PrintWriter out, PrintWriter err, int columns, long done, long steps) {
    this.out = out;
    this.err = err;
    // Not the library's own console: it would load a native library to ask for the columns.
    bar =
        new ProgressBarBuilder()
            .setInitialMax(steps)
            .startsFrom(done, Duration.ZERO)
            .setUpdateIntervalMillis(200)
            .setConsumer(new DelegatingProgressBarConsumer(this::show, columns - 1))
            .setRenderer(BarStatus::render)
            .build();
  }

  @Override
  public void at(long step, String text) {
    bar.setExtraMessage(text);
    bar.stepTo(step);
  }

  @Override
  public synchronized void print(String line) {
    if (!closed) {
      err.print(CLEAR_LINE);
      err.flush();
      out.println(line);
      out.flush();
    }
  }

  @Override
  public void close() {
    bar.close(); // outside the lock: it shows the bar once more
    synchronized (this) {
      if (!closed) {
        err.print(CLEAR_LINE);
        err.flush();
      }
      closed = true;
    }
  }

  private synchronized void show(String line) {
    if (!closed) {
      err.print(CLEAR_LINE + line);
      err.flush();
    }
  }

  private static String render(ProgressState state, int columns) {
    double part = state.getNormalizedProgress();
    String text =
        String.format(
            Locale.ROOT, " %3.0f %%  %s%s", 100 * part, state.getExtraMessage(), left(state));
    int length = Math.min(MAX_BAR, columns - text.length() - 2);
    if (length < MIN_BAR) {
      return text.substring(1, Math.min(columns, text.length()));
    }
    int full = (int) (part * length);
    return "[" + "=".repeat(full) + " ".repeat(length - full) + "]" + text;
  }

  private static String left(ProgressState state) {
    long made = state.getCurrent() - state.getStart();
    long missing = state.getMax() - state.getCurrent();
    return made == 0
        ? ""
        : ", %s left"
            .formatted(Texts.time(state.getElapsedAfterStart().toMillis() / 1e3 * missing / made));
  }
}
