package dev.lanewise.cli;

import dev.lanewise.autograd.Probe;
import java.util.Arrays;

/**
 * What gradients take, the two ways.
 *
 * @param parameters how many numbers the gradient has
 * @param forwardSeconds one value of the loss
 * @param analyticSeconds one value, and by backward all of its gradient
 * @param numericSeconds all of its gradient by differences: two values for each number
 */
record GradientTimes(
    long parameters, double forwardSeconds, double analyticSeconds, double numericSeconds) {
  private static final double SECONDS = 0.2;
  private static final int LEAST = 5;

  static GradientTimes measure(Probe probe, long parameters) {
    double forward = median(probe::value);
    double analytic = median(probe::gradients);
    return new GradientTimes(parameters, forward, analytic, 2 * forward * parameters);
  }

  private static double median(Runnable work) {
    double[] seconds = new double[0];
    double sum = 0;
    while (sum < SECONDS || seconds.length < LEAST) {
      long start = System.nanoTime();
      work.run();
      seconds = Arrays.copyOf(seconds, seconds.length + 1);
      seconds[seconds.length - 1] = (System.nanoTime() - start) * 1e-9;
      sum += seconds[seconds.length - 1];
    }
    Arrays.sort(seconds);
    return seconds[seconds.length / 2];
  }

  /** Two lines. */
  String text() {
    return """
    analytic  all %s at once, forward and backward: %s
    numeric   2 forward passes of %s for each of them: %s, %s times as long
    """
        .formatted(
            Texts.count(parameters),
            Texts.duration(analyticSeconds),
            Texts.duration(forwardSeconds),
            Texts.duration(numericSeconds),
            Texts.count(numericSeconds / analyticSeconds));
  }
}
