package dev.lanewise.kernels.pool;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/** {@link AvgPool2d} on vectors: each lane is a window and adds its pixels in scan order. */
final class AvgPool2dSimd extends PoolRows {
  private static final ThreadLocal<AvgPool2dSimd> CALL =
      ThreadLocal.withInitial(AvgPool2dSimd::new);

  private boolean countPadding;

  private float[] columns = {};

  private AvgPool2dSimd() {
    super(0f);
  }

  static void forward(
      Pool2dShape shape, boolean countPadding, float[] x, int xOffset, float[] y, int yOffset) {
    AvgPool2dSimd call = CALL.get();
    call.countPadding = countPadding;
    call.columns = countColumns(shape, countPadding, call.columns);
    call.run(shape, x, xOffset, y, yOffset, null, 0);
  }

  static void backward(
      Pool2dShape shape, boolean countPadding, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    AvgPool2dGradientSimd.backward(shape, countPadding, dy, dyOffset, dx, dxOffset);
  }

  /**
   * How many columns of each window count, and something for a vector that runs past the end.
   *
   * @param array written and returned if it is long enough
   */
  static float[] countColumns(Pool2dShape shape, boolean countPadding, float[] array) {
    int outputWidth = shape.outputWidth();
    float[] columns = array.length < outputWidth + LENGTH ? new float[outputWidth + LENGTH] : array;
    for (int ox = 0; ox < outputWidth; ox++) {
      columns[ox] = countPadding ? shape.windowWidth() : shape.right(ox) - shape.left(ox);
    }
    return columns;
  }

  @Override
  protected void part(int index) {
    RowCursor row = rows(index);
    while (row.next()) {
      int rows = row.pairs();
      if (rows > 0) {
        int width = shape.width();
        int xRow = row.xPlane + 2 * row.oy * width;
        PairsSimd.mean(rows, row.width, x, xRow, width, y, row.yRow);
        row.skip(rows);
        continue;
      }
      rows = Math.min(row.threes(), wholeRows() - row.oy);
      if (rows > 0) {
        ThreesSimd.mean(shape, countPadding, row.oy, rows, columns, x, row.xPlane, row.y, row.yRow);
        row.skip(rows);
      } else {
        row.bringIn();
        taps(row);
      }
    }
  }

  /** Output rows whose windows end in the plane. */
  private int wholeRows() {
    int last = shape.outputHeight() - 1;
    int end = last * shape.strideHeight() - shape.padTop() + shape.windowHeight();
    return end <= shape.height() ? last + 1 : last;
  }

  private void taps(RowCursor row) {
    RowRingSimd ring = row.ring;
    int outputWidth = row.width;
    float rows = countPadding ? shape.windowHeight() : shape.bottom(row.oy) - shape.top(row.oy);
    for (int ox = 0; ox < outputWidth; ox += LENGTH) {
      FloatVector sum = FloatVector.zero(F);
      for (int t = 0; t < ring.taps; t++) {
        sum = FloatVector.fromArray(F, ring.floats, ring.at[t] + ox).add(sum);
      }
      sum.div(FloatVector.fromArray(F, columns, ox).mul(rows)).intoArray(row.y, row.yRow + ox);
    }
  }
}
