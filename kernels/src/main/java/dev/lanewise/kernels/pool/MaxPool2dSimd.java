package dev.lanewise.kernels.pool;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.I;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;
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
      if (rows > 0
          && ThreesSimd.max(
              shape, row.oy, rows, x, row.xPlane, row.y, row.yRow, row.argmax, row.argmaxRow)) {
        row.skip(rows);
        continue;
      }
      do { // a row, or those of which some pixel is not finite
        row.bringIn();
        taps(row);
      } while (--rows > 0 && row.next());
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
    int pixels = shape.height() * shape.width();
    call.apart = shape.outputWidth() >= LENGTH && (long) shape.planes() * pixels > Backward.CACHE;
    call.run(shape.planes(), pixels);
    call.dy = null;
    call.argmax = null;
    call.dx = null;
  }

  /**
   * Windows of 2 x 2, and of 3 x 3 at a stride of 2, on vectors, others by the scattered additions
   * of the reference. A gradient of 2 x 2 that the second cache does not hold is written apart, a
   * block of rows at a time in the first, and copied: the JVM's copy has no stores across two
   * lines, which take up to twice the time there. Rows narrower than a vector are not worth it.
   */
  private static final class Backward extends PoolPlanes {
    /** Floats of a second cache. */
    private static final int CACHE = 1 << 19;

    /** Floats of a block. */
    private static final int BLOCK = 2048;

    private static final Scratch PIXELS = new Scratch();

    static final ThreadLocal<Backward> CALL = ThreadLocal.withInitial(Backward::new);

    private Pool2dShape shape;
    private float[] dy;
    private int dyOffset;
    private int[] argmax;
    private int argmaxOffset;
    private float[] dx;
    private int dxOffset;

    /** Whether to write blocks apart. */
    private boolean apart;

    @Override
    protected void plane(int plane) {
      boolean done =
          PairsSimd.fits(shape) ? pairs(plane) : ThreesGradientSimd.fits(shape) && threes(plane);
      if (!done) {
        MaxPool2dReference.backward(shape, plane, dy, dyOffset, argmax, argmaxOffset, dx, dxOffset);
      }
    }

    /** Rows of windows of a plane, block by block; false as {@link #pairs}. */
    private boolean blocks(int rows, int dyPlane, int argmaxPlane, int dxPlane) {
      int width = shape.width();
      int outputWidth = shape.outputWidth();
      int most = Math.max(1, BLOCK / (2 * width));
      Slice block = PIXELS.slice(2 * most * width + 2 * LENGTH);
      for (int row = 0; row < rows; row += most) {
        int n = Math.min(most, rows - row);
        int from = row * outputWidth;
        int to = 2 * row * width;
        if (!PairsSimd.maxGradient(
            n,
            outputWidth,
            dy,
            dyPlane + from,
            argmax,
            argmaxPlane + from,
            block.array,
            block.at,
            width,
            to)) {
          return false;
        }
        System.arraycopy(block.array, block.at, dx, dxPlane + to, 2 * n * width);
      }
      return true;
    }

    /** False as {@link #pairs}. */
    private boolean threes(int plane) {
      int outputs = shape.outputHeight() * shape.outputWidth();
      return ThreesMaxGradientSimd.gradient(
          shape,
          dy,
          dyOffset + plane * outputs,
          argmax,
          argmaxOffset + plane * outputs,
          dx,
          dxOffset + plane * shape.height() * shape.width());
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
      boolean within =
          apart
              ? blocks(rows, dyPlane, argmaxPlane, dxPlane)
              : PairsSimd.maxGradient(
                  rows, outputWidth, dy, dyPlane, argmax, argmaxPlane, dx, dxPlane, width, 0);
      if (!within) {
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
