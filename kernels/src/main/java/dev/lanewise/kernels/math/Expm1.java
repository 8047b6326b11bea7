package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.math.Exp.C2;
import static dev.lanewise.kernels.math.Exp.C3;
import static dev.lanewise.kernels.math.Exp.C4;
import static dev.lanewise.kernels.math.Exp.C5;
import static dev.lanewise.kernels.math.Exp.C6;
import static dev.lanewise.kernels.math.Exp.LN2;
import static dev.lanewise.kernels.math.Exp.LN2_TAIL;
import static dev.lanewise.kernels.math.Exp.LOG2_E;
import static dev.lanewise.kernels.math.Exp.ROUNDER;
import static dev.lanewise.kernels.math.Exp.TOP;
import static dev.lanewise.kernels.math.Exp.power;

/** e^x - 1: with the reduction and polynomial of {@link Exp}, 2^n (e^r - 1) + (2^n - 1). */
public final class Expm1 {
  /** Below this every x gives -1. */
  static final float BOTTOM = -18f;

  private Expm1() {}

  public static float expm1(float x) {
    if (x > TOP) {
      return Float.POSITIVE_INFINITY;
    }
    if (x < BOTTOM) {
      return -1f;
    }
    float rounded = Math.fma(x, LOG2_E, ROUNDER);
    float n = rounded - ROUNDER;
    float r = Math.fma(n, -LN2_TAIL, Math.fma(n, -LN2, x));
    float p = Math.fma(Math.fma(Math.fma(Math.fma(C6, r, C5), r, C4), r, C3), r, C2);
    p = Math.fma(p, r * r, r);
    float half = power(Float.floatToRawIntBits(rounded) - 1);
    // Half of it, so that 2^n itself does not overflow; the sign is that of x, also for -0.
    float y = 2f * Math.fma(p, half, half - 0.5f);
    return Math.copySign(y, x);
  }
}
