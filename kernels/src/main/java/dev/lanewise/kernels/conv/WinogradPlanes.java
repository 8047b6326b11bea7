package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.IN;
import static dev.lanewise.kernels.conv.Winograd.OUT;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.InterleaveSimd;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;
import java.util.Arrays;

/**
 * LENGTH planes of x or of dy to their points, a plane as a lane: the rows that a row of tiles sees
 * are transposed, so that a pixel is a vector, and padded; then one tile after the other is
 * transformed.
 */
final class WinogradPlanes {
  private static final Scratch ROWS = new Scratch();
  private static final Scratch SQUARE = new Scratch();

  private final boolean inputs;
  private WinogradShape s;

  /** Planes of x or dy, and the pixels before a row or column of it. */
  private int height;

  private int width;
  private int padTop;
  private int padLeft;
  private int imageStep;

  /** Rows that a tile sees, and columns that a row of tiles sees. */
  private final int size;

  private int columns;
  private int pitch;

  private Slice rows;
  private int filled;

  /**
   * @param inputs of x; else of dy
   */
  WinogradPlanes(boolean inputs) {
    this.inputs = inputs;
    size = inputs ? IN : OUT;
  }

  void lay(WinogradShape shape) {
    s = shape;
    height = inputs ? s.sourceHeight() : s.outHeight();
    width = inputs ? s.sourceWidth() : s.outWidth();
    padTop = inputs ? s.padTop() : 0;
    padLeft = inputs ? s.padLeft() : 0;
    imageStep = s.groups() * (inputs ? s.sources() : s.rows()) * height * width;
    columns = s.tileColumns() * OUT + size - OUT;
    pitch = columns * LENGTH;
  }

  /**
   * Some tiles to their points: point p of tile t to points[to + p * step + (t - first) *
   * tileStep].
   *
   * @param at where the first plane begins in the first image
   * @param planes how many lanes count; the others are anything
   */
  void transform(
      float[] src,
      int at,
      int planes,
      int first,
      int tiles,
      float[] points,
      int to,
      int tileStep,
      int step) {
    rows = ROWS.slice(size * pitch + LENGTH * LENGTH);
    filled = -1;
    int count;
    for (int done = 0; done < tiles; done += count) {
      int tile = first + done;
      int column = tile % s.tileColumns();
      count = Math.min(tiles - done, s.tileColumns() - column);
      fill(tile / s.tileColumns(), src, at, planes);
      float[] pixels = rows.array;
      int from = rows.at + column * OUT * LENGTH;
      int target = to + done * tileStep;
      if (inputs) {
        WinogradPlaneLinesSimd.inputs(count, pixels, from, pitch, points, target, tileStep, step);
      } else {
        WinogradPlaneLinesSimd.gradients(
            count, pixels, from, pitch, points, target, tileStep, step);
      }
    }
    rows = null;
  }

  /** The rows that a row of tiles, counted through the batch, sees. */
  private void fill(int tileRow, float[] src, int at, int planes) {
    if (tileRow == filled) {
      return;
    }
    int top = tileRow % s.tileRows() * OUT;
    int begin = 0;
    if (top > 0 && filled == tileRow - 1) {
      begin = size - OUT; // which the row of tiles above saw too
      System.arraycopy(rows.array, rows.at + OUT * pitch, rows.array, rows.at, begin * pitch);
    }
    int image = at + tileRow / s.tileRows() * imageStep;
    // What is written beyond a row the next one overwrites.
    for (int i = begin; i < size; i++) {
      int row = rows.at + i * pitch;
      int y = inputs ? s.sourceRow(top + i - padTop) : top + i < height ? top + i : -1;
      if (y < 0) {
        Arrays.fill(rows.array, row, row + pitch, 0f);
      } else {
        transpose(src, image, y * width, planes, row + padLeft * LENGTH);
        pad(row, 0, padLeft);
        pad(row, padLeft + width, columns);
      }
    }
    filled = tileRow;
  }

  private void transpose(float[] src, int image, int row, int planes, int to) {
    int ld = height * width;
    for (int i = 0; i < width; i += LENGTH) {
      int column = Math.max(0, Math.min(i, width - LENGTH));
      int from = image + row + column;
      int target = to + column * LENGTH;
      if (from + (LENGTH - 1L) * ld + LENGTH <= src.length) {
        InterleaveSimd.square(src, from, ld, rows.array, target, LENGTH);
      } else {
        Slice square = SQUARE.slice(LENGTH * LENGTH);
        for (int plane = 0; plane < planes; plane++) {
          int n = Math.min(LENGTH, width - column);
          System.arraycopy(src, from + plane * ld, square.array, square.at + plane * LENGTH, n);
        }
        InterleaveSimd.square(square.array, square.at, LENGTH, rows.array, target, LENGTH);
      }
    }
  }

  private void pad(int row, int begin, int end) {
    for (int i = begin; i < end; i++) {
      int column = inputs ? s.sourceColumn(i - padLeft) : -1;
      int to = row + i * LENGTH;
      if (column < 0) {
        Arrays.fill(rows.array, to, to + LENGTH, 0f);
      } else {
        int from = row + (padLeft + column) * LENGTH;
        System.arraycopy(rows.array, from, rows.array, to, LENGTH);
      }
    }
  }
}
