package dev.lanewise.kernels.pool;

import static dev.lanewise.kernels.simd.Lanes.LENGTH;

/**
 * The order in which {@link PairsSimd} goes through a block of rows of windows: lines of vectors,
 * along wide rows and down narrow ones, so that its innermost loop is long. The last vector of a
 * row overlaps the one before.
 */
final class PairLines {
  /** Windows of a row from which on lines go along it: memory is read in order. */
  private static final int WIDE = 4 * LENGTH;

  private final int rows;
  private final int width;
  private final int linesOfRow;

  // Of the current line: its first window, its vectors, and the step from each to the next.
  int row;
  int column;
  int vectors;
  final int step;
  final int pixelStep;

  private int line = -1;

  /**
   * @param width windows of a row
   * @param imageWidth pixels of a row
   */
  PairLines(int rows, int width, int imageWidth) {
    this.rows = rows;
    this.width = width;
    boolean along = width >= WIDE;
    linesOfRow = along ? width % LENGTH == 0 ? 1 : 2 : 0;
    step = along ? LENGTH : width;
    pixelStep = 2 * (along ? LENGTH : imageWidth);
  }

  /** Goes to the next line; false if there is none. */
  boolean next() {
    line++;
    if (linesOfRow == 0) {
      column = Math.max(0, Math.min(line * LENGTH, width - LENGTH));
      vectors = rows;
      return line * LENGTH < width;
    }
    row = line / linesOfRow;
    boolean rest = line % linesOfRow == 1;
    column = rest ? width - LENGTH : 0;
    vectors = rest ? 1 : width / LENGTH;
    return row < rows;
  }
}
