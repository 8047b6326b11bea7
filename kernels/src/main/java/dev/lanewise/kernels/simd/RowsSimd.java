package dev.lanewise.kernels.simd;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/** Rows of matrices: copied, added, transposed. */
public final class RowsSimd {
  private static final Scratch SQUARE = new Scratch();

  private RowsSimd() {}

  /**
   * dst[to + i * ldd + j] = src[at + i * ld + j], for j in [0, length), whole vectors, rows in
   * ascending order.
   */
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

  /** sum[at + i] += x[from + i] for i in [0, n). */
  public static void add(int n, float[] sum, int at, float[] x, int from) {
    int i = 0;
    for (; i + LENGTH <= n; i += LENGTH) {
      FloatVector.fromArray(F, sum, at + i)
          .add(FloatVector.fromArray(F, x, from + i))
          .intoArray(sum, at + i);
    }
    for (; i < n; i++) {
      sum[at + i] += x[from + i];
    }
  }

  /** dst[to + j * ldd + i] = src[from + rows[i] * ld + j] for i in [0, m) and j in [0, n). */
  public static void transpose(
      int m, int n, float[] src, int from, int[] rows, int ld, float[] dst, int to, int ldd) {
    Slice square = SQUARE.slice(LENGTH * LENGTH);
    int wholeRows = m - m % LENGTH;
    int wholeColumns = n - n % LENGTH;
    for (int j = 0; j < wholeColumns; j += LENGTH) {
      for (int i = 0; i < wholeRows; i += LENGTH) {
        for (int k = 0; k < LENGTH; k++) {
          FloatVector.fromArray(F, src, from + rows[i + k] * ld + j)
              .intoArray(square.array, square.at + k * LENGTH);
        }
        InterleaveSimd.square(square.array, square.at, LENGTH, dst, to + j * ldd + i, ldd);
      }
    }
    oneByOne(0, m, wholeColumns, n, src, from, rows, ld, dst, to, ldd);
    oneByOne(wholeRows, m, 0, wholeColumns, src, from, rows, ld, dst, to, ldd);
  }

  private static void oneByOne(
      int firstRow,
      int endRow,
      int firstColumn,
      int endColumn,
      float[] src,
      int from,
      int[] rows,
      int ld,
      float[] dst,
      int to,
      int ldd) {
    for (int j = firstColumn; j < endColumn; j++) {
      for (int i = firstRow; i < endRow; i++) {
        dst[to + j * ldd + i] = src[from + rows[i] * ld + j];
      }
    }
  }
}
