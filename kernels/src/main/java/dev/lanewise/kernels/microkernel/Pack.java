package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.InterleaveSimd;
import java.util.Arrays;

/**
 * Copies a strip of a matrix into a panel, the order in which the microkernel reads it: {@code kc}
 * groups of {@code width} floats, filled up with zeros where the matrix ends. A panels are MR wide,
 * B panels NR.
 */
public final class Pack {
  private Pack() {}

  /** panel[p][j] = src[p][j], for a strip of {@code columns} columns and {@code kc} rows. */
  public static void straight(
      int kc, int columns, float[] src, int offset, int ld, int width, float[] panel, int to) {
    for (int p = 0; p < kc; p++) {
      int at = to + p * width;
      System.arraycopy(src, offset + p * ld, panel, at, columns);
      if (columns < width) {
        Arrays.fill(panel, at + columns, at + width, 0f);
      }
    }
  }

  /** panel[p][i] = src[i][p], for a strip of {@code rows} rows and {@code kc} columns. */
  public static void transposed(
      int kc, int rows, float[] src, int offset, int ld, int width, float[] panel, int to) {
    if (rows < width) {
      Arrays.fill(panel, to, to + kc * width, 0f);
    }
    int whole = kc - kc % LENGTH;
    int done = 0;
    if (rows == 4 && width == 4) {
      for (int p = 0; p < whole; p += LENGTH) {
        InterleaveSimd.four(src, offset + p, ld, panel, to + p * width, LENGTH);
      }
      done = 4;
    } else if (rows == 8 && width == 8) {
      for (int p = 0; p < whole; p += LENGTH) {
        InterleaveSimd.eight(src, offset + p, ld, panel, to + p * width, LENGTH);
      }
      done = 8;
    }
    for (; rows - done >= LENGTH; done += LENGTH) {
      int from = offset + done * ld;
      for (int p = 0; p < whole; p += LENGTH) {
        InterleaveSimd.square(src, from + p, ld, panel, to + p * width + done, width);
      }
    }
    oneByOne(0, done, whole, kc, src, offset, ld, width, panel, to);
    oneByOne(done, rows, 0, kc, src, offset, ld, width, panel, to);
  }

  private static void oneByOne(
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      float[] src,
      int offset,
      int ld,
      int width,
      float[] panel,
      int to) {
    for (int p = fromColumn; p < toColumn; p++) {
      for (int i = fromRow; i < toRow; i++) {
        panel[to + p * width + i] = src[offset + i * ld + p];
      }
    }
  }
}
