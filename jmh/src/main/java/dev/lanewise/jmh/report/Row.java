package dev.lanewise.jmh.report;

/**
 * What one implementation needed for one piece of work.
 *
 * @param us median microseconds of a call
 * @param usError half the 95 % confidence interval
 * @param usLeast microseconds of a call in the fastest turn
 * @param gflops operations of the definition per nanosecond
 * @param gbs bytes that must be moved per nanosecond
 * @param bytesPerCall allocated on the Java heap
 * @param limitFraction least possible time (see {@link Limits#seconds}) / time; more than 1 where
 *     an algorithm needs less arithmetic than the definition
 */
public record Row(
    String op,
    String shape,
    String direction,
    String impl,
    int threads,
    double us,
    double usError,
    double usLeast,
    double gflops,
    double gbs,
    long bytesPerCall,
    double limitFraction) {

  /** With five digits, as it is written, so that a report read again gives the same figures. */
  public Row {
    us = Numbers.five(us);
    usError = Numbers.five(usError);
    usLeast = Numbers.five(usLeast);
    gflops = Numbers.five(gflops);
    gbs = Numbers.five(gbs);
    limitFraction = Numbers.five(limitFraction);
  }

  /** Whether it is Lanewise in any of its ways. */
  public boolean ours() {
    return Who.ours(impl);
  }

  /** What it is a row of, whoever does it. */
  public Key key() {
    return new Key(op, direction, shape, threads);
  }

  /** Some work on a number of threads. */
  public record Key(String op, String direction, String shape, int threads) {
    /** The same on another number of threads. */
    Key on(int others) {
      return new Key(op, direction, shape, others);
    }

    /** Without the threads. */
    String work() {
      return op + " " + direction + " " + shape;
    }

    @Override
    public String toString() {
      return work() + ", " + Numbers.threads(threads);
    }
  }
}
