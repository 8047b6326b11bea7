package dev.lanewise.kernels.pool;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.I;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static dev.lanewise.kernels.simd.Strides2Simd.EVEN;
import static dev.lanewise.kernels.simd.Strides2Simd.ODD;
import static dev.lanewise.kernels.simd.Strides2Simd.ZIP_HIGH;
import static dev.lanewise.kernels.simd.Strides2Simd.ZIP_LOW;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * Windows of 2 x 2 side by side, unpadded: read straight from the image, a run of output rows at a
 * time, in {@link PairLines}. Lane i is window i. Where a row is shorter than a vector this one
 * runs past its end, over what the next row overwrites.
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

  /** Windows that the vectors of a row touch. */
  static int reach(int outputWidth) {
    return Math.max(outputWidth, LENGTH);
  }

  /** Of a plane's output rows, those from the first whose gradients run past no end of it. */
  static int gradientRows(Pool2dShape shape) {
    int reach = reach(shape.outputWidth());
    int fit = shape.height() - (2 * reach + shape.width() - 1) / shape.width() + 1;
    int read = shape.outputHeight() - (reach - 1) / shape.outputWidth();
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
    PairLines line = PairLines.of(rows, outputWidth, width);
    while (line.next()) {
      int output = line.row * outputWidth + line.column;
      int pixel = 2 * (line.row * width + line.column);
      max(
          line.vectors,
          x,
          xRow + pixel,
          line.pixelStep,
          width,
          y,
          yRow + output,
          argmax,
          argmaxRow + output,
          line.step,
          place + pixel);
    }
  }

  private static void max(
      int vectors,
      float[] x,
      int at,
      int pixelStep,
      int width,
      float[] y,
      int to,
      int[] argmax,
      int argmaxTo,
      int step,
      int place) {
    IntVector p00 = LANE.add(LANE);
    IntVector p01 = p00.add(1);
    IntVector p10 = p00.add(width);
    IntVector p11 = p10.add(1);
    for (int v = 0; v < vectors; v++) {
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
      lower.blend(upper, first).intoArray(y, to);
      lowerPlace.blend(upperPlace, first.cast(I)).add(place).intoArray(argmax, argmaxTo);
      at += pixelStep;
      to += step;
      argmaxTo += step;
      place += pixelStep;
    }
  }

  /** Means, each of four pixels added to +0 in scan order. */
  static void mean(int rows, int outputWidth, float[] x, int xRow, int width, float[] y, int yRow) {
    PairLines line = PairLines.of(rows, outputWidth, width);
    while (line.next()) {
      int from = xRow + 2 * (line.row * width + line.column);
      int to = yRow + line.row * outputWidth + line.column;
      mean(line.vectors, x, from, line.pixelStep, width, y, to, line.step);
    }
  }

  private static void mean(
      int vectors, float[] x, int at, int pixelStep, int width, float[] y, int to, int step) {
    for (int v = 0; v < vectors; v++) {
      IntVector low = FloatVector.fromArray(F, x, at).reinterpretAsInts();
      IntVector high = FloatVector.fromArray(F, x, at + LENGTH).reinterpretAsInts();
      FloatVector sum = EVEN.selectFrom(low, high).reinterpretAsFloats().add(0f);
      sum = sum.add(ODD.selectFrom(low, high).reinterpretAsFloats());
      low = FloatVector.fromArray(F, x, at + width).reinterpretAsInts();
      high = FloatVector.fromArray(F, x, at + width + LENGTH).reinterpretAsInts();
      sum = sum.add(EVEN.selectFrom(low, high).reinterpretAsFloats());
      sum = sum.add(ODD.selectFrom(low, high).reinterpretAsFloats());
      sum.mul(0.25f).intoArray(y, to); // as exact as a division by 4
      at += pixelStep;
      to += step;
    }
  }

  /**
   * Hands each window's gradient, added to +0, to the pixel that won.
   *
   * @param place of the first pixel in its plane
   * @return whether every place is a pixel of its window; if not, nothing written is of use
   */
  static boolean maxGradient(
      int rows,
      int outputWidth,
      float[] dy,
      int dyRow,
      int[] argmax,
      int argmaxRow,
      float[] dx,
      int dxRow,
      int width,
      int place) {
    boolean within = true;
    PairLines line = PairLines.of(rows, outputWidth, width);
    while (line.next()) {
      int output = line.row * outputWidth + line.column;
      int pixel = 2 * (line.row * width + line.column);
      within &=
          maxGradient(
              line.vectors,
              outputWidth,
              dy,
              dyRow + output,
              argmax,
              argmaxRow + output,
              line.step,
              place + pixel,
              dx,
              dxRow + pixel,
              line.pixelStep,
              width);
    }
    clearRest(rows, outputWidth, dx, dxRow, width);
    return within;
  }

  private static boolean maxGradient(
      int vectors,
      int windows,
      float[] dy,
      int from,
      int[] argmax,
      int argmaxFrom,
      int step,
      int place,
      float[] dx,
      int to,
      int pixelStep,
      int width) {
    FloatVector zero = FloatVector.zero(F);
    IntVector first = LANE.add(LANE);
    VectorMask<Integer> counts = LANE.compare(LT, windows);
    VectorMask<Integer> strays = I.maskAll(false);
    for (int v = 0; v < vectors; v++) {
      FloatVector g = FloatVector.fromArray(F, dy, from).add(0f);
      IntVector won = IntVector.fromArray(I, argmax, argmaxFrom).sub(place).sub(first);
      VectorMask<Integer> won00 = won.compare(EQ, 0);
      VectorMask<Integer> won01 = won.compare(EQ, 1);
      VectorMask<Integer> won10 = won.compare(EQ, width);
      VectorMask<Integer> won11 = won.compare(EQ, width + 1);
      strays = won00.or(won01).or(won10).or(won11).not().or(strays);
      IntVector even = zero.blend(g, won00.cast(F)).reinterpretAsInts();
      IntVector odd = zero.blend(g, won01.cast(F)).reinterpretAsInts();
      ZIP_LOW.selectFrom(even, odd).reinterpretAsFloats().intoArray(dx, to);
      ZIP_HIGH.selectFrom(even, odd).reinterpretAsFloats().intoArray(dx, to + LENGTH);
      even = zero.blend(g, won10.cast(F)).reinterpretAsInts();
      odd = zero.blend(g, won11.cast(F)).reinterpretAsInts();
      ZIP_LOW.selectFrom(even, odd).reinterpretAsFloats().intoArray(dx, to + width);
      ZIP_HIGH.selectFrom(even, odd).reinterpretAsFloats().intoArray(dx, to + width + LENGTH);
      from += step;
      argmaxFrom += step;
      place += pixelStep;
      to += pixelStep;
    }
    return !strays.and(counts).anyTrue();
  }

  /** Hands a quarter of each window's gradient, added to +0, to its pixels. */
  static void meanGradient(
      int rows, int outputWidth, float[] dy, int dyRow, float[] dx, int dxRow, int width) {
    PairLines line = PairLines.of(rows, outputWidth, width);
    while (line.next()) {
      int from = dyRow + line.row * outputWidth + line.column;
      int to = dxRow + 2 * (line.row * width + line.column);
      meanGradient(line.vectors, dy, from, line.step, dx, to, line.pixelStep, width);
    }
    clearRest(rows, outputWidth, dx, dxRow, width);
  }

  private static void meanGradient(
      int vectors, float[] dy, int from, int step, float[] dx, int to, int pixelStep, int width) {
    for (int v = 0; v < vectors; v++) {
      IntVector g = FloatVector.fromArray(F, dy, from).mul(0.25f).add(0f).reinterpretAsInts();
      FloatVector low = ZIP_LOW.selectFrom(g, g).reinterpretAsFloats();
      FloatVector high = ZIP_HIGH.selectFrom(g, g).reinterpretAsFloats();
      low.intoArray(dx, to);
      high.intoArray(dx, to + LENGTH);
      low.intoArray(dx, to + width);
      high.intoArray(dx, to + width + LENGTH);
      from += step;
      to += pixelStep;
    }
  }

  /** The column that no window sees. */
  private static void clearRest(int rows, int outputWidth, float[] dx, int dxRow, int width) {
    for (int iy = 0; iy < 2 * rows && 2 * outputWidth < width; iy++) {
      Arrays.fill(dx, dxRow + iy * width + 2 * outputWidth, dxRow + (iy + 1) * width, 0f);
    }
  }
}
