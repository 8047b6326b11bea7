package dev.lanewise.testing;

/**
 * Accuracy of sums of products against their value in double. A float result of k products in
 * whatever order is off by at most about (k + 2) roundings, each half an ulp of what was summed so
 * far, and that is never more than the sum of the magnitudes: Higham, "Accuracy and Stability of
 * Numerical Algorithms", section 3.1. So the bound is relative to sum |a b|, not to the result, in
 * which everything may have cancelled.
 */
public final class Oracle {
  /** Half an ulp of 1. */
  private static final double UNIT = 0x1p-24;

  private Oracle() {}

  /**
   * Fails unless |actual - exact| is at most (k + 2) units of {@code magnitude}, and as many of the
   * smallest subnormal for what underflows.
   *
   * @param k products per element
   * @param exact the sums in double
   * @param magnitude the sums of magnitudes in double
   */
  public static void assertClose(
      String name, int k, double[] exact, double[] magnitude, float[] actual, int... shape) {
    for (int i = 0; i < actual.length; i++) {
      double bound = (k + 2) * (UNIT * magnitude[i] + Float.MIN_VALUE);
      double error = Math.abs(actual[i] - exact[i]);
      if (!(error <= bound)) {
        throw new AssertionError(
            "%s%s: expected %s, actual %s, error %.3g, bound %.3g"
                .formatted(
                    name, Bits.coordinate(i, shape), exact[i], Bits.show(actual[i]), error, bound));
      }
    }
  }
}
