package dev.lanewise.kernels.softmax;

/** The softmax of one row in double, and the errors that its floats may have on the way. */
public final class ExactRow {
  /** Half an ulp of 1. */
  private static final double UNIT = 0x1p-24;

  public final double max;

  /** ln of the sum of e^(x - max). */
  public final double logSum;

  /** Probabilities. */
  public final double[] p;

  private final float[] x;

  public ExactRow(float[] x) {
    this.x = x;
    double greatest = Double.NEGATIVE_INFINITY;
    for (float v : x) {
      greatest = Math.max(greatest, v);
    }
    max = greatest;
    double sum = 0;
    for (float v : x) {
      sum += StrictMath.exp(v - max);
    }
    logSum = StrictMath.log(sum);
    p = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      p[i] = StrictMath.exp(x[i] - max) / sum;
    }
  }

  /** Of e^(x - max): half an ulp of the difference moves it, and exp adds an ulp, or two units. */
  public double relativeError(int i) {
    return UNIT * (max - x[i] + 2);
  }

  /** Of the sum: the errors of what is added, each by its share, and of the additions. */
  public double relativeErrorOfSum() {
    double error = UNIT * (x.length / 64.0 + 8);
    for (int i = 0; i < x.length; i++) {
      error += p[i] * relativeError(i);
    }
    return error;
  }
}
