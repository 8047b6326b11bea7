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

  private static final ThreadLocal<PairLines> OF_THREAD = ThreadLocal.withInitial(PairLines::new);

  private int rows;
  private int width;
  private int linesOfRow;

  // Of the current line: its first window, its vectors, and the step from each to the next.
  int row;
  int column;
  int vectors;
  int step;
  int pixelStep;

  private int line;

  private PairLines() {}

  /**
   * This thread's, before its first line: a new one is on the heap where C2 does not inline all.
   *
   * @param width windows of a row
   * @param imageWidth pixels of a row
   */
  static PairLines of(int rows, int width, int imageWidth) {
    PairLines lines = OF_THREAD.get();
    lines.set(rows, width, imageWidth);
    return lines;
  }

  private void set(int rows, int width, int imageWidth) {
    line = -1;
    row = 0;
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
