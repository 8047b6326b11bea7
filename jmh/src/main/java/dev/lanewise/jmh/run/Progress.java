package dev.lanewise.jmh.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;

/** How far a run is: a bar on a terminal, a line now and then elsewhere. */
final class Progress implements AutoCloseable {
  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final int MIN_COLUMNS = 40;
  private static final long NANOS_BETWEEN_LINES = 10_000_000_000L;

  private final PrintStream err;
  private final long steps;
  private final long start = System.nanoTime();
  private final ProgressBar bar;
  private long done;
  private long lastLine = start;

  /**
   * @param steps of about equal length
   */
  Progress(PrintStream err, long steps) {
    this.err = err;
    this.steps = steps;
    int columns = Integer.getInteger("lanewise.columns", 0);
    bar =
        columns < MIN_COLUMNS
            ? null
            : new ProgressBarBuilder()
                .setInitialMax(steps)
                .startsFrom(0, Duration.ZERO)
                .setUpdateIntervalMillis(200)
                .setConsumer(
                    new DelegatingProgressBarConsumer(
                        line -> err.print(CLEAR_LINE + line), columns - 1))
                .setRenderer(Progress::render)
                .build();
  }

  void advance(long by, String what) {
    done = Math.min(steps, done + by);
    if (bar != null) {
      bar.setExtraMessage(what);
      bar.stepTo(done);
    } else if (System.nanoTime() - lastLine > NANOS_BETWEEN_LINES) {
      lastLine = System.nanoTime();
      Duration left =
          Duration.ofNanos((long) ((lastLine - start) * ((double) (steps - done) / done)));
      err.printf("%3d %%, %s, %s left%n", 100 * done / steps, what, text(left));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      err.print(CLEAR_LINE);
      err.flush();
    }
  }

  private static String render(ProgressState state, int columns) {
    long seconds = state.getElapsedAfterStart().toSeconds();
    long missing = state.getMax() - state.getCurrent();
    String left =
        state.getCurrent() == 0
            ? ""
            : ", " + text(Duration.ofSeconds(seconds * missing / state.getCurrent())) + " left";
    String text =
        String.format(
            Locale.ROOT,
            "%3.0f %%  %s%s",
            100 * state.getNormalizedProgress(),
            state.getExtraMessage(),
            left);
    return text.substring(0, Math.min(columns, text.length()));
  }

  static String text(Duration time) {
    return time.toMinutes() == 0
        ? time.toSeconds() + " s"
        : "%d min %02d s".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
