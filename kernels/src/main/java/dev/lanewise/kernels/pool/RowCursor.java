package dev.lanewise.kernels.pool;

import static dev.lanewise.kernels.simd.Lanes.LENGTH;

/**
 * One output row after the other, written in whole vectors, lane i being window i. The last vector
 * of a row runs past its end, and the next row overwrites what it wrote there; the last rows of a
 * part, which have no room for that, are written elsewhere and copied. So narrow images, too, go by
 * whole vectors.
 */
final class RowCursor {
  /** The input rows that the row sees; brought in by {@link #bringIn}. */
  final RowRingSimd ring = new RowRingSimd();

  /** The row within its plane. */
  int oy;

  /** Where its plane starts in x. */
  int xPlane;

  /** Where it is to be written. */
  float[] y;

  int yRow;
  int[] argmax;
  int argmaxRow;

  /** Windows in it. */
  int width;

  private PoolRows task;
  private int outputHeight;
  private int planeLength;
  private int inputWidth;
  private int row;
  private int end;
  private boolean pairs;
  private boolean threes;
  private float[] lastY = {};
  private int[] lastArgmax = {};

  /** Before the first of rows [from, to), counted over all planes. */
  void start(PoolRows task, int from, int to) {
    this.task = task;
    width = task.shape.outputWidth();
    outputHeight = task.shape.outputHeight();
    planeLength = task.shape.height() * task.shape.width();
    row = from - 1;
    oy = row - Math.floorDiv(row, outputHeight) * outputHeight;
    xPlane = task.xOffset + Math.floorDiv(row, outputHeight) * planeLength;
    end = to;
    inputWidth = task.shape.width();
    pairs = PairsSimd.fits(task.shape);
    threes = ThreesSimd.fits(task.shape);
    ring.start(task.shape, task.padding);
    if (lastY.length < width + LENGTH) {
      lastY = new float[width + LENGTH];
      lastArgmax = new int[width + LENGTH];
    }
    y = task.y;
    argmax = task.argmax;
  }

  /** Goes to the next row; false if there is none. */
  boolean next() {
    copyLast();
    if (++row == end) {
      return false;
    }
    // Counted, not divided: a division takes as long as a dozen vectors.
    if (++oy == outputHeight) {
      oy = 0;
      xPlane += planeLength;
    }
    if ((end - row) * width >= width + LENGTH - 1) {
      yRow = task.yOffset + row * width;
      argmaxRow = task.argmaxOffset + row * width;
    } else {
      y = lastY;
      yRow = 0;
      argmax = lastArgmax;
      argmaxRow = 0;
    }
    return true;
  }

  /**
   * How many rows from this one on, all of the same plane, can go straight from x to y by {@link
   * PairsSimd}: vectors that run past the end of the last one are still within both.
   */
  int pairs() {
    if (!pairs || y == lastY) {
      return 0;
    }
    int reach = PairsSimd.reach(width);
    int read = xPlane + (2 * oy + 1) * inputWidth + 2 * reach;
    int inInput = Math.floorDiv(task.x.length - read, 2 * inputWidth) + 1;
    int inPart = end - row - (reach - 1) / width;
    return Math.min(outputHeight - oy, Math.min(inInput, inPart));
  }

  /** How many rows from this one on, all of the same plane, can go by {@link ThreesSimd}. */
  int threes() {
    if (!threes) {
      return 0;
    }
    int inPart = y == lastY ? 1 : end - row;
    return Math.min(inPart, ThreesSimd.readable(task.shape, oy, task.x, xPlane) - oy);
  }

  /** Goes to the last of {@code rows} rows from this one on. */
  void skip(int rows) {
    row += rows - 1;
    oy += rows - 1;
  }

  /** Brings the ring to this row. */
  void bringIn() {
    ring.moveTo(xPlane, oy, task.x);
  }

  private void copyLast() {
    if (y == lastY) {
      System.arraycopy(lastY, 0, task.y, task.yOffset + row * width, width);
      if (task.argmax != null) {
        System.arraycopy(lastArgmax, 0, task.argmax, task.argmaxOffset + row * width, width);
      }
    }
  }
}
