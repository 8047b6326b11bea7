package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.microkernel.MicroKernel.ROW_PITCH;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import java.util.Arrays;

/**
 * The rows of a convolution's image matrix, [products, pixels], as {@link WeightGradient} reads
 * them: one for each channel and kernel column, ROW_PITCH apart, with what the taps of this column
 * see of the image, pixel after pixel across the ends of output rows. The tap of kernel row ky sees
 * the same from {@code shift[ky]} on. Kernel rows that strides set on different image rows are of
 * different kinds, with rows of their own; so are all where an output row is too wide.
 */
final class TapRows {
  private static final int MOST = ROW_PITCH - LENGTH;

  private final Lowering l = new Lowering();

  int kernelRows;
  int kernelColumns;

  /** Of a kernel row: its kind, and where its pixels begin. */
  int[] kind = new int[0];

  int[] shift = new int[0];
  int kinds;

  /** Image row that a kind begins with, and its largest shift. */
  private int[] kindRow = new int[0];

  private int[] kindShift = new int[0];

  /** Whether rows are made straight from x, not from a padded copy. */
  private boolean direct;

  /**
   * Whether each row is a plane of x, as it lies. Planes 4 KB apart would share a cache set, so
   * they are copied all the same.
   */
  boolean inPlace;

  /** Pixels that are there at a time: blocks of KC. */
  int chunk;

  int filters() {
    return l.rows;
  }

  int sources() {
    return l.sources;
  }

  int taps() {
    return l.taps;
  }

  void lay(Conv2dShape s) {
    kernelRows = s.kernelHeight();
    kernelColumns = s.kernelWidth();
    if (kind.length < kernelRows) {
      kind = new int[kernelRows];
      shift = new int[kernelRows];
      kindRow = new int[kernelRows];
      kindShift = new int[kernelRows];
    }
    int columns = s.outputWidth();
    int most = (kernelRows - 1) * s.dilationHeight() / s.strideHeight() * columns;
    boolean shared = most + KC <= MOST;
    kinds = 0;
    for (int ky = 0; ky < kernelRows; ky++) {
      int row = ky * s.dilationHeight();
      int first = shared ? row % s.strideHeight() : row;
      int k = 0;
      while (k < kinds && kindRow[k] != first) {
        k++;
      }
      if (k == kinds) {
        kindRow[kinds++] = first;
      }
      kind[ky] = k;
      shift[ky] = (row - first) / s.strideHeight() * columns;
      kindShift[k] = shift[ky]; // the last is the largest
    }
    int pixels = s.outputHeight() * columns;
    int blocks = Math.ceilDiv(pixels, KC);
    // Kernel rows that share what a chunk has beyond its end like few of these; one likes them
    // small.
    int most1 = most == 0 ? 1 : (MOST - (shared ? most : 0)) / KC;
    chunk = Math.ceilDiv(blocks, Math.ceilDiv(blocks, most1)) * KC;
    direct = s.strideWidth() == 1 && s.padding() == Padding.ZERO;
    inPlace =
        direct
            && s.kernelHeight() * s.kernelWidth() == 1
            && s.strideHeight() == 1
            && pixels == s.height() * s.width()
            && pixels % 1024 != 0;
    // A chunk may begin at the end of a row.
    l.weightGradient(s, Math.min((columns - 1 + chunk - 1) / columns + 1, s.outputHeight()));
  }

  /** Rows of some channels, filled up to whole tiles. */
  int paddedRows(int channels) {
    return Math.ceilDiv(channels * kernelColumns, 4) * 4;
  }

  /** Floats of the padded copy of some channels. */
  int imageSize(int channels) {
    return direct ? 0 : channels * l.planePitch + LENGTH;
  }

  /**
   * Lays down the rows for {@code count} pixels.
   *
   * @param x planes of the channels, from {@code at}
   * @param image working memory for {@link #imageSize}
   */
  void copy(int pixel, int count, int channels, float[] x, int at, float[] image, float[] rows) {
    int firstRow = pixel / l.outColumns;
    int column = pixel % l.outColumns;
    if (!direct) {
      PaddedImage.copy(l, firstRow, channels, x, at, image, 0);
    }
    int plane = l.sourceHeight * l.sourceWidth;
    int padded = paddedRows(channels);
    for (int k = 0; k < kinds; k++) {
      int length = count + kindShift[k];
      for (int c = 0; c < channels; c++) {
        for (int kx = 0; kx < kernelColumns; kx++) {
          int to = (k * padded + c * kernelColumns + kx) * ROW_PITCH;
          if (direct) {
            int top = firstRow * l.rowStride + kindRow[k] + l.topmost;
            join(top, l.tapColumn(kx), column, length, x, at + c * plane, rows, to);
          } else {
            int from = c * l.planePitch + kindRow[k] * l.rowPitch + l.tapOffset(kx);
            int step = l.rowStride * l.rowPitch;
            TapRowsSimd.join(image, from, column, step, l.outColumns, length, rows, to);
          }
        }
      }
    }
  }

  /** Rows of a plane from {@code top}, {@code left}, with zeros around it. */
  private void join(
      int top, int left, int column, int length, float[] x, int at, float[] rows, int to) {
    int columns = l.outColumns;
    int step = l.rowStride * l.sourceWidth;
    // Output rows that see the plane.
    int begin = Math.ceilDiv(Math.max(0, -top), l.rowStride);
    int end = Math.ceilDiv(Math.max(0, l.sourceHeight - top), l.rowStride);
    int first = Math.clamp(begin * columns - column, 0, length);
    int last = Math.clamp(end * columns - column, first, length);
    Arrays.fill(rows, to, to + first, 0f);
    if (first < last) {
      int row = (column + first) / columns;
      int from = at + (top + row * l.rowStride) * l.sourceWidth + left;
      int start = column + first - row * columns;
      TapRowsSimd.join(x, from, start, step, columns, last - first, rows, to + first);
    }
    Arrays.fill(rows, to + last, to + length, 0f);
    int before = Math.min(-left, columns);
    int beyond = Math.min(left + columns - l.sourceWidth, columns);
    for (int j = 0; j < before; j++) {
      zeros(Math.floorMod(j - column, columns), columns, length, rows, to);
    }
    for (int j = columns - beyond; j < columns; j++) {
      zeros(Math.floorMod(j - column, columns), columns, length, rows, to);
    }
  }

  private static void zeros(int first, int step, int end, float[] rows, int to) {
    for (int i = first; i < end; i += step) {
      rows[to + i] = 0;
    }
  }
}
