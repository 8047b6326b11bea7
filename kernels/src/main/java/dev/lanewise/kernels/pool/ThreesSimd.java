package dev.lanewise.kernels.pool;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.I;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static dev.lanewise.kernels.simd.Strides2Simd.EVEN;
import static dev.lanewise.kernels.simd.Strides2Simd.ODD;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.lanewise.kernels.simd.IntScratch;
import dev.lanewise.kernels.simd.Scratch;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * Windows of 3 x 3 at stride 2, padded by one at most: read straight from the image. Lane i is
 * window i; a vector of windows goes down the rows, and what the windows of one row share with
 * those of the next stays in registers. The last vector of a row overlaps the one before.
 */
final class ThreesSimd {
  private static final IntVector TWICE = IntVector.zero(I).addIndex(2);
  private static final Scratch PIXELS = new Scratch();
  private static final IntScratch PLACES = new IntScratch();
  private static final float[] ZEROS = new float[2 * LENGTH + 2];

  private ThreesSimd() {}

  /** Whether a pooling is of this kind. */
  static boolean fits(Pool2dShape shape) {
    return shape.windowHeight() == 3
        && shape.windowWidth() == 3
        && shape.strideHeight() == 2
        && shape.strideWidth() == 2
        && Math.max(shape.padTop(), shape.padBottom()) <= 1
        && Math.max(shape.padLeft(), shape.padRight()) <= 1
        && shape.outputWidth() >= LENGTH;
  }

  /**
   * Of a plane's output rows, the end of those from {@code oy} on that can be read straight from x;
   * {@code oy} if none.
   */
  static int readable(Pool2dShape shape, int oy, float[] x, int xPlane) {
    int width = shape.width();
    if (xPlane + shape.top(oy) * width < shape.padLeft()) {
      return oy;
    }
    int reach = 2 * shape.outputWidth() + 2 - shape.padLeft();
    int rows = Math.floorDiv(x.length - xPlane - reach, width) + 1;
    return rows >= shape.height()
        ? shape.outputHeight()
        : Math.max(oy, (rows + shape.padTop() - 1) / 2);
  }

  /**
   * Greatest pixels and their places, from output row {@code oy} on: first the greatest of each
   * input row, then of those. Of two the first wins unless the second is greater, or the first NaN.
   */
  static void max(
      Pool2dShape shape,
      int oy,
      int rows,
      float[] x,
      int xPlane,
      float[] y,
      int yRow,
      int[] argmax,
      int argmaxRow) {
    int last = shape.outputWidth() - LENGTH;
    for (int i = 0; i < last + LENGTH; i += LENGTH) {
      int ox = Math.min(i, last);
      maxDown(shape, oy, rows, ox, x, xPlane, y, yRow + ox, argmax, argmaxRow + ox);
    }
  }

  private static void maxDown(
      Pool2dShape shape,
      int oy,
      int rows,
      int ox,
      float[] x,
      int xPlane,
      float[] y,
      int to,
      int[] argmax,
      int argmaxTo) {
    int top = shape.top(oy);
    int bottom = shape.bottom(oy + rows - 1) - 1;
    float[] pixels = PIXELS.floats((bottom - top + 1) * LENGTH);
    int[] places = PLACES.ints((bottom - top + 1) * LENGTH);
    acrossRows(shape, top, bottom, ox, x, xPlane, pixels, places);
    int outputWidth = shape.outputWidth();
    // A row beyond the plane's edge is that at the edge once more, which does not beat itself.
    int iy = 2 * oy - shape.padTop() - top;
    for (int r = 0; r < rows; r++) {
      int at = Math.max(iy, 0) * LENGTH;
      FloatVector best = FloatVector.fromArray(F, pixels, at);
      IntVector place = IntVector.fromArray(I, places, at);

      at = Math.min(iy + 1, bottom - top) * LENGTH;
      FloatVector other = FloatVector.fromArray(F, pixels, at);
      VectorMask<Float> stays = other.compare(LE, best).or(best.compare(NE, best));
      place = IntVector.fromArray(I, places, at).blend(place, stays.cast(I));
      best = other.blend(best, stays);

      at = Math.min(iy + 2, bottom - top) * LENGTH;
      other = FloatVector.fromArray(F, pixels, at);
      stays = other.compare(LE, best).or(best.compare(NE, best));
      other.blend(best, stays).intoArray(y, to);
      IntVector.fromArray(I, places, at).blend(place, stays.cast(I)).intoArray(argmax, argmaxTo);
      iy += 2;
      to += outputWidth;
      argmaxTo += outputWidth;
    }
  }

  /** Greatest pixels of each of rows [top, bottom] and their places, a vector a row. */
  private static void acrossRows(
      Pool2dShape shape,
      int top,
      int bottom,
      int ox,
      float[] x,
      int xPlane,
      float[] pixels,
      int[] places) {
    int width = shape.width();
    int left = 2 * ox - shape.padLeft();
    VectorMask<Float> no0 = TWICE.compare(LT, -left).cast(F);
    VectorMask<Float> no2 = TWICE.compare(GE, width - 2 - left).cast(F);
    // Where every real pixel is -infinity none beats the padding: the first one wins.
    IntVector p0 = TWICE.add(left).max(0).add(top * width);
    IntVector p1 = TWICE.add(left + 1 + top * width);
    IntVector p2 = p1.add(1);
    int at = xPlane + top * width + left;
    int end = (bottom - top + 1) * LENGTH;
    int row = 0;
    for (int to = 0; to < end; to += LENGTH) {
      IntVector low = FloatVector.fromArray(F, x, at).reinterpretAsInts();
      IntVector high = FloatVector.fromArray(F, x, at + LENGTH).reinterpretAsInts();
      FloatVector best = EVEN.selectFrom(low, high).reinterpretAsFloats();
      best = best.blend(Float.NEGATIVE_INFINITY, no0);
      FloatVector other = ODD.selectFrom(low, high).reinterpretAsFloats();
      VectorMask<Float> stays = other.compare(LE, best).or(best.compare(NE, best));
      IntVector place = p1.blend(p0, stays.cast(I));
      best = other.blend(best, stays);

      low = FloatVector.fromArray(F, x, at + 2).reinterpretAsInts();
      high = FloatVector.fromArray(F, x, at + 2 + LENGTH).reinterpretAsInts();
      other = EVEN.selectFrom(low, high).reinterpretAsFloats();
      other = other.blend(Float.NEGATIVE_INFINITY, no2);
      stays = other.compare(LE, best).or(best.compare(NE, best));
      other.blend(best, stays).intoArray(pixels, to);
      p2.blend(place, stays.cast(I)).add(row).intoArray(places, to);
      at += width;
      row += width;
    }
  }

  /**
   * Means, each of up to nine pixels added to +0 in scan order, of windows that end in the plane.
   *
   * @param columns how many columns of each window count
   */
  static void mean(
      Pool2dShape shape,
      boolean countPadding,
      int oy,
      int rows,
      float[] columns,
      float[] x,
      int xPlane,
      float[] y,
      int yRow) {
    int last = shape.outputWidth() - LENGTH;
    for (int i = 0; i < last + LENGTH; i += LENGTH) {
      int ox = Math.min(i, last);
      meanDown(shape, countPadding, oy, rows, ox, columns, x, xPlane, y, yRow + ox);
    }
  }

  private static void meanDown(
      Pool2dShape shape,
      boolean countPadding,
      int oy,
      int rows,
      int ox,
      float[] columns,
      float[] x,
      int xPlane,
      float[] y,
      int to) {
    int width = shape.width();
    int outputWidth = shape.outputWidth();
    int left = 2 * ox - shape.padLeft();
    VectorMask<Float> no0 = TWICE.compare(LT, -left).cast(F);
    VectorMask<Float> no2 = TWICE.compare(GE, width - 2 - left).cast(F);
    FloatVector counted = FloatVector.fromArray(F, columns, ox);
    FloatVector count = counted.mul(3f);
    int iy = 2 * oy - shape.padTop();
    int at = xPlane + iy * width + left;
    float[] above = iy < 0 ? ZEROS : x;
    int aboveAt = iy < 0 ? 0 : at;
    FloatVector divisor = iy < 0 && !countPadding ? counted.mul(2f) : count;
    // Written out: a call that C2 does not inline here would box its vectors.
    for (int r = 0; r < rows; r++) {
      FloatVector sum = FloatVector.zero(F);
      IntVector low = FloatVector.fromArray(F, above, aboveAt).reinterpretAsInts();
      IntVector high = FloatVector.fromArray(F, above, aboveAt + LENGTH).reinterpretAsInts();
      sum = sum.add(EVEN.selectFrom(low, high).reinterpretAsFloats().blend(0f, no0));
      sum = sum.add(ODD.selectFrom(low, high).reinterpretAsFloats());
      low = FloatVector.fromArray(F, above, aboveAt + 2).reinterpretAsInts();
      high = FloatVector.fromArray(F, above, aboveAt + 2 + LENGTH).reinterpretAsInts();
      sum = sum.add(EVEN.selectFrom(low, high).reinterpretAsFloats().blend(0f, no2));

      at += width;
      low = FloatVector.fromArray(F, x, at).reinterpretAsInts();
      high = FloatVector.fromArray(F, x, at + LENGTH).reinterpretAsInts();
      sum = sum.add(EVEN.selectFrom(low, high).reinterpretAsFloats().blend(0f, no0));
      sum = sum.add(ODD.selectFrom(low, high).reinterpretAsFloats());
      low = FloatVector.fromArray(F, x, at + 2).reinterpretAsInts();
      high = FloatVector.fromArray(F, x, at + 2 + LENGTH).reinterpretAsInts();
      sum = sum.add(EVEN.selectFrom(low, high).reinterpretAsFloats().blend(0f, no2));

      at += width;
      low = FloatVector.fromArray(F, x, at).reinterpretAsInts();
      high = FloatVector.fromArray(F, x, at + LENGTH).reinterpretAsInts();
      sum = sum.add(EVEN.selectFrom(low, high).reinterpretAsFloats().blend(0f, no0));
      sum = sum.add(ODD.selectFrom(low, high).reinterpretAsFloats());
      low = FloatVector.fromArray(F, x, at + 2).reinterpretAsInts();
      high = FloatVector.fromArray(F, x, at + 2 + LENGTH).reinterpretAsInts();
      sum = sum.add(EVEN.selectFrom(low, high).reinterpretAsFloats().blend(0f, no2));

      sum.div(divisor).intoArray(y, to);
      above = x;
      aboveAt = at;
      divisor = count;
      to += outputWidth;
    }
  }
}
