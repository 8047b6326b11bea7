package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/** Rows shorter than a vector, from a vector each to where they lie one behind the other. */
final class NarrowRowsSimd {
  private NarrowRowsSimd() {}

  /**
   * dst[to + r * columns + i] = src[r * LENGTH + i] for all rows r and columns i. What a vector
   * writes beyond a row the next row overwrites; nothing is written from {@code limit} on.
   */
  static void copy(int rows, int columns, float[] src, float[] dst, int to, int limit) {
    for (int r = 0; r < rows; r++) {
      int at = to + r * columns;
      if (at + LENGTH <= limit) {
        FloatVector.fromArray(F, src, r * LENGTH).intoArray(dst, at);
      } else {
        System.arraycopy(src, r * LENGTH, dst, at, columns);
      }
    }
  }
}
