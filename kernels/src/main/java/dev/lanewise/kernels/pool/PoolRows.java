package dev.lanewise.kernels.pool;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;

/**
 * Forward pooling, output row by output row; a part is a block of them, gone through with a {@link
 * RowCursor}. The loop over the rows is each kernel's own: if it were here, C2 would compile it for
 * the kernel that comes first, and again when the second comes, before anything is known about that
 * one's vectors, and would leave them boxed.
 */
abstract class PoolRows extends Task {
  /** Input floats in one part. */
  private static final int GRAIN = 32_768;

  private static final ThreadLocal<RowCursor> CURSOR = ThreadLocal.withInitial(RowCursor::new);

  /** What the padding counts as: a pixel that changes nothing. */
  final float padding;

  Pool2dShape shape;
  float[] x;
  int xOffset;
  float[] y;
  int yOffset;

  /** Null if the places do not matter. */
  int[] argmax;

  int argmaxOffset;

  private int rows;
  private int rowsPerPart;

  PoolRows(float padding) {
    this.padding = padding;
  }

  final void run(
      Pool2dShape shape,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      int[] argmax,
      int argmaxOffset) {
    this.shape = shape;
    this.x = x;
    this.xOffset = xOffset;
    this.y = y;
    this.yOffset = yOffset;
    this.argmax = argmax;
    this.argmaxOffset = argmaxOffset;
    rows = shape.planes() * shape.outputHeight();
    rowsPerPart = Math.max(1, GRAIN / shape.width() / shape.strideHeight());
    Parallelism.current().run(this, (rows - 1) / rowsPerPart + 1);
    this.x = null;
    this.y = null;
    this.argmax = null;
  }

  /** This thread's cursor, before the first row of a part. */
  final RowCursor rows(int index) {
    int from = index * rowsPerPart;
    RowCursor cursor = CURSOR.get();
    cursor.start(this, from, Math.min(rows, from + rowsPerPart));
    return cursor;
  }
}
