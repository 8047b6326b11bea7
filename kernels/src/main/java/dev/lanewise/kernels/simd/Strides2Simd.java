package dev.lanewise.kernels.simd;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.I;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import java.util.function.IntUnaryOperator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Sorts floats into those of even and those of odd index, and back.
 *
 * <p>On integers: {@code selectFrom} of two float vectors would convert its indices each time.
 */
public final class Strides2Simd {
  // Of two vectors in a row: the even, the odd lanes; the lower, the upper halves in turn.
  public static final IntVector EVEN = lanes(i -> 2 * i);
  public static final IntVector ODD = lanes(i -> 2 * i + 1);
  public static final IntVector ZIP_LOW = lanes(i -> i / 2 + i % 2 * LENGTH);
  public static final IntVector ZIP_HIGH = lanes(i -> LENGTH / 2 + i / 2 + i % 2 * LENGTH);

  private Strides2Simd() {}

  private static IntVector lanes(IntUnaryOperator lane) {
    int[] lanes = new int[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      lanes[i] = lane.applyAsInt(i);
    }
    return IntVector.fromArray(I, lanes, 0);
  }

  /** dst[even + i] = src[at + 2 * i] and dst[odd + i] = src[at + 2 * i + 1], for i in [0, n). */
  public static void split(int n, float[] src, int at, float[] dst, int even, int odd) {
    if (n < LENGTH) {
      for (int i = 0; i < n; i++) {
        dst[even + i] = src[at + 2 * i];
        dst[odd + i] = src[at + 2 * i + 1];
      }
      return;
    }
    for (int next = 0; next < n; next += LENGTH) {
      int i = Math.min(next, n - LENGTH); // the last takes some again
      IntVector low = FloatVector.fromArray(F, src, at + 2 * i).reinterpretAsInts();
      IntVector high = FloatVector.fromArray(F, src, at + 2 * i + LENGTH).reinterpretAsInts();
      EVEN.selectFrom(low, high).reinterpretAsFloats().intoArray(dst, even + i);
      ODD.selectFrom(low, high).reinterpretAsFloats().intoArray(dst, odd + i);
    }
  }

  /** dst[to + 2 * i] = src[even + i] and dst[to + 2 * i + 1] = src[odd + i], for i in [0, n). */
  public static void merge(int n, float[] src, int even, int odd, float[] dst, int to) {
    if (n < LENGTH) {
      for (int i = 0; i < n; i++) {
        dst[to + 2 * i] = src[even + i];
        dst[to + 2 * i + 1] = src[odd + i];
      }
      return;
    }
    for (int next = 0; next < n; next += LENGTH) {
      int i = Math.min(next, n - LENGTH);
      IntVector e = FloatVector.fromArray(F, src, even + i).reinterpretAsInts();
      IntVector o = FloatVector.fromArray(F, src, odd + i).reinterpretAsInts();
      ZIP_LOW.selectFrom(e, o).reinterpretAsFloats().intoArray(dst, to + 2 * i);
      ZIP_HIGH.selectFrom(e, o).reinterpretAsFloats().intoArray(dst, to + 2 * i + LENGTH);
    }
  }
}
