package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.I;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Pieces of {@link PaddedImage}'s rows, by whole vectors: up to one beyond the end is written,
 * which the next piece overwrites, or zeros.
 */
final class PaddedImageSimd {
  /** All bits for as many lanes as wanted, from LENGTH less that number on. */
  private static final int[] KEEP = new int[2 * LENGTH];

  static {
    Arrays.fill(KEEP, 0, LENGTH, -1);
  }

  private PaddedImageSimd() {}

  static void zeros(int n, float[] dst, int to) {
    for (int i = 0; i < n; i += LENGTH) {
      FloatVector.zero(F).intoArray(dst, to + i);
    }
  }

  /**
   * Copies rows of n floats, ld and ldd apart, and writes zeros from each to the next. What the
   * last vector of a row writes too much are zeros.
   */
  static void rows(int rows, int n, float[] src, int at, int ld, float[] dst, int to, int ldd) {
    int last = (n - 1) / LENGTH * LENGTH;
    int rest = n - last;
    for (int row = 0; row < rows; row++, at += ld, to += ldd) {
      for (int i = 0; i < last; i += LENGTH) {
        FloatVector.fromArray(F, src, at + i).intoArray(dst, to + i);
      }
      if (at + last + LENGTH > src.length) {
        System.arraycopy(src, at + last, dst, to + last, rest);
        Arrays.fill(dst, to + n, to + last + LENGTH, 0f);
      } else {
        // No mask: C2 would put one made here on the heap, now and then.
        FloatVector.fromArray(F, src, at + last)
            .reinterpretAsInts()
            .and(IntVector.fromArray(I, KEEP, LENGTH - rest))
            .reinterpretAsFloats()
            .intoArray(dst, to + last);
      }
      if (last + LENGTH < ldd && row < rows - 1) {
        Arrays.fill(dst, to + last + LENGTH, to + ldd, 0f);
      }
    }
  }
}
