package dev.lanewise.cli.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis of a chart.
 *
 * @param low its beginning; above 0 on a logarithmic axis
 * @param high its end
 */
record Axis(String title, double low, double high, boolean logarithmic) {
  static Axis linear(String title, double low, double high) {
    return new Axis(title, low, high, false);
  }

  static Axis logarithmic(String title, double low, double high) {
    return new Axis(title, low, high, true);
  }

  /** Where a value is: 0 at the beginning, 1 at the end. */
  double part(double value) {
    return logarithmic
        ? StrictMath.log(value / low) / StrictMath.log(high / low)
        : (value - low) / (high - low);
  }

  List<Double> ticks() {
    return logarithmic ? decades(low, high) : ticks(low, high);
  }

  /** About five round numbers from low to high. */
  static List<Double> ticks(double low, double high) {
    double rough = (high - low) / 5;
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(rough)));
    double step =
        power * (rough <= power ? 1 : rough <= 2 * power ? 2 : rough <= 5 * power ? 5 : 10);
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** Powers of ten from low to high, and where they are few, twice and five times that. */
  static List<Double> decades(double low, double high) {
    List<Double> ticks = new ArrayList<>();
    boolean few = high / low < 1e4;
    for (int e = (int) Math.floor(StrictMath.log10(low)); StrictMath.pow(10, e) <= high; e++) {
      for (int digit : few ? new int[] {1, 2, 5} : new int[] {1}) {
        double tick = digit * StrictMath.pow(10, e);
        if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  /** Without digits that only come of rounding; small ones as 1e-5. */
  static String number(double value) {
    if (value > 0 && value < 5e-4) {
      return String.format(Locale.ROOT, "%.0e", value).replace("e-0", "e-");
    }
    String text = String.format(Locale.ROOT, "%.5f", value);
    return text.replaceAll("\\.?0+$", "").replaceAll("^-?$", "0");
  }
}
