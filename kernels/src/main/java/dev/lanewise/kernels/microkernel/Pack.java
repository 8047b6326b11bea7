package dev.lanewise.kernels.microkernel;

import java.util.Arrays;

/**
 * Copies a strip of a matrix into a panel, the order in which the microkernel reads it: {@code kc}
 * groups of {@code width} floats, filled up with zeros where the matrix ends. A panels are MR wide,
 * B panels NR.
 */
public final class Pack {
  /** Rows walked at once when transposing: as many streams as any L1 cache keeps apart. */
  private static final int STREAMS = 8;

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
    for (int from = 0; from < rows; from += STREAMS) {
      int streams = Math.min(STREAMS, rows - from);
      int row = offset + from * ld;
      for (int p = 0; p < kc; p++) {
        int at = to + p * width + from;
        for (int i = 0; i < streams; i++) {
          panel[at + i] = src[row + i * ld + p];
        }
      }
    }
  }
}
