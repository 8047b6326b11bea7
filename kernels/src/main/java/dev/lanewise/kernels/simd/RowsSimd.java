package dev.lanewise.kernels.simd;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/** Copies rows of whole vectors, many short ones or some long ones, in ascending order. */
public final class RowsSimd {
  private RowsSimd() {}

  /** dst[to + i * ldd + j] = src[at + i * ld + j], for j in [0, length), whole vectors. */
  public static void copy(
      int rows, int length, float[] src, int at, int ld, float[] dst, int to, int ldd) {
    if (length == LENGTH) {
      for (int i = 0; i < rows; i++) {
        FloatVector.fromArray(F, src, at + i * ld).intoArray(dst, to + i * ldd);
      }
    } else if (length == 2 * LENGTH) {
      for (int i = 0; i < rows; i++) {
        int from = at + i * ld;
        int target = to + i * ldd;
        FloatVector.fromArray(F, src, from).intoArray(dst, target);
        FloatVector.fromArray(F, src, from + LENGTH).intoArray(dst, target + LENGTH);
      }
    } else {
      for (int i = 0; i < rows; i++) {
        int from = at + i * ld;
        int target = to + i * ldd;
        for (int j = 0; j < length; j += LENGTH) {
          FloatVector.fromArray(F, src, from + j).intoArray(dst, target + j);
        }
      }
    }
  }
}
