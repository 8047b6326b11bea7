package dev.lanewise.jmh.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Figures as people read them. */
final class Numbers {
  private Numbers() {}

  /** Three digits: {@code 1.23}, {@code 12.3}, {@code 123}, {@code 12,345}. */
  static String three(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** {@code 85 us}, {@code 1.20 ms}. */
  static String time(double us) {
    return us >= 1e6
        ? three(us * 1e-6) + " s"
        : us >= 1e3 ? three(us * 1e-3) + " ms" : three(us) + " us";
  }

  static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * fraction);
  }

  /** {@code 1.53x}; nothing where one of the two is missing. */
  static String ratio(double ratio) {
    return Double.isNaN(ratio) ? "" : factor(ratio) + "x";
  }

  /** {@code 1.53}; nothing where one of the two is missing. */
  static String factor(double ratio) {
    return Double.isNaN(ratio) ? "" : three(ratio);
  }

  static String threads(int threads) {
    return threads + (threads == 1 ? " thread" : " threads");
  }

  /** Five digits: more, no measurement has. */
  static double five(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(5)).doubleValue()
        : value;
  }

  /** NaN of nothing. */
  static double geometricMean(DoubleStream values) {
    return Math.exp(values.map(Math::log).average().orElse(Double.NaN));
  }

  /** {@code 16 KB}. */
  static String bytes(long bytes) {
    return bytes >= 1 << 30
        ? (bytes >> 30) + " GB"
        : bytes >= 1 << 20 ? (bytes >> 20) + " MB" : (bytes >> 10) + " KB";
  }
}
