package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.InterleaveSimd;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;
import jdk.incubator.vector.FloatVector;

/** The copies of {@link WeightGradient}, a vector at a time. */
final class TapRowsSimd {
  private static final Scratch SQUARE = new Scratch();

  private TapRowsSimd() {}

  /**
   * Lays rows of an image one behind the other, from column {@code column} of the first, until
   * {@code length} floats are there. Up to a vector beyond them may be written. Rows may reach
   * beyond the array; there zeros are read.
   *
   * @param from where the first row begins in src
   * @param step from a row to the next
   * @param columns of a row that are wanted
   */
  static void join(
      float[] src, int from, int column, int step, int columns, int length, float[] dst, int to) {
    if (step == columns) {
      run(src, from + column, length, dst, to);
      return;
    }
    int n = Math.min(columns - column, length);
    run(src, from + column, n, dst, to);
    for (int done = n; done < length; done += columns) {
      from += step;
      // What a vector writes too much the next row overwrites.
      run(src, from, Math.min(columns, length - done), dst, to + done);
    }
  }

  private static void run(float[] src, int at, int n, float[] dst, int to) {
    int i = 0;
    for (; i < n && at + i < 0; i++) {
      dst[to + i] = 0;
    }
    int whole = Math.min(n, src.length - at - LENGTH + 1);
    for (; i < whole; i += LENGTH) {
      FloatVector.fromArray(F, src, at + i).intoArray(dst, to + i);
    }
    for (; i < n; i++) {
      dst[to + i] = at + i < src.length ? src[at + i] : 0;
    }
  }

  /** sum[at + i] += x[from + i] for i in [0, n). */
  static void add(int n, float[] sum, int at, float[] x, int from) {
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
  static void transpose(
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
