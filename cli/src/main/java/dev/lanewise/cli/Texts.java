package dev.lanewise.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers as people read them, the same in every locale. */
final class Texts {
  private Texts() {}

  /** {@code 0:07}, {@code 12:34}, {@code 1:02:03}. */
  static String time(double seconds) {
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }

  /** Three digits below a minute: {@code 0.41 ms}, {@code 12.3 s}; above it {@code 12:34}. */
  static String duration(double seconds) {
    if (seconds >= 59.95) {
      return time(seconds);
    }
    double milliseconds = 1000 * seconds;
    return seconds >= 0.9995
        ? String.format(Locale.ROOT, seconds < 9.995 ? "%.2f s" : "%.1f s", seconds)
        : String.format(
            Locale.ROOT,
            milliseconds < 9.995 ? "%.2f ms" : milliseconds < 99.95 ? "%.1f ms" : "%.0f ms",
            milliseconds);
  }

  /** What was typed, to be typed again. */
  static String command(List<String> arguments) {
    return arguments.stream()
        .map(a -> a.matches("[\\w./,:=+-]+") ? a : "'" + a.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" ", "./lanewise ", ""));
  }

  static String count(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  static String loss(double loss) {
    return String.format(Locale.ROOT, Math.abs(loss) < 1e6 ? "%.4f" : "%.2e", loss);
  }

  /** A fraction as a percentage with so many digits behind the point. */
  static String percent(double fraction, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f %%", 100 * fraction);
  }

  /** Three digits: {@code 512}, {@code 21.8 k}, {@code 4.12 M}, {@code 1.30 G}. */
  static String brief(double number) {
    String units = " kMGT";
    int unit = 0;
    double left = number;
    while (left >= 999.5 && unit < units.length() - 1) {
      left /= 1000;
      unit++;
    }
    return unit == 0
        ? count(left)
        : String.format(
            Locale.ROOT,
            "%." + (left < 9.995 ? 2 : left < 99.95 ? 1 : 0) + "f %c",
            left,
            units.charAt(unit));
  }
}
