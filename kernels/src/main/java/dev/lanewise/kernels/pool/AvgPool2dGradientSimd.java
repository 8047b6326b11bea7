package dev.lanewise.kernels.pool;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static dev.lanewise.kernels.simd.Lanes.roundUp;

import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Strides2Simd;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Gradient of {@link AvgPool2d} on vectors. Every pixel gathers its shares from the windows that
 * see it, in scan order. Of an input row, the columns that are equal modulo stride (a phase) gather
 * from runs of neighbouring windows; zeros around the rows of shares stand for the windows that are
 * not there, since a sum that starts at +0 is never -0 and so is not changed by adding +0.
 */
final class AvgPool2dGradientSimd extends PoolPlanes {
  private static final ThreadLocal<AvgPool2dGradientSimd> CALL =
      ThreadLocal.withInitial(AvgPool2dGradientSimd::new);

  private static final Scratch SHARES = new Scratch();
  private static final Scratch PHASES = new Scratch();
  private static final Scratch ROW = new Scratch();

  private Pool2dShape shape;
  private boolean countPadding;
  private float[] dy;
  private int dyOffset;
  private float[] dx;
  private int dxOffset;

  /** Windows to the left of a pixel's last window that may see it too. */
  private int reach;

  /** From one row of shares to the next. */
  private int shareLength;

  /** Pixels in a phase, rounded up to vectors. */
  private int phaseLength;

  private float[] columns = {};

  private AvgPool2dGradientSimd() {}

  static void backward(
      Pool2dShape shape, boolean countPadding, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    AvgPool2dGradientSimd call = CALL.get();
    call.shape = shape;
    call.countPadding = countPadding;
    call.dy = dy;
    call.dyOffset = dyOffset;
    call.dx = dx;
    call.dxOffset = dxOffset;
    call.columns = AvgPool2dSimd.countColumns(shape, countPadding, call.columns);
    int stride = shape.strideWidth();
    call.reach = (shape.windowWidth() - 1) / stride;
    call.phaseLength = roundUp((shape.padLeft() + shape.width() - 1) / stride + 1);
    call.shareLength = call.reach + Math.max(call.phaseLength, roundUp(shape.outputWidth()));
    call.run(shape.planes(), shape.height() * shape.width());
    call.dy = null;
    call.dx = null;
  }

  @Override
  protected void plane(int plane) {
    if (PairsSimd.fits(shape)) {
      pairs(plane);
    } else if (ThreesGradientSimd.fits(shape)) {
      int dyPlane = dyOffset + plane * shape.outputHeight() * shape.outputWidth();
      int dxPlane = dxOffset + plane * shape.height() * shape.width();
      ThreesGradientSimd.gradient(shape, countPadding, columns, dy, dyPlane, dx, dxPlane);
    } else {
      shared(plane);
    }
  }

  /** Windows side by side. */
  private void pairs(int plane) {
    int width = shape.width();
    int outputWidth = shape.outputWidth();
    int dyPlane = dyOffset + plane * shape.outputHeight() * outputWidth;
    int dxPlane = dxOffset + plane * shape.height() * width;
    int rows = PairsSimd.gradientRows(shape);
    PairsSimd.meanGradient(rows, outputWidth, dy, dyPlane, dx, dxPlane, width);
    Arrays.fill(dx, dxPlane + 2 * rows * width, dxPlane + shape.height() * width, 0f);
    for (int iy = 2 * rows; iy < 2 * shape.outputHeight(); iy++) {
      for (int ix = 0; ix < 2 * outputWidth; ix++) {
        dx[dxPlane + iy * width + ix] += dy[dyPlane + iy / 2 * outputWidth + ix / 2] * 0.25f;
      }
    }
  }

  /** Windows that share pixels, or leave some out. */
  private void shared(int plane) {
    int height = shape.height();
    int width = shape.width();
    int stride = shape.strideWidth();
    int outputHeight = shape.outputHeight();
    float[] shares = SHARES.floats(outputHeight * shareLength);
    share(dyOffset + plane * outputHeight * shape.outputWidth(), shares);
    float[] phases = PHASES.floats(stride * phaseLength);
    int sharedFrom = -1;
    int sharedTo = -1;
    for (int iy = 0; iy < height; iy++) {
      int padded = iy + shape.padTop();
      int from = Math.max(0, Math.ceilDiv(padded - shape.windowHeight() + 1, shape.strideHeight()));
      int to = Math.min(outputHeight, padded / shape.strideHeight() + 1);
      int dxRow = dxOffset + (plane * height + iy) * width;
      if (from == sharedFrom && to == sharedTo) {
        // Seen by the same windows as the row above: the same gradient.
        System.arraycopy(dx, dxRow - width, dx, dxRow, width);
        continue;
      }
      sharedFrom = from;
      sharedTo = to;
      for (int phase = 0; phase < stride; phase++) {
        gather(phase, from, to, shares, phases);
      }
      join(phases, dxRow);
    }
  }

  /** What each output hands to each of its pixels, between zeros. */
  private void share(int dyPlane, float[] shares) {
    int outputWidth = shape.outputWidth();
    for (int oy = 0; oy < shape.outputHeight(); oy++) {
      int row = oy * shareLength;
      int at = row + reach;
      int dyRow = dyPlane + oy * outputWidth;
      float rows = countPadding ? shape.windowHeight() : shape.bottom(oy) - shape.top(oy);
      int ox = 0;
      for (; ox < outputWidth && dyRow + ox <= dy.length - LENGTH; ox += LENGTH) {
        FloatVector count = FloatVector.fromArray(F, columns, ox).mul(rows);
        FloatVector.fromArray(F, dy, dyRow + ox).div(count).intoArray(shares, at + ox);
      }
      for (; ox < outputWidth; ox++) {
        shares[at + ox] = dy[dyRow + ox] / (columns[ox] * rows);
      }
      Arrays.fill(shares, row, at, 0f);
      Arrays.fill(shares, at + outputWidth, row + shareLength, 0f);
    }
  }

  /** Adds up the pixels of a phase over the windows of output rows [from, to). */
  private void gather(int phase, int from, int to, float[] shares, float[] phases) {
    int windows = (shape.windowWidth() - phase + shape.strideWidth() - 1) / shape.strideWidth();
    int start = phase * phaseLength;
    for (int q = 0; q < phaseLength; q += LENGTH) {
      FloatVector sum = FloatVector.zero(F);
      for (int oy = from; oy < to; oy++) {
        for (int back = windows - 1; back >= 0; back--) {
          sum = FloatVector.fromArray(F, shares, oy * shareLength + reach + q - back).add(sum);
        }
      }
      sum.intoArray(phases, start + q);
    }
  }

  /** Writes an input row from its phases. */
  private void join(float[] phases, int dxRow) {
    int stride = shape.strideWidth();
    int left = shape.padLeft();
    int width = shape.width();
    if (stride == 1) {
      System.arraycopy(phases, left, dx, dxRow, width);
      return;
    }
    float[] row = ROW.floats(stride * phaseLength);
    if (stride == 2) {
      Strides2Simd.merge(phaseLength, phases, 0, phaseLength, row, 0);
    } else {
      for (int phase = 0; phase < stride; phase++) {
        for (int q = 0; q < phaseLength; q++) {
          row[q * stride + phase] = phases[phase * phaseLength + q];
        }
      }
    }
    System.arraycopy(row, left, dx, dxRow, width);
  }
}
