package dev.lanewise.jmh.run;

/**
 * How long a run measures.
 *
 * @param forks fresh JVMs for every family of operations
 * @param turns how often each implementation has its turn at a piece of work, in each JVM
 * @param warmMillis what runs on the JVM warms up so long, again and again until it is steady
 * @param settleMillis times the number of threads, before every other turn: for caches, and for the
 *     operating system to find each thread a core of its own
 * @param measureMillis of a turn
 * @param neighboursMillis that each JVM waits at most, before turns, for {@link Neighbours}
 */
public record Settings(
    int forks,
    int turns,
    int warmMillis,
    int settleMillis,
    int measureMillis,
    int neighboursMillis) {
  public static final Settings FULL = new Settings(3, 3, 20, 10, 15, 10_000);
  public static final Settings QUICK = new Settings(1, 3, 20, 10, 15, 5_000);

  /** Milliseconds of JMH's own for a turn. */
  private static final int OVERHEAD = 15;

  /** Of warming up, as a rule. */
  private static final int ROUNDS = 6;

  /** For people. */
  String text() {
    return ("%d %s per family of operations, %d turns of %d ms for each implementation, "
            + "%d s of waiting at most in a JVM for cores of its own")
        .formatted(
            forks, forks == 1 ? "JVM" : "JVMs", turns, measureMillis, neighboursMillis / 1000);
  }

  /** About what one implementation takes for all its turns at some work. */
  double millis(boolean warms, double callMillis) {
    double turn =
        OVERHEAD + settleMillis + measureMillis + (callMillis > measureMillis ? 1 : 2) * callMillis;
    return turns * turn + (warms ? ROUNDS * (OVERHEAD + warmMillis) : 0) + 4 * callMillis;
  }
}
