package dev.lanewise.kernels.pool;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.I;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static dev.lanewise.kernels.simd.Lanes.roundUp;
import static dev.lanewise.kernels.simd.Strides2Simd.EVEN;
import static dev.lanewise.kernels.simd.Strides2Simd.ODD;
import static dev.lanewise.kernels.simd.Strides2Simd.ZIP_HIGH;
import static dev.lanewise.kernels.simd.Strides2Simd.ZIP_LOW;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * Windows of 2 x 2 side by side, unpadded: read straight from the image, a run of output rows at a
 * time. Lane i is window i; the last vector of a row runs past its end, over what the next row
 * overwrites.
 */
final class PairsSimd {
  private static final IntVector LANE = IntVector.zero(I).addIndex(1);

  private PairsSimd() {}

  /** Whether a pooling is of this kind. */
  static boolean fits(Pool2dShape shape) {
    return shape.windowHeight() == 2
        && shape.windowWidth() == 2
        && shape.strideHeight() == 2
        && shape.strideWidth() == 2
        && shape.padTop() + shape.padBottom() + shape.padLeft() + shape.padRight() == 0;
  }

  /** Of a plane's output rows, those from the first whose gradients run past no end of it. */
  static int gradientRows(Pool2dShape shape) {
    int vectors = roundUp(shape.outputWidth());
    int fit = shape.height() - (2 * vectors + shape.width() - 1) / shape.width() + 1;
    int read = shape.outputHeight() - (vectors - 1) / shape.outputWidth();
    return Math.max(0, Math.min(fit / 2, read));
  }

  /**
   * Greatest pixels and their places. A tournament: of two the first wins unless the second is
   * greater, or the first NaN.
   *
   * @param place of the first pixel in its plane
   */
  static void max(
      int rows,
      int outputWidth,
      float[] x,
      int xRow,
      int width,
      float[] y,
      int yRow,
      int[] argmax,
      int argmaxRow,
      int place) {
    IntVector p00 = LANE.add(LANE);
    IntVector p01 = p00.add(1);
    IntVector p10 = p00.add(width);
    IntVector p11 = p10.add(1);
    for (int row = 0; row < rows; row++) {
      for (int ox = 0; ox < outputWidth; ox += LENGTH) {
        int at = xRow + 2 * ox;
        IntVector low = FloatVector.fromArray(F, x, at).reinterpretAsInts();
        IntVector high = FloatVector.fromArray(F, x, at + LENGTH).reinterpretAsInts();
        FloatVector even = EVEN.selectFrom(low, high).reinterpretAsFloats();
        FloatVector odd = ODD.selectFrom(low, high).reinterpretAsFloats();
        VectorMask<Float> first = odd.compare(LE, even).or(even.compare(NE, even));
        FloatVector upper = odd.blend(even, first);
        IntVector upperPlace = p01.blend(p00, first.cast(I));

        low = FloatVector.fromArray(F, x, at + width).reinterpretAsInts();
        high = FloatVector.fromArray(F, x, at + width + LENGTH).reinterpretAsInts();
        even = EVEN.selectFrom(low, high).reinterpretAsFloats();
        odd = ODD.selectFrom(low, high).reinterpretAsFloats();
        first = odd.compare(LE, even).or(even.compare(NE, even));
        FloatVector lower = odd.blend(even, first);
        IntVector lowerPlace = p11.blend(p10, first.cast(I));

        first = lower.compare(LE, upper).or(upper.compare(NE, upper));
        lower.blend(upper, first).intoArray(y, yRow + ox);
        lowerPlace
            .blend(upperPlace, first.cast(I))
            .add(place + 2 * ox)
            .intoArray(argmax, argmaxRow + ox);
      }
      xRow += 2 * width;
      yRow += outputWidth;
      argmaxRow += outputWidth;
      place += 2 * width;
    }
  }

  /** Means, each of four pixels added to +0 in scan order. */
  static void mean(int rows, int outputWidth, float[] x, int xRow, int width, float[] y, int yRow) {
    for (int row = 0; row < rows; row++) {
      for (int ox = 0; ox < outputWidth; ox += LENGTH) {
        int at = xRow + 2 * ox;
        IntVector low = FloatVector.fromArray(F, x, at).reinterpretAsInts();
        IntVector high = FloatVector.fromArray(F, x, at + LENGTH).reinterpretAsInts();
        FloatVector sum = EVEN.selectFrom(low, high).reinterpretAsFloats().add(0f);
        sum = sum.add(ODD.selectFrom(low, high).reinterpretAsFloats());
        low = FloatVector.fromArray(F, x, at + width).reinterpretAsInts();
        high = FloatVector.fromArray(F, x, at + width + LENGTH).reinterpretAsInts();
        sum = sum.add(EVEN.selectFrom(low, high).reinterpretAsFloats());
        sum = sum.add(ODD.selectFrom(low, high).reinterpretAsFloats());
        sum.mul(0.25f).intoArray(y, yRow + ox); // as exact as a division by 4
      }
      xRow += 2 * width;
      yRow += outputWidth;
    }
  }

  /** Hands each window's gradient, added to +0, to the pixel that won. */
  static void maxGradient(
      int rows,
      int outputWidth,
      float[] dy,
      int dyRow,
      int[] argmax,
      int argmaxRow,
      float[] dx,
      int dxRow,
      int width) {
    for (int iy = 0; iy < 2 * rows; iy++) {
      IntVector place = LANE.add(LANE).add(iy * width);
      for (int ox = 0; ox < outputWidth; ox += LENGTH) {
        FloatVector g = FloatVector.fromArray(F, dy, dyRow + ox).add(0f);
        IntVector won = IntVector.fromArray(I, argmax, argmaxRow + ox).sub(2 * ox).sub(place);
        FloatVector zero = FloatVector.zero(F);
        IntVector even = zero.blend(g, won.compare(EQ, 0).cast(F)).reinterpretAsInts();
        IntVector odd = zero.blend(g, won.compare(EQ, 1).cast(F)).reinterpretAsInts();
        int at = dxRow + 2 * ox;
        ZIP_LOW.selectFrom(even, odd).reinterpretAsFloats().intoArray(dx, at);
        ZIP_HIGH.selectFrom(even, odd).reinterpretAsFloats().intoArray(dx, at + LENGTH);
      }
      for (int ix = 2 * outputWidth; ix < width; ix++) {
        dx[dxRow + ix] = 0f;
      }
      dxRow += width;
      dyRow += iy % 2 * outputWidth;
      argmaxRow += iy % 2 * outputWidth;
    }
  }

  /** Whether every place is a pixel of its window. */
  static boolean inWindows(int rows, int outputWidth, int[] argmax, int argmaxRow, int width) {
    VectorMask<Integer> strays = I.maskAll(false);
    for (int row = 0; row < rows; row++) {
      IntVector first = LANE.add(LANE).add(2 * row * width);
      for (int ox = 0; ox < outputWidth; ox += LENGTH) {
        IntVector place = IntVector.fromArray(I, argmax, argmaxRow + ox).sub(2 * ox).sub(first);
        IntVector line = place.and(~1);
        strays =
            line.compare(NE, 0)
                .and(line.compare(NE, width))
                .and(LANE.compare(LT, outputWidth - ox))
                .or(strays);
      }
      argmaxRow += outputWidth;
    }
    return !strays.anyTrue();
  }

  /** Hands a quarter of each window's gradient, added to +0, to its pixels. */
  static void meanGradient(
      int rows, int outputWidth, float[] dy, int dyRow, float[] dx, int dxRow, int width) {
    for (int iy = 0; iy < 2 * rows; iy++) {
      for (int ox = 0; ox < outputWidth; ox += LENGTH) {
        IntVector g =
            FloatVector.fromArray(F, dy, dyRow + ox).mul(0.25f).add(0f).reinterpretAsInts();
        int at = dxRow + 2 * ox;
        ZIP_LOW.selectFrom(g, g).reinterpretAsFloats().intoArray(dx, at);
        ZIP_HIGH.selectFrom(g, g).reinterpretAsFloats().intoArray(dx, at + LENGTH);
      }
      for (int ix = 2 * outputWidth; ix < width; ix++) {
        dx[dxRow + ix] = 0f;
      }
      dxRow += width;
      dyRow += iy % 2 * outputWidth;
    }
  }
}
