package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.Fold;
import dev.lanewise.kernels.simd.InterleaveSimd;
import dev.lanewise.kernels.simd.RowsSimd;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;
import java.util.Arrays;

/**
 * LENGTH planes transposed, so that a pixel is a vector: where an operation does the same to planes
 * that have nothing to do with each other. Rows of x are padded, and their columns sorted by their
 * rest modulo the stride, so that neighbouring outputs see neighbouring vectors.
 *
 * <p>Squares of pixels are transposed; the last of a row takes some again, or reaches into what
 * lies beside it. So there must be {@link #SPARE} floats before and behind.
 */
final class PlanesAsLanes {
  static final int SPARE = LENGTH * LENGTH;

  private static final Scratch LINE = new Scratch();

  private Conv2dShape s;
  private int columns;
  private int restPitch;

  /** Floats of a row of x. */
  int rowSize;

  void lay(Conv2dShape shape) {
    s = shape;
    columns = s.padLeft() + s.width() + s.padRight();
    restPitch = tiles(columns, s.strideWidth()) * LENGTH;
    rowSize = s.strideWidth() * restPitch;
  }

  static boolean suits(Conv2dShape s) {
    return s.height() * s.width() >= LENGTH && s.outputHeight() * s.outputWidth() >= LENGTH;
  }

  /** Where a column lies in a row. */
  int offset(int column) {
    return column % s.strideWidth() * restPitch + column / s.strideWidth() * LENGTH;
  }

  /** A row of the padded planes of x, the first of them from {@code at} and ld apart. */
  void row(float[] x, int at, int ld, int paddedRow, float[] rows, int to) {
    int row = s.padding().source(paddedRow - s.padTop(), s.height());
    if (row < 0) {
      Arrays.fill(rows, to, to + rowSize, 0f);
    } else if (s.strideWidth() == 1) {
      line(x, at, ld, row, rows, to);
    } else {
      Slice line = LINE.slice(columns * LENGTH + 2 * SPARE);
      line(x, at, ld, row, line.array, line.at + SPARE);
      for (int rest = 0; rest < s.strideWidth(); rest++) {
        int from = line.at + SPARE + rest * LENGTH;
        int count = tiles(columns - rest, s.strideWidth());
        int step = s.strideWidth() * LENGTH;
        PlanesAsLanesSimd.copy(count, line.array, from, step, rows, to + rest * restPitch);
      }
    }
  }

  private void line(float[] x, int at, int ld, int row, float[] line, int to) {
    int width = s.width();
    int n = Math.max(width, LENGTH);
    int first = Math.min(row * width, s.height() * width - n);
    int column = s.padLeft() + first - row * width;
    transpose(n, x, at + first, ld, line, to + column * LENGTH);
    pad(line, to, 0, s.padLeft());
    pad(line, to, s.padLeft() + width, columns);
  }

  private void pad(float[] line, int to, int begin, int end) {
    for (int i = begin; i < end; i++) {
      int at = to + i * LENGTH;
      int column = s.padding().source(i - s.padLeft(), s.width());
      if (column < 0) {
        Arrays.fill(line, at, at + LENGTH, 0f);
      } else {
        System.arraycopy(line, to + (s.padLeft() + column) * LENGTH, line, at, LENGTH);
      }
    }
  }

  /** Pixels [begin, end) of planes of dy, the first of them from {@code at} and ld apart. */
  void pixels(float[] dy, int at, int ld, int begin, int end, float[] block, int to) {
    int first = Math.min(begin, s.outputHeight() * s.outputWidth() - LENGTH);
    transpose(end - first, dy, at + first, ld, block, to + (first - begin) * LENGTH);
  }

  /** Of n pixels, at least LENGTH. */
  private static void transpose(int n, float[] src, int at, int ld, float[] dst, int to) {
    for (int i = 0; i < n; i += LENGTH) {
      int p = Math.min(i, n - LENGTH);
      InterleaveSimd.square(src, at + p, ld, dst, to + p * LENGTH, LENGTH);
    }
  }

  /** Adds pixels, from one that Fold.WIDTH divides on, to the accumulators of long sums. */
  static void accumulate(int pixels, float[] block, int from, float[] sums, int at) {
    for (int p = 0; p < pixels; p += Fold.WIDTH) {
      int n = Math.min(Fold.WIDTH, pixels - p) * LENGTH;
      RowsSimd.add(n, sums, at, block, from + p * LENGTH);
    }
  }

  /** Folds the accumulators to a vector, at their beginning. */
  static void fold(float[] sums, int at) {
    for (int half = Fold.WIDTH / 2; half > 0; half /= 2) {
      RowsSimd.add(half * LENGTH, sums, at, sums, at + half * LENGTH);
    }
  }
}
