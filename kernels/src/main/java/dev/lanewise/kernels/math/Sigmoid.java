package dev.lanewise.kernels.math;

/** 1 / (1 + e^-x). */
public final class Sigmoid {
  private Sigmoid() {}

  public static float sigmoid(float x) {
    float e = Exp.exp(-Math.abs(x));
    return (x < 0f ? e : 1f) / (1f + e);
  }
}
