package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;

import jdk.incubator.vector.FloatVector;

/**
 * The functions of this package: scalar, on vectors, and in double. Loops are written out, since a
 * vector that passes through a lambda is boxed.
 */
enum Function {
  EXP(0.90) {
    @Override
    void scalars(float[] x, float[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = Exp.exp(x[i]);
      }
    }

    @Override
    void vectors(float[] x, float[] y) {
      for (int i = 0; i < x.length; i += F.length()) {
        ExpSimd.exp(FloatVector.fromArray(F, x, i)).intoArray(y, i);
      }
    }

    @Override
    double exact(double x) {
      return StrictMath.exp(x);
    }
  },

  EXPM1(1.47) {
    @Override
    void scalars(float[] x, float[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = Expm1.expm1(x[i]);
      }
    }

    @Override
    void vectors(float[] x, float[] y) {
      for (int i = 0; i < x.length; i += F.length()) {
        Expm1Simd.expm1(FloatVector.fromArray(F, x, i)).intoArray(y, i);
      }
    }

    @Override
    double exact(double x) {
      return StrictMath.expm1(x);
    }
  },

  LOG(0.92) {
    @Override
    void scalars(float[] x, float[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = Log.log(x[i]);
      }
    }

    @Override
    void vectors(float[] x, float[] y) {
      for (int i = 0; i < x.length; i += F.length()) {
        LogSimd.log(FloatVector.fromArray(F, x, i)).intoArray(y, i);
      }
    }

    @Override
    double exact(double x) {
      return StrictMath.log(x);
    }
  },

  SIGMOID(1.81) {
    @Override
    void scalars(float[] x, float[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = Sigmoid.sigmoid(x[i]);
      }
    }

    @Override
    void vectors(float[] x, float[] y) {
      for (int i = 0; i < x.length; i += F.length()) {
        SigmoidSimd.sigmoid(FloatVector.fromArray(F, x, i)).intoArray(y, i);
      }
    }

    @Override
    double exact(double x) {
      double e = StrictMath.exp(-Math.abs(x));
      return (x < 0 ? e : 1) / (1 + e);
    }
  },

  TANH(1.17) {
    @Override
    void scalars(float[] x, float[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = Tanh.tanh(x[i]);
      }
    }

    @Override
    void vectors(float[] x, float[] y) {
      for (int i = 0; i < x.length; i += F.length()) {
        TanhSimd.tanh(FloatVector.fromArray(F, x, i)).intoArray(y, i);
      }
    }

    @Override
    double exact(double x) {
      return StrictMath.tanh(x);
    }
  };

  /** The published bound on the error over all floats, in ulp (NUMERICS.md, "Functions"). */
  final double maxUlps;

  Function(double maxUlps) {
    this.maxUlps = maxUlps;
  }

  /** y = f(x), one by one. */
  abstract void scalars(float[] x, float[] y);

  /** y = f(x), on vectors; the length is a multiple of theirs. */
  abstract void vectors(float[] x, float[] y);

  /** f(x) in double, where its own error does not show. */
  abstract double exact(double x);

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
