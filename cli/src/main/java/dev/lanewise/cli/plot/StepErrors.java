package dev.lanewise.cli.plot;

import java.util.Arrays;
import java.util.List;

/**
 * The errors of numeric gradients over the step h: a V, whose left arm is rounding, which grows
 * with 1 / h, and whose right arm is that the function bends, or has kinks, between x - h and x +
 * h.
 */
public final class StepErrors {
  private static final double LEAST = 1e-6;

  private StepErrors() {}

  /**
   * @param steps in falling order
   * @param errors for each gradient, relative, at each step
   */
  public static Svg draw(String title, double[] steps, List<double[]> errors) {
    Svg svg = new Svg(title);
    Chart chart =
        new Chart(
            svg,
            30,
            Axis.logarithmic("step h", steps[steps.length - 1], steps[0]),
            Axis.logarithmic("relative error of (f(x + h) - f(x - h)) / 2h", LEAST, 2));
    for (double[] one : errors) {
      chart.line("one", steps, shown(one), false);
    }
    chart.line("test", steps, shown(median(errors)), true);
    chart.note(false, "rounding");
    chart.note(true, "kinks and curvature");
    return svg;
  }

  /** Of all gradients at each step. */
  public static double[] median(List<double[]> errors) {
    double[] median = new double[errors.getFirst().length];
    for (int k = 0; k < median.length; k++) {
      int step = k;
      double[] sorted = errors.stream().mapToDouble(one -> one[step]).sorted().toArray();
      median[k] = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
    return median;
  }

  /** A logarithmic axis has no 0. */
  private static double[] shown(double[] errors) {
    return Arrays.stream(errors).map(error -> Math.max(LEAST, error)).toArray();
  }
}
