package dev.lanewise.kernels.math;

import java.util.function.DoubleUnaryOperator;

/** The functions of this package: scalar, on vectors, and in double. */
enum Function {
  EXP(0.90, Exp::exp, (x, y) -> ExpSimd.exp(x.length, 0f, x, 0, y, 0), StrictMath::exp),
  LOG(0.92, Log::log, (x, y) -> LogSimd.log(x.length, x, 0, y, 0), StrictMath::log),
  SIGMOID(
      1.81,
      Sigmoid::sigmoid,
      (x, y) -> SigmoidSimd.sigmoid(x.length, x, 0, y, 0),
      x -> {
        double e = StrictMath.exp(-Math.abs(x));
        return (x < 0 ? e : 1) / (1 + e);
      }),
  TANH(1.17, Tanh::tanh, (x, y) -> TanhSimd.tanh(x.length, x, 0, y, 0), StrictMath::tanh),
  ELU(
      0.95,
      x -> Elu.elu(1f, x),
      (x, y) -> EluSimd.elu(x.length, 1f, x, 0, y, 0),
      x -> x < 0 ? StrictMath.expm1(x) : x),
  GELU(7.31, Gelu::gelu, (x, y) -> GeluSimd.gelu(x.length, x, 0, y, 0), Normal::gelu),
  SILU(
      3,
      Silu::silu,
      (x, y) -> SiluSimd.silu(x.length, x, 0, y, 0),
      x -> x < -1000 ? -0.0 : x / (1 + StrictMath.exp(-x))),
  SOFTPLUS(
      3,
      Softplus::softplus,
      (x, y) -> SoftplusSimd.softplus(x.length, x, 0, y, 0),
      x -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x))));

  private interface Scalar {
    float of(float x);
  }

  private interface Vectors {
    void run(float[] x, float[] y);
  }

  /** The published bound on the error over all floats, in ulp (NUMERICS.md, "Functions"). */
  final double maxUlps;

  private final Scalar scalar;
  private final Vectors vectors;
  private final DoubleUnaryOperator exact;

  Function(double maxUlps, Scalar scalar, Vectors vectors, DoubleUnaryOperator exact) {
    this.maxUlps = maxUlps;
    this.scalar = scalar;
    this.vectors = vectors;
    this.exact = exact;
  }

  /** y = f(x), one by one. */
  void scalars(float[] x, float[] y) {
    for (int i = 0; i < x.length; i++) {
      y[i] = scalar.of(x[i]);
    }
  }

  /** y = f(x), on vectors. */
  void vectors(float[] x, float[] y) {
    vectors.run(x, y);
  }

  /** f(x) in double, where its own error does not show. */
  double exact(double x) {
    return exact.applyAsDouble(x);
  }

  /**
   * Error of a float in ulp of the exact value: the distance of the two floats around it. Infinity
   * counts as 2^128, and a NaN where there should be none, or none where there should be, as
   * infinitely wrong.
   */
  static double ulps(float actual, double exact) {
    if (Double.isNaN(exact) || Float.isNaN(actual)) {
      return Double.isNaN(exact) && Float.isNaN(actual) ? 0 : Double.POSITIVE_INFINITY;
    }
    double limit = 0x1p128;
    double a = Math.clamp((double) actual, -limit, limit);
    double e = Math.clamp(exact, -limit, limit);
    int exponent = Math.clamp(Math.getExponent(exact), Float.MIN_EXPONENT, Float.MAX_EXPONENT);
    return Math.abs(a - e) * Math.scalb(1.0, 23 - exponent);
  }
}
