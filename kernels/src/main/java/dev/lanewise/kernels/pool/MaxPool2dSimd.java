package dev.lanewise.kernels.pool;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.I;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.NE;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/** {@link MaxPool2d} on vectors: each lane is a window and carries its best pixel and its place. */
final class MaxPool2dSimd extends PoolRows {
  private static final ThreadLocal<MaxPool2dSimd> CALL =
      ThreadLocal.withInitial(MaxPool2dSimd::new);

  private MaxPool2dSimd() {
    super(Float.NEGATIVE_INFINITY);
  }

  static void forward(
      Pool2dShape shape,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      int[] argmax,
      int argmaxOffset) {
    CALL.get().run(shape, x, xOffset, y, yOffset, argmax, argmaxOffset);
  }

  @Override
  protected void part(int index) {
    RowCursor row = rows(index);
    while (row.next()) {
      int rows = row.pairs();
      if (rows > 0) {
        pairs(row, rows);
        continue;
      }
      rows = row.threes();
      if (rows > 0) {
        ThreesSimd.max(
            shape, row.oy, rows, x, row.xPlane, row.y, row.yRow, row.argmax, row.argmaxRow);
        row.skip(rows);
      } else {
        row.bringIn();
        taps(row);
      }
    }
  }

  private void pairs(RowCursor row, int rows) {
    int width = shape.width();
    int place = 2 * row.oy * width;
    PairsSimd.max(
        rows, row.width, x, row.xPlane + place, width, y, row.yRow, argmax, row.argmaxRow, place);
    row.skip(rows);
  }

  private void taps(RowCursor row) {
    RowRingSimd ring = row.ring;
    int outputWidth = row.width;
    int stride = shape.strideWidth();
    int top = shape.top(row.oy) * shape.width();
    IntVector windows = IntVector.zero(I).addIndex(stride).sub(shape.padLeft());
    for (int ox = 0; ox < outputWidth; ox += LENGTH) {
      // Where every real pixel is -infinity none beats the padding: the first one wins.
      IntVector left = windows.add(ox * stride);
      IntVector place = left.max(0).sub(left).add(top);
      FloatVector best = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
      for (int t = 0; t < ring.taps; t++) {
        FloatVector pixel = FloatVector.fromArray(F, ring.floats, ring.at[t] + ox);
        VectorMask<Float> stays = pixel.compare(LE, best).or(best.compare(NE, best));
        best = pixel.blend(best, stays);
        place = IntVector.broadcast(I, ring.place[t]).blend(place, stays.cast(I));
      }
      best.intoArray(row.y, row.yRow + ox);
      place.add(left).intoArray(row.argmax, row.argmaxRow + ox);
    }
  }

  static void backward(
      Pool2dShape shape,
      float[] dy,
      int dyOffset,
      int[] argmax,
      int argmaxOffset,
      float[] dx,
      int dxOffset) {
    Backward call = Backward.CALL.get();
    call.shape = shape;
    call.dy = dy;
    call.dyOffset = dyOffset;
    call.argmax = argmax;
    call.argmaxOffset = argmaxOffset;
    call.dx = dx;
    call.dxOffset = dxOffset;
    call.run(shape.planes(), shape.height() * shape.width());
    call.dy = null;
    call.argmax = null;
    call.dx = null;
  }

  /** Windows of 2 x 2 on vectors, others by the scattered additions of the reference. */
  private static final class Backward extends PoolPlanes {
    static final ThreadLocal<Backward> CALL = ThreadLocal.withInitial(Backward::new);

    private Pool2dShape shape;
    private float[] dy;
    private int dyOffset;
    private int[] argmax;
    private int argmaxOffset;
    private float[] dx;
    private int dxOffset;

    @Override
    protected void plane(int plane) {
      if (!PairsSimd.fits(shape) || !pairs(plane)) {
        MaxPool2dReference.backward(shape, plane, dy, dyOffset, argmax, argmaxOffset, dx, dxOffset);
      }
    }

    /** False, and nothing of use done, if places are not in their windows. */
    private boolean pairs(int plane) {
      int width = shape.width();
      int outputWidth = shape.outputWidth();
      int outputs = shape.outputHeight() * outputWidth;
      int dyPlane = dyOffset + plane * outputs;
      int argmaxPlane = argmaxOffset + plane * outputs;
      int dxPlane = dxOffset + plane * shape.height() * width;
      int rows = PairsSimd.gradientRows(shape);
      if (!PairsSimd.maxGradient(
          rows, outputWidth, dy, dyPlane, argmax, argmaxPlane, dx, dxPlane, width)) {
        return false;
      }
      Arrays.fill(dx, dxPlane + 2 * rows * width, dxPlane + shape.height() * width, 0f);
      int rest = rows * outputWidth;
      PoolChecks.places(shape, argmax, argmaxPlane + rest, argmaxPlane + outputs);
      for (int o = rest; o < outputs; o++) {
        dx[dxPlane + argmax[argmaxPlane + o]] += dy[dyPlane + o];
      }
      return true;
    }
  }
}
