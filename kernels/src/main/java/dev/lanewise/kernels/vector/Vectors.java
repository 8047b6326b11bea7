package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.check.Checks;

/**
 * Kernels over vectors of {@code n} floats, each an array and an offset. A vector of length 0 is
 * allowed. All throw {@link IllegalArgumentException} when an array is too short, or when an output
 * overlaps an input without being the same elements.
 */
public final class Vectors {
  private Vectors() {}

  /**
   * Dot product of x: [n] and y: [n], one fused multiply-add per element, in the fixed order of
   * NUMERICS.md, "Long reductions".
   */
  public static float dot(int n, float[] x, int xOffset, float[] y, int yOffset) {
    Checks.count("n", n);
    Checks.floats("x", x, xOffset, n);
    Checks.floats("y", y, yOffset, n);
    return Backend.simd()
        ? VectorsSimd.dot(n, x, xOffset, y, yOffset)
        : VectorsReference.dot(n, x, xOffset, y, yOffset);
  }

  /** Sum of x: [n], in the fixed order of NUMERICS.md, "Long reductions". */
  public static float sum(int n, float[] x, int xOffset) {
    Checks.count("n", n);
    Checks.floats("x", x, xOffset, n);
    return Backend.simd() ? VectorsSimd.sum(n, x, xOffset) : VectorsReference.sum(n, x, xOffset);
  }

  /** y = alpha * x + y, fused; x, y: [n]. */
  public static void axpy(int n, float alpha, float[] x, int xOffset, float[] y, int yOffset) {
    Checks.count("n", n);
    Checks.floats("x", x, xOffset, n);
    Checks.floats("y", y, yOffset, n);
    Checks.sameOrApart("y", y, yOffset, "x", x, xOffset, n);
    if (Backend.simd()) {
      VectorsSimd.axpy(n, alpha, x, xOffset, y, yOffset);
    } else {
      VectorsReference.axpy(n, alpha, x, xOffset, y, yOffset);
    }
  }

  /** x = alpha * x; x: [n]. */
  public static void scale(int n, float alpha, float[] x, int xOffset) {
    Checks.count("n", n);
    Checks.floats("x", x, xOffset, n);
    if (Backend.simd()) {
      VectorsSimd.scale(n, alpha, x, xOffset);
    } else {
      VectorsReference.scale(n, alpha, x, xOffset);
    }
  }

  /** z = x + y; x, y, z: [n]; z may be x or y. */
  public static void add(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    check(n, x, xOffset, y, yOffset, z, zOffset);
    if (Backend.simd()) {
      VectorsSimd.add(n, x, xOffset, y, yOffset, z, zOffset);
    } else {
      VectorsReference.add(n, x, xOffset, y, yOffset, z, zOffset);
    }
  }

  /** z = x * y, element by element; x, y, z: [n]; z may be x or y. */
  public static void mul(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    check(n, x, xOffset, y, yOffset, z, zOffset);
    if (Backend.simd()) {
      VectorsSimd.mul(n, x, xOffset, y, yOffset, z, zOffset);
    } else {
      VectorsReference.mul(n, x, xOffset, y, yOffset, z, zOffset);
    }
  }

  /** z = x / y, element by element; x, y, z: [n]; z may be x or y. */
  public static void div(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    check(n, x, xOffset, y, yOffset, z, zOffset);
    if (Backend.simd()) {
      VectorsSimd.div(n, x, xOffset, y, yOffset, z, zOffset);
    } else {
      VectorsReference.div(n, x, xOffset, y, yOffset, z, zOffset);
    }
  }

  /** z = max(x, y) as {@link Math#max(float, float)} has it; x, y, z: [n]; z may be x or y. */
  public static void max(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    check(n, x, xOffset, y, yOffset, z, zOffset);
    if (Backend.simd()) {
      VectorsSimd.max(n, x, xOffset, y, yOffset, z, zOffset);
    } else {
      VectorsReference.max(n, x, xOffset, y, yOffset, z, zOffset);
    }
  }

  /** y = the square root of x, correctly rounded; x, y: [n]; y may be x. */
  public static void sqrt(int n, float[] x, int xOffset, float[] y, int yOffset) {
    check(n, x, xOffset, x, xOffset, y, yOffset);
    if (Backend.simd()) {
      VectorsSimd.sqrt(n, x, xOffset, y, yOffset);
    } else {
      VectorsReference.sqrt(n, x, xOffset, y, yOffset);
    }
  }

  private static void check(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    Checks.count("n", n);
    Checks.floats("x", x, xOffset, n);
    Checks.floats("y", y, yOffset, n);
    Checks.floats("z", z, zOffset, n);
    Checks.sameOrApart("z", z, zOffset, "x", x, xOffset, n);
    Checks.sameOrApart("z", z, zOffset, "y", y, yOffset, n);
  }
}
