package dev.lanewise.cli.plot;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Loss and accuracy over the epochs, for the training images and for others. */
public final class Curves {
  /** Losses that differ by more than this factor are shown on a logarithmic axis. */
  private static final double DECADES = 20;

  private static final double LEAST_LOSS = 1e-6;

  private Curves() {}

  /**
   * One curve in both charts.
   *
   * @param epoch where each point is, in epochs
   * @param loss of each point
   * @param accuracy of each point, 0 to 1
   */
  public record Curve(double[] epoch, double[] loss, double[] accuracy) {}

  /**
   * @param epochs that the axes reach to, above 0
   * @param others of images that are not trained on
   * @param name of these
   */
  public static Svg draw(String title, double epochs, Curve train, Curve others, String name) {
    Svg svg = new Svg(title);
    legend(svg, name);
    double[] losses =
        DoubleStream.concat(Arrays.stream(train.loss), Arrays.stream(others.loss))
            .filter(Double::isFinite)
            .map(loss -> Math.max(loss, LEAST_LOSS))
            .toArray();
    double most = Arrays.stream(losses).max().orElse(1);
    double least = Arrays.stream(losses).min().orElse(LEAST_LOSS);
    boolean logarithmic = most / least > DECADES;
    Axis time = Axis.linear("epoch", 0, epochs);
    Axis height =
        logarithmic
            ? Axis.logarithmic("mean loss, logarithmic", least / 1.1, most * 1.1)
            : Axis.linear("mean loss", 0, most * 1.04);
    Chart loss = new Chart(svg, 30, time, height);
    loss.line("train", train.epoch, aboveZero(train.loss), false);
    loss.line("test", others.epoch, aboveZero(others.loss), true);
    double low = lowAccuracy(train, others);
    Axis right = Axis.linear("right answers, %", low, 100);
    Chart accuracy = new Chart(svg, loss.bottom(), time, right);
    accuracy.line("train", train.epoch, percent(train.accuracy), false);
    accuracy.line("test", others.epoch, percent(others.accuracy), true);
    return svg;
  }

  private static void legend(Svg svg, String name) {
    double right = Svg.WIDTH + 15 - Svg.width(name);
    svg.line("train", right - 140, 36, right - 118, 36);
    svg.text("small", "start", right - 113, 40, "training");
    svg.line("test", right - 54, 36, right - 32, 36);
    svg.dot("point", right - 43, 36, 3);
    svg.text("small", "start", right - 27, 40, name);
  }

  /**
   * Where the accuracy axis begins: below all points of the others and all but the first of
   * training.
   */
  private static double lowAccuracy(Curve train, Curve others) {
    double[] sorted = train.accuracy.clone();
    Arrays.sort(sorted);
    double low = sorted.length == 0 ? 0 : sorted[sorted.length / 20];
    for (double accuracy : others.accuracy) {
      low = Math.min(low, accuracy);
    }
    return 10 * Math.floor(Math.min(9, 10 * low));
  }

  /** A logarithmic axis has no 0. */
  private static double[] aboveZero(double[] values) {
    return Arrays.stream(values).map(value -> Math.max(value, LEAST_LOSS)).toArray();
  }

  private static double[] percent(double[] fractions) {
    return Arrays.stream(fractions).map(fraction -> 100 * fraction).toArray();
  }
}
