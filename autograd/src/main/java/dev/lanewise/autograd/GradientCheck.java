package dev.lanewise.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/**
 * Compares the gradients of a function with numeric ones, coordinate by coordinate (CS231n notes,
 * "Neural Networks Part 3", Gradient checks).
 *
 * <p>The numeric gradient is the central difference n = (f(x + h) - f(x - h)) / 2h with h = 2^-7
 * max(1, |x|). That is the mean of the slopes between x - h and x + h, so it is compared with the
 * mean a of the analytic gradients there, by the trapezoidal rule on {@value #PARTS} parts, rather
 * than with the one at x: in a net of many relus and maxima nearly every stretch that is long
 * enough for floats has kinks in it, on both sides of x, and n is then not the gradient at x, but
 * still the mean of those around it.
 *
 * <p>The error is |a - n| / max(|a|, |n|). Allowed is {@value #TOLERANCE} (above which, say the
 * notes, a gradient is probably wrong), or what n and a themselves are worth, if that is more:
 *
 * <ul>
 *   <li>rounding: with the noise s of f ({@link Probe#noise}), n has a deviation of s / (sqrt(2)
 *       h); four of them.
 *   <li>kinks and curvature: on each of m parts a gradient that only rises or only falls has a mean
 *       between those of its ends, so that a is off by at most V / 2m, where V is how far it goes
 *       up and down in all; twice that, for what may happen between the ends.
 * </ul>
 *
 * <p>Where they leave more than a quarter of the gradient open, an agreement tells nothing: such a
 * coordinate is skipped, and counted as at kinks or, if rounding is to blame, as too small. A check
 * passes only if no error is more than allowed, and no more than half of the coordinates were
 * skipped.
 */
public final class GradientCheck {
  /** The relative error that is always allowed. */
  public static final double TOLERANCE = 1e-2;

  private static final double STEP = 0x1p-7;
  private static final int PARTS = 16;
  private static final double DEVIATIONS = 4;
  private static final double UNKNOWN = 0.25;

  /**
   * One element of one input.
   *
   * @param tensor which input, from 0
   * @param index which of its elements, from 0, row-major
   * @param analytic the gradient by backward, the mean on the stretch
   * @param numeric the gradient by central difference
   * @param error relative
   * @param allowed the error from which on it is wrong
   */
  public record Coordinate(
      int tensor, int index, double analytic, double numeric, double error, double allowed) {
    /** Whether the error is more than allowed. */
    public boolean wrong() {
      return error > allowed;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "tensor %d, element %d: analytic %.6g, numeric %.6g, relative error %.2g of %.2g",
          tensor,
          index,
          analytic,
          numeric,
          error,
          allowed);
    }
  }

  /**
   * What was found of one input.
   *
   * @param tensor which, from 0
   * @param compared coordinates with a verdict
   * @param kinks coordinates that were skipped for kinks or curvature
   * @param small coordinates that were skipped for gradients below rounding
   * @param worst the one whose error is the largest part of what is allowed; null if there is none
   */
  public record Finding(int tensor, int compared, int kinks, int small, Coordinate worst) {}

  /**
   * What a check found.
   *
   * @param findings one for each input that requires a gradient
   */
  public record Report(List<Finding> findings) {
    /** Coordinates with a verdict. */
    public int compared() {
      return findings.stream().mapToInt(Finding::compared).sum();
    }

    /** Coordinates that were skipped for kinks or curvature. */
    public int kinks() {
      return findings.stream().mapToInt(Finding::kinks).sum();
    }

    /** Coordinates that were skipped for gradients below rounding. */
    public int small() {
      return findings.stream().mapToInt(Finding::small).sum();
    }

    /** The worst of all inputs; null if nothing was compared. */
    public Coordinate worst() {
      Coordinate worst = null;
      for (Finding finding : findings) {
        worst = worse(worst, finding.worst);
      }
      return worst;
    }

    /** Whether too much was skipped to say that the gradients agree. */
    public boolean undecided() {
      return compared() == 0 || compared() < kinks() + small();
    }

    /** Whether enough was compared, and no error is more than allowed. */
    public boolean passed() {
      return !undecided() && !worst().wrong();
    }

    @Override
    public String toString() {
      boolean wrong = worst() != null && worst().wrong();
      return "gradients %s: %d coordinates compared, skipped %d at kinks and %d too small; worst: %s"
          .formatted(
              wrong ? "DIFFER" : undecided() ? "UNDECIDED" : "agree",
              compared(),
              kinks(),
              small(),
              worst());
    }
  }

  private final Probe probe;
  private final double noise;

  private GradientCheck(Probe probe) {
    this.probe = probe;
    noise = probe.noise();
  }

  /**
   * Checks every coordinate of every input that requires a gradient. The inputs' gradients are
   * forgotten, their values are varied and restored.
   *
   * @throws IllegalArgumentException if no input requires a gradient, or f is no scalar
   */
  public static Report check(Probe.Function f, Tensor... inputs) {
    return check(f, Integer.MAX_VALUE, null, _ -> {}, inputs);
  }

  /**
   * As {@link #check(Probe.Function, Tensor...)}, for a random sample.
   *
   * @param samples coordinates per input, at most: see {@link #coordinates}
   * @param random makes the choice
   * @param done is told how many are done
   */
  public static Report check(
      Probe.Function f, int samples, RandomGenerator random, IntConsumer done, Tensor... inputs) {
    List<Finding> findings = new ArrayList<>();
    try (Probe probe = new Probe(f, inputs)) {
      GradientCheck check = new GradientCheck(probe);
      int before = 0;
      for (int t = 0; t < inputs.length; t++) {
        if (inputs[t].requiresGrad()) {
          int from = before;
          int[] chosen = choose(samples, inputs[t].size(), random);
          float[] x = inputs[t].data();
          findings.add(check.tensor(t, x, chosen, count -> done.accept(from + count)));
          before += chosen.length;
        }
      }
    }
    return new Report(List.copyOf(findings));
  }

  /** How many coordinates are looked at if there are so many samples per input. */
  public static int coordinates(int samples, Tensor... inputs) {
    int coordinates = 0;
    for (Tensor input : inputs) {
      coordinates += input.requiresGrad() ? Math.min(samples, input.size()) : 0;
    }
    return coordinates;
  }

  /** Numbers below {@code size}, in order, each with the same chance. */
  private static int[] choose(int samples, int size, RandomGenerator random) {
    int[] chosen = new int[Math.min(samples, size)];
    int count = 0;
    for (int i = 0; count < chosen.length; i++) {
      int left = size - i;
      int wanted = chosen.length - count;
      if (wanted == left || random.nextInt(left) < wanted) {
        chosen[count++] = i;
      }
    }
    return chosen;
  }

  private Finding tensor(int tensor, float[] x, int[] chosen, IntConsumer done) {
    int kinks = 0;
    int small = 0;
    Coordinate worst = null;
    for (int k = 0; k < chosen.length; k++) {
      int index = chosen[k];
      double h = STEP * Math.max(1, Math.abs(x[index]));
      double numeric = probe.slope(tensor, index, h);
      Probe.Mean mean = probe.mean(tensor, index, h, PARTS);
      double rounding = DEVIATIONS * noise / (Math.sqrt(2) * h);
      double bends = mean.variation() / PARTS;
      double scale = Math.max(Math.abs(numeric), Math.abs(mean.gradient()));
      Coordinate coordinate =
          coordinate(tensor, index, mean.gradient(), numeric, scale, rounding + bends);
      if (coordinate.wrong() || rounding + bends <= UNKNOWN * scale) {
        worst = worse(worst, coordinate);
      } else if (bends > rounding) {
        kinks++;
      } else {
        small++;
      }
      done.accept(k + 1);
    }
    return new Finding(tensor, chosen.length - kinks - small, kinks, small, worst);
  }

  private static Coordinate coordinate(
      int tensor, int index, double analytic, double numeric, double scale, double unknown) {
    double error = scale == 0 ? 0 : Math.abs(analytic - numeric) / scale;
    double allowed = scale == 0 ? TOLERANCE : Math.max(TOLERANCE, unknown / scale);
    // NaN is no agreement.
    boolean number = Double.isFinite(error) && Double.isFinite(allowed);
    return new Coordinate(
        tensor,
        index,
        analytic,
        numeric,
        number ? error : Double.POSITIVE_INFINITY,
        number ? allowed : TOLERANCE);
  }

  private static Coordinate worse(Coordinate a, Coordinate b) {
    return a == null || b != null && b.error / b.allowed > a.error / a.allowed ? b : a;
  }
}
