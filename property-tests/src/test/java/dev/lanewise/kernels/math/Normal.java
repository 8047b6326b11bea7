package dev.lanewise.kernels.math;

/** The standard normal distribution in double, accurate far into its tail. */
final class Normal {
  private Normal() {}

  /** x times the distribution at x. */
  static double gelu(double x) {
    if (Math.abs(x) > 40) {
      return x < 0 ? -0.0 : x;
    }
    double a = Math.abs(x);
    double tail = a * StrictMath.exp(-a * a / 2) * quotient(a);
    return x < 0 ? -tail : x - tail;
  }

  /** The tail at -a, divided by e^(-a^2 / 2): a series near 0, elsewhere a continued fraction. */
  static double quotient(double a) {
    double root = StrictMath.sqrt(2 * Math.PI);
    if (a < 2) {
      double term = a;
      double sum = a;
      for (int k = 1; term > 1e-18 * sum; k++) {
        term *= a * a / (2 * k + 1);
        sum += term;
      }
      return StrictMath.exp(a * a / 2) / 2 - sum / root;
    }
    double fraction = a;
    for (int k = 200; k >= 1; k--) {
      fraction = a + k / fraction;
    }
    return 1 / (fraction * root);
  }
}
