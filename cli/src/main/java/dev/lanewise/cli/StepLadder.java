package dev.lanewise.cli;

import dev.lanewise.autograd.Probe;
import dev.lanewise.autograd.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Numeric gradients with ever smaller steps.
 *
 * @param steps h, in falling order
 * @param errors for the largest gradient of each tensor, its relative error at each step
 */
record StepLadder(double[] steps, List<double[]> errors) {
  private static final int STEPS = 20;

  /**
   * @param done is told how many tensors are done
   */
  static StepLadder climb(Probe probe, Tensor[] tensors, IntConsumer done) {
    double[] steps = new double[STEPS];
    for (int k = 0; k < STEPS; k++) {
      steps[k] = Math.scalb(1.0, -1 - k);
    }
    float[][] gradients = probe.gradients();
    List<double[]> errors = new ArrayList<>();
    for (int t = 0; t < tensors.length; t++) {
      int largest = largest(gradients[t]);
      double[] error = new double[STEPS];
      for (int k = 0; k < STEPS; k++) {
        error[k] = error(gradients[t][largest], probe.slope(t, largest, steps[k]));
      }
      errors.add(error);
      done.accept(t + 1);
    }
    return new StepLadder(steps, errors);
  }

  private static int largest(float[] gradient) {
    int largest = 0;
    for (int i = 1; i < gradient.length; i++) {
      largest = Math.abs(gradient[i]) > Math.abs(gradient[largest]) ? i : largest;
    }
    return largest;
  }

  private static double error(double analytic, double numeric) {
    double scale = Math.max(Math.abs(analytic), Math.abs(numeric));
    return scale == 0 ? 0 : Math.abs(analytic - numeric) / scale;
  }
}
