package dev.lanewise.jmh.run;

import java.util.Arrays;
import java.util.List;

/**
 * The middle of some measurements, how sure it is, and the least of them.
 *
 * @param error half the 95 % confidence interval of the median, by Student's t; the spread is taken
 *     from the median absolute deviation, so that one hiccup of the machine does not count
 */
record Statistics(double median, double error, double least) {
  /** Student's t, 97.5 %, for 1, 2, .. degrees of freedom. */
  private static final double[] T = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179
  };

  /** Standard deviation / median absolute deviation, of a normal distribution. */
  private static final double DEVIATION = 1.4826;

  /** Standard error of the median / of the mean, of a normal distribution. */
  private static final double MEDIAN_BY_MEAN = 1.2533;

  /**
   * Turns within a JVM are alike, since C2 compiled once: where there are several JVMs, their
   * medians are the independent measurements.
   */
  static Statistics of(List<List<Double>> forks) {
    double[] turns =
        forks.stream().flatMap(List::stream).mapToDouble(Double::doubleValue).toArray();
    double[] values =
        forks.size() == 1
            ? turns
            : forks.stream()
                .mapToDouble(f -> median(f.stream().mapToDouble(Double::doubleValue).toArray()))
                .toArray();
    int n = values.length;
    double median = median(values);
    double deviation = median(Arrays.stream(values).map(v -> Math.abs(v - median)).toArray());
    double standard = DEVIATION * deviation * MEDIAN_BY_MEAN / Math.sqrt(n);
    double error = n == 1 ? 0 : standard * T[Math.min(n - 2, T.length - 1)];
    return new Statistics(median, error, Arrays.stream(turns).min().orElseThrow());
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  }
}
