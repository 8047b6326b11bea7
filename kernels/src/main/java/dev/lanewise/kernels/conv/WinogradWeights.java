package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.POINTS;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;

/** Kernels to their 36 points, as {@link WinogradSimd} reads them. */
final class WinogradWeights {
  /** Kernels that are sorted by their taps at once. */
  private static final int KERNELS = 256;

  private static final Scratch TAPS = new Scratch();
  private static final Scratch LINES = new Scratch();

  private WinogradWeights() {}

  /** Floats that the panel of a point takes: whole vectors. */
  static int panelSize(int sources, int width) {
    return Math.ceilDiv(sources * width, LENGTH) * LENGTH;
  }

  /**
   * Point p of the kernel of source c and row r, both counted from the first, goes to packed[to + p
   * * step + c * width + r]. Rows beyond the group's last repeat it, to be read by nobody.
   *
   * @param width rows of a panel
   */
  static void pack(
      WinogradShape s,
      float[] w,
      int wo,
      int group,
      int firstRow,
      int width,
      int firstSource,
      int sources,
      float[] packed,
      int to,
      int step) {
    float[] taps = TAPS.floats(9 * KERNELS);
    int rows = Math.min(width, s.rows() - firstRow);
    int most = KERNELS / width;
    for (int c = 0; c < sources; c += most) {
      int count = Math.min(most, sources - c);
      int from = wo + s.kernel(group, firstRow, firstSource + c);
      for (int r = 0; r < width; r++) {
        int row = from + Math.min(r, rows - 1) * s.weightRowStep();
        sort(s, w, row, count, taps, r, width);
      }
      transform(taps, count * width, packed, to + c * width, step);
    }
  }

  /**
   * Tap i of kernel c of a row to taps[i * KERNELS + c * width + to]: the weights, which come from
   * memory, are read as they lie.
   */
  private static void sort(
      WinogradShape s, float[] w, int row, int kernels, float[] taps, int to, int width) {
    int first = row + (s.turned() ? 8 : 0);
    int tapStep = s.turned() ? -1 : 1;
    for (int c = 0; c < kernels; c++) {
      int from = first + c * s.weightSourceStep();
      int at = to + c * width;
      for (int i = 0; i < 9; i++) {
        taps[at + i * KERNELS] = w[from + i * tapStep];
      }
    }
  }

  private static void transform(float[] taps, int kernels, float[] packed, int to, int step) {
    Slice lines = LINES.slice(POINTS * LENGTH);
    for (int first = 0; first < kernels; first += LENGTH) {
      WinogradLinesSimd.weights(taps, first, KERNELS, lines, packed, to + first, step);
    }
  }
}
