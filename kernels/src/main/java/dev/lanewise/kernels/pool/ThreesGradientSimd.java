package dev.lanewise.kernels.pool;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static dev.lanewise.kernels.simd.Strides2Simd.ZIP_HIGH;
import static dev.lanewise.kernels.simd.Strides2Simd.ZIP_LOW;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.lanewise.kernels.simd.Scratch;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Gradient of means of the windows of {@link ThreesSimd}. Pixels gather their shares in scan order:
 * columns in the middle of a window from that one, those at its edges from two, and rows alike. Two
 * vectors of pixels go down the rows; what the windows above gave to the row between stays in
 * registers.
 *
 * <p>The shares of a plane are written first, with a zero between its rows for the windows that are
 * not there: a sum that starts at +0 is never -0 and so is not changed by adding +0.
 */
final class ThreesGradientSimd {
  private static final Scratch SHARES = new Scratch();

  private ThreesGradientSimd() {}

  /** Whether a pooling is of this kind. */
  static boolean fits(Pool2dShape shape) {
    return ThreesSimd.fits(shape) && shape.width() >= 2 * LENGTH;
  }

  /**
   * Hands each window's mean's gradient to its pixels.
   *
   * @param columns how many columns of each window count
   */
  static void gradient(
      Pool2dShape shape,
      boolean countPadding,
      float[] columns,
      float[] dy,
      int dyPlane,
      float[] dx,
      int dxPlane) {
    float[] shares = shares(shape);
    int lastWindow = shape.outputWidth() - LENGTH;
    for (int i = 0; i < lastWindow + LENGTH; i += LENGTH) {
      int ox = Math.min(i, lastWindow);
      divide(shape, countPadding, columns, ox, dy, dyPlane + ox, shares, 1 + ox);
    }
    int last = shape.width() - 2 * LENGTH;
    for (int i = 0; i < last + 2 * LENGTH; i += 2 * LENGTH) {
      int ix = Math.min(i, last);
      down(shape, ix, shares, dx, dxPlane + ix);
    }
    clearUnseen(shape, dx, dxPlane);
  }

  /** Room for a plane's shares, with zeros before, between and after its rows. */
  private static float[] shares(Pool2dShape shape) {
    int pitch = shape.outputWidth() + 1;
    int end = shape.outputHeight() * pitch;
    float[] shares = SHARES.floats(end + 1);
    for (int i = 0; i <= end; i += pitch) {
      shares[i] = 0f;
    }
    return shares;
  }

  /** Rows below the last window, which none sees. */
  static void clearUnseen(Pool2dShape shape, float[] dx, int dxPlane) {
    int seen = 2 * shape.outputHeight() + 1 - shape.padTop();
    if (seen < shape.height()) {
      int width = shape.width();
      Arrays.fill(dx, dxPlane + seen * width, dxPlane + shape.height() * width, 0f);
    }
  }

  private static void divide(
      Pool2dShape shape,
      boolean countPadding,
      float[] columns,
      int ox,
      float[] dy,
      int at,
      float[] shares,
      int to) {
    int outputWidth = shape.outputWidth();
    // Written out, here and below: C2 does not inline the shape's methods into the loops.
    int outputHeight = shape.outputHeight();
    int height = shape.height();
    FloatVector counted = FloatVector.fromArray(F, columns, ox);
    int iy = -shape.padTop();
    for (int oy = 0; oy < outputHeight; oy++) {
      float rows = countPadding ? 3 : Math.min(height, iy + 3) - Math.max(0, iy);
      FloatVector.fromArray(F, dy, at).div(counted.mul(rows)).intoArray(shares, to);
      iy += 2;
      at += outputWidth;
      to += outputWidth + 1;
    }
  }

  private static void down(Pool2dShape shape, int ix, float[] shares, float[] dx, int to) {
    int width = shape.width();
    int outputHeight = shape.outputHeight();
    int pitch = shape.outputWidth() + 1;
    int odd = ix + shape.padLeft() & 1;
    int middle = 1 + (ix + shape.padLeft() >> 1);
    IntVector low = ZIP_LOW.lanewise(XOR, odd * LENGTH);
    IntVector high = ZIP_HIGH.lanewise(XOR, odd * LENGTH);
    FloatVector zero = FloatVector.zero(F);
    FloatVector edge = zero;
    FloatVector centre = zero;
    int iy = -shape.padTop();
    for (int oy = 0; oy < outputHeight; oy++) {
      FloatVector left = FloatVector.fromArray(F, shares, middle - 1 + odd);
      FloatVector right = FloatVector.fromArray(F, shares, middle + odd);
      FloatVector own = FloatVector.fromArray(F, shares, middle);
      // Written out: a call that C2 does not inline here would box its vectors.
      IntVector e = edge.add(left).add(right).reinterpretAsInts();
      IntVector c = centre.add(own).reinterpretAsInts();
      // The first row may be padding: the next one overwrites it.
      int at = to + Math.max(0, iy) * width;
      low.selectFrom(e, c).reinterpretAsFloats().intoArray(dx, at);
      high.selectFrom(e, c).reinterpretAsFloats().intoArray(dx, at + LENGTH);
      edge = zero.add(left).add(right);
      centre = zero.add(own);
      e = edge.reinterpretAsInts();
      c = centre.reinterpretAsInts();
      at = to + (iy + 1) * width;
      low.selectFrom(e, c).reinterpretAsFloats().intoArray(dx, at);
      high.selectFrom(e, c).reinterpretAsFloats().intoArray(dx, at + LENGTH);
      middle += pitch;
      iy += 2;
    }
    if (iy < shape.height()) {
      // Seen by the same windows as the row above: the same gradient.
      int at = to + iy * width;
      FloatVector.fromArray(F, dx, at - width).intoArray(dx, at);
      FloatVector.fromArray(F, dx, at - width + LENGTH).intoArray(dx, at + LENGTH);
    }
  }
}
