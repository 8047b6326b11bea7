package dev.lanewise.jmh.report;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What the machine can do on a number of threads.
 *
 * @param gflops fused multiply-adds, two operations each
 * @param bandwidth by working set, smallest first
 */
public record Limits(int threads, double gflops, List<Bandwidth> bandwidth) {

  /**
   * @param bytes working set of all threads together
   * @param readGbs read only
   * @param copyGbs read and written, counting both
   */
  public record Bandwidth(long bytes, double readGbs, double copyGbs) {
    public Bandwidth {
      readGbs = Numbers.five(readGbs);
      copyGbs = Numbers.five(copyGbs);
    }
  }

  /** With five digits, as {@link Row}. */
  public Limits {
    gflops = Numbers.five(gflops);
  }

  /**
   * The least time for some work (Williams, Waterman and Patterson, "Roofline", 2009): that of its
   * arithmetic or that of its traffic. As much as is written moves at the speed of copying, the
   * rest at that of reading.
   */
  public double seconds(long flops, long read, long written) {
    long bytes = read + written;
    double copied = 2.0 * Math.min(read, written) + Math.max(0, written - read);
    double traffic =
        copied / at(bytes, Bandwidth::copyGbs)
            + Math.max(0, read - written) / at(bytes, Bandwidth::readGbs);
    return 1e-9 * Math.max(flops / gflops, traffic);
  }

  /** Between two working sets, in proportion to their logarithms. */
  private double at(long bytes, ToDoubleFunction<Bandwidth> gbs) {
    Bandwidth below = bandwidth.getFirst();
    for (Bandwidth b : bandwidth) {
      if (b.bytes >= bytes) {
        if (b.bytes == below.bytes) {
          return gbs.applyAsDouble(b);
        }
        double way =
            Math.log((double) bytes / below.bytes) / Math.log((double) b.bytes / below.bytes);
        return gbs.applyAsDouble(below) * (1 - way) + gbs.applyAsDouble(b) * way;
      }
      below = b;
    }
    return gbs.applyAsDouble(below);
  }
}
