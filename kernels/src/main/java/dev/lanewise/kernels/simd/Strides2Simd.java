package dev.lanewise.kernels.simd;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/** Sorts floats into those of even and those of odd index, and back. */
public final class Strides2Simd {
  private static final VectorShuffle<Float> EVEN = Strides4Simd.EVEN;
  private static final VectorShuffle<Float> ODD = Strides4Simd.ODD;
  private static final VectorShuffle<Float> ZIP_LOW = Strides4Simd.ZIP_LOW;
  private static final VectorShuffle<Float> ZIP_HIGH = Strides4Simd.ZIP_HIGH;

  private Strides2Simd() {}

  /** dst[even + i] = src[at + 2 * i] and dst[odd + i] = src[at + 2 * i + 1], for i in [0, n). */
  public static void split(int n, float[] src, int at, float[] dst, int even, int odd) {
    int i = 0;
    for (; i + LENGTH <= n; i += LENGTH) {
      FloatVector low = FloatVector.fromArray(F, src, at + 2 * i);
      FloatVector high = FloatVector.fromArray(F, src, at + 2 * i + LENGTH);
      low.rearrange(EVEN, high).intoArray(dst, even + i);
      low.rearrange(ODD, high).intoArray(dst, odd + i);
    }
    for (; i < n; i++) {
      dst[even + i] = src[at + 2 * i];
      dst[odd + i] = src[at + 2 * i + 1];
    }
  }

  /** dst[to + 2 * i] = src[even + i] and dst[to + 2 * i + 1] = src[odd + i], for i in [0, n). */
  public static void merge(int n, float[] src, int even, int odd, float[] dst, int to) {
    int i = 0;
    for (; i + LENGTH <= n; i += LENGTH) {
      FloatVector e = FloatVector.fromArray(F, src, even + i);
      FloatVector o = FloatVector.fromArray(F, src, odd + i);
      e.rearrange(ZIP_LOW, o).intoArray(dst, to + 2 * i);
      e.rearrange(ZIP_HIGH, o).intoArray(dst, to + 2 * i + LENGTH);
    }
    for (; i < n; i++) {
      dst[to + 2 * i] = src[even + i];
      dst[to + 2 * i + 1] = src[odd + i];
    }
  }
}
