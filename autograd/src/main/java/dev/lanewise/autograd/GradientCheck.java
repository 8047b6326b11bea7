package dev.lanewise.autograd;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Compares the gradients of a function with numeric ones, coordinate by coordinate (CS231n notes,
 * "Neural Networks Part 3", Gradient checks).
 *
 * <p>The numeric gradient is the central difference n = (f(x + h) - f(x - h)) / 2h, the error of
 * the analytic one a is |a - n| / max(|a|, |n|, floor), and more than {@value #TOLERANCE} is too
 * much. These numbers follow from float32:
 *
 * <ul>
 *   <li>h = 2^-8 * max(1, |x|), near the cube root of 2^-23. There the error of the formula, about
 *       h^2 f''' / 6, meets that of rounding: two values of f, each wrong by some 2^-23 |f|,
 *       divided by 2h = 2^-7, make an error of up to 2^-15 |f|.
 *   <li>floor = 2^-8 * max(1, |f|): of a gradient this small, rounding is nearly a hundredth. So
 *       let f and its inputs be of the order of 1.
 * </ul>
 *
 * <p>A kink between x - h and x + h (relu at 0, a tie of maxima) makes n meaningless. Such a
 * coordinate is known by its one-sided differences: a misses n, but lies between the slope to the
 * left and the slope to the right, where every number is a subgradient. It is skipped and counted.
 * Where f is smooth the two slopes are only h f'' apart, less than the tolerance for any f'' of the
 * order of f', so that a wrong gradient cannot pass for a kink.
 */
public final class GradientCheck {
  /** The relative error from which on a coordinate is wrong. */
  public static final double TOLERANCE = 1e-2;

  private static final float STEP = 0x1p-8f;
  private static final double FLOOR = 0x1p-8;
  private static final double ROUNDING = 0x1p-14; // of a one-sided difference

  /** What is checked: computes a scalar on the tape, the same one whenever inputs are the same. */
  @FunctionalInterface
  public interface Function {
    Tensor apply(Tape tape, Tensor... inputs);
  }

  /**
   * One element of one input.
   *
   * @param tensor which input, from 0
   * @param index which of its elements, from 0, row-major
   * @param analytic the gradient by backward
   * @param numeric the gradient by central difference
   * @param error relative, as defined above
   */
  public record Coordinate(int tensor, int index, float analytic, double numeric, double error) {
    @Override
    public String toString() {
      return "tensor %d, element %d: analytic %.6g, numeric %.6g, relative error %.2g"
          .formatted(tensor, index, analytic, numeric, error);
    }
  }

  /**
   * What a check found.
   *
   * @param compared coordinates with a verdict
   * @param kinks coordinates that were skipped
   * @param worst the one of the largest error; null if there were none
   */
  public record Report(int compared, int kinks, Coordinate worst) {
    /** Whether there was anything to compare and no error exceeds the tolerance. */
    public boolean passed() {
      return worst != null && worst.error <= TOLERANCE;
    }

    @Override
    public String toString() {
      return "gradients %s: %d coordinates compared, %d at kinks skipped; worst: %s"
          .formatted(passed() ? "agree" : "DIFFER", compared, kinks, worst);
    }
  }

  private GradientCheck() {}

  /**
   * Checks every coordinate of every input that requires a gradient. The inputs' gradients are
   * forgotten, their values are varied and restored.
   *
   * @throws IllegalArgumentException if no input requires a gradient, or f is no scalar
   */
  public static Report check(Function f, Tensor... inputs) {
    return check(f, Integer.MAX_VALUE, 0, inputs);
  }

  /**
   * As {@link #check(Function, Tensor...)}, for a random sample.
   *
   * @param samples coordinates per input
   * @param seed of the choice
   */
  public static Report check(Function f, int samples, long seed, Tensor... inputs) {
    float[][] analytic = gradients(f, inputs);
    RandomGenerator random = new SplittableRandom(seed);
    int compared = 0;
    int kinks = 0;
    Coordinate worst = null;
    try (var tape = new Tape()) {
      double center = value(f, tape, inputs);
      for (int t = 0; t < inputs.length; t++) {
        if (analytic[t] == null) {
          continue;
        }
        int size = inputs[t].size();
        int wanted = Math.min(samples, size);
        for (int i = 0; wanted > 0; i++) {
          // Each of the size - i elements left has the same chance to be among the wanted ones.
          if (random.nextInt(size - i) >= wanted) {
            continue;
          }
          wanted--;
          float[] data = inputs[t].data();
          float x = data[i];
          float h = STEP * Math.max(1, Math.abs(x));
          data[i] = x + h;
          double right = (value(f, tape, inputs) - center) / ((double) data[i] - x);
          data[i] = x - h;
          double left = (center - value(f, tape, inputs)) / ((double) x - data[i]);
          data[i] = x;

          float a = analytic[t][i];
          Coordinate coordinate = compare(t, i, a, left, right, center);
          if (coordinate.error > TOLERANCE && isKink(a, left, right, center)) {
            kinks++;
          } else {
            compared++;
            worst = worst == null || coordinate.error > worst.error ? coordinate : worst;
          }
        }
      }
    }
    return new Report(compared, kinks, worst);
  }

  /** What backward says, null for inputs that require no gradient. */
  private static float[][] gradients(Function f, Tensor[] inputs) {
    float[][] gradients = new float[inputs.length][];
    boolean any = false;
    for (Tensor input : inputs) {
      input.zeroGrad();
      any |= input.requiresGrad();
    }
    if (!any) {
      throw new IllegalArgumentException(
          "inputs: expected one that requires a gradient, actual: none does");
    }
    try (var tape = new Tape()) {
      tape.backward(f.apply(tape, inputs));
    }
    for (int t = 0; t < inputs.length; t++) {
      if (inputs[t].requiresGrad()) {
        // f may not use an input at all.
        float[] grad = inputs[t].grad();
        gradients[t] = grad == null ? new float[inputs[t].size()] : grad.clone();
        inputs[t].zeroGrad();
      }
    }
    return gradients;
  }

  private static double value(Function f, Tape tape, Tensor[] inputs) {
    try (var _ = tape.noGrad()) {
      return f.apply(tape, inputs).item();
    } finally {
      tape.clear();
    }
  }

  private static Coordinate compare(
      int tensor, int index, float analytic, double left, double right, double center) {
    double numeric = (left + right) / 2;
    double scale = Math.max(Math.abs(analytic), Math.abs(numeric));
    double error = Math.abs(analytic - numeric) / Math.max(scale, FLOOR * magnitude(center));
    // NaN is no agreement.
    error = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
    return new Coordinate(tensor, index, analytic, numeric, error);
  }

  private static boolean isKink(float analytic, double left, double right, double center) {
    double slack = ROUNDING * magnitude(center);
    return analytic >= Math.min(left, right) - slack && analytic <= Math.max(left, right) + slack;
  }

  private static double magnitude(double value) {
    return Math.max(1, Math.abs(value));
  }
}
