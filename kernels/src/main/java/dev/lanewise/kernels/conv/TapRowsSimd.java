package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/** The copies of {@link TapRows}, a vector at a time. */
final class TapRowsSimd {
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
}
