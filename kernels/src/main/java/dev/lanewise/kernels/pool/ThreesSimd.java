package dev.lanewise.kernels.pool;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.I;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static dev.lanewise.kernels.simd.Strides2Simd.EVEN;
import static dev.lanewise.kernels.simd.Strides2Simd.ODD;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.lanewise.kernels.simd.IntScratch;
import dev.lanewise.kernels.simd.Scratch;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * Windows of 3 x 3 at stride 2, padded by one at most: read straight from the image. Lane i is
 * window i; a vector of windows goes down some rows, and what the windows of one row share with
 * those of the next stays in registers. The last vector of a row overlaps the one before.
 *
 * <p>A first step, at row -1 as it were, only brings in what the first row shares with it.
 */
final class ThreesSimd {
  private static final IntVector LANE = IntVector.zero(I).addIndex(1);
  private static final IntVector TWICE = IntVector.zero(I).addIndex(2);
  private static final Scratch CARRIED = new Scratch();
  private static final IntScratch CARRIED_PLACES = new IntScratch();

  /** Pixels, 32 KB, that stay in the first cache while each vector across goes down a part. */
  private static final int BLOCK = 8192;

  private ThreesSimd() {}

  /**
   * Rows of windows that a vector goes down at a time; a way down costs as much as a few of them.
   */
  private static int rowsOfBlock(Pool2dShape shape) {
    return Math.max(8, BLOCK / (2 * shape.width()));
  }

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
    int reach = 2 * shape.outputWidth() + 1 - shape.padLeft();
    int rows = Math.floorDiv(x.length - xPlane - reach, width) + 1;
    return rows >= shape.height()
        ? shape.outputHeight()
        : Math.max(oy, (rows + shape.padTop() - 1) / 2);
  }

  /**
   * Greatest pixels and their places, from output row {@code oy} on: first the greatest of each
   * input row, then of those. Of two the first wins unless the second is greater.
   *
   * @return whether all that was read is finite, sums of three included; if not, what is written is
   *     of no use: NaN would win
   */
  static boolean max(
      Pool2dShape shape,
      int oy,
      int rows,
      float[] x,
      int xPlane,
      float[] y,
      int yRow,
      int[] argmax,
      int argmaxRow) {
    int outputWidth = shape.outputWidth();
    float[] pixels = CARRIED.floats(outputWidth + LENGTH);
    int[] places = CARRIED_PLACES.ints(outputWidth + LENGTH);
    boolean finite = true;
    int block = rowsOfBlock(shape);
    for (int from = -1; from < rows; from += block) {
      int to = Math.min(rows, from + block);
      for (int i = 0; i < outputWidth; i += LENGTH) {
        int ox = Math.min(i, outputWidth - LENGTH);
        finite &=
            maxDown(
                shape,
                oy,
                from,
                to,
                ox,
                x,
                xPlane,
                y,
                yRow + ox,
                argmax,
                argmaxRow + ox,
                i,
                pixels,
                places);
      }
    }
    return finite;
  }

  private static boolean maxDown(
      Pool2dShape shape,
      int oy,
      int from,
      int end,
      int ox,
      float[] x,
      int xPlane,
      float[] y,
      int yTo,
      int[] argmax,
      int argmaxTo,
      int carried,
      float[] pixels,
      int[] places) {
    int width = shape.width();
    int outputWidth = shape.outputWidth();
    int left = 2 * ox - shape.padLeft();
    VectorMask<Float> has0 = TWICE.compare(GE, -left).cast(F);
    VectorMask<Float> has2 = TWICE.compare(LT, width - 2 - left).cast(F);
    // Where every real pixel is -infinity none beats the padding: the first one wins.
    IntVector p0 = TWICE.add(left);
    IntVector p1 = p0.add(1);
    IntVector p2 = p0.add(2);
    // Computed: constants of integers would be read again after each store of places.
    IntVector odds = TWICE.add(1);
    IntVector nexts = LANE.add(1);
    FloatVector best = FloatVector.fromArray(F, pixels, carried);
    IntVector place = IntVector.fromArray(I, places, carried);
    // A row beyond the plane's edge is that at the edge once more, which does not beat itself.
    int top = shape.top(oy);
    int bottom = shape.height() - 1;
    int iy = 2 * (oy + from) - shape.padTop() + 1;
    FloatVector zero = FloatVector.zero(F);
    FloatVector finite = zero;
    for (int r = from; r < end; r++) {
      // Written out for both rows: a call that C2 does not inline here would box its vectors.
      int row = Math.max(top, Math.min(iy, bottom)) * width;
      int at = xPlane + row + left;
      FloatVector low = FloatVector.fromArray(F, x, at);
      FloatVector high = FloatVector.fromArray(F, x, at + LENGTH);
      IntVector even = TWICE.selectFrom(low.reinterpretAsInts(), high.reinterpretAsInts());
      IntVector odd = odds.selectFrom(low.reinterpretAsInts(), high.reinterpretAsInts());
      IntVector next =
          nexts.selectFrom(
              even, IntVector.broadcast(I, Float.floatToRawIntBits(x[at + 2 * LENGTH])));
      finite = low.add(high).add(next.reinterpretAsFloats()).fma(zero, finite);
      FloatVector first = even.reinterpretAsFloats();
      FloatVector other = odd.reinterpretAsFloats();
      VectorMask<Float> stays = first.compare(GE, other, has0);
      IntVector firstPlace = p1.blend(p0, stays.cast(I));
      first = other.blend(first, stays);
      other = next.reinterpretAsFloats();
      VectorMask<Float> beaten = first.compare(LT, other, has2);
      first = first.blend(other, beaten);
      firstPlace = firstPlace.blend(p2, beaten.cast(I)).add(row);

      beaten = best.compare(LT, first);
      place = place.blend(firstPlace, beaten.cast(I));
      best = best.blend(first, beaten);

      row = Math.max(top, Math.min(iy + 1, bottom)) * width;
      at = xPlane + row + left;
      low = FloatVector.fromArray(F, x, at);
      high = FloatVector.fromArray(F, x, at + LENGTH);
      even = TWICE.selectFrom(low.reinterpretAsInts(), high.reinterpretAsInts());
      odd = odds.selectFrom(low.reinterpretAsInts(), high.reinterpretAsInts());
      next =
          nexts.selectFrom(
              even, IntVector.broadcast(I, Float.floatToRawIntBits(x[at + 2 * LENGTH])));
      finite = low.add(high).add(next.reinterpretAsFloats()).fma(zero, finite);
      first = even.reinterpretAsFloats();
      other = odd.reinterpretAsFloats();
      stays = first.compare(GE, other, has0);
      firstPlace = p1.blend(p0, stays.cast(I));
      first = other.blend(first, stays);
      other = next.reinterpretAsFloats();
      beaten = first.compare(LT, other, has2);
      first = first.blend(other, beaten);
      firstPlace = firstPlace.blend(p2, beaten.cast(I)).add(row);

      // What the first one writes, which sees two rows only, the next one overwrites.
      int to = Math.max(0, r) * outputWidth;
      beaten = best.compare(LT, first);
      best.blend(first, beaten).intoArray(y, yTo + to);
      place.blend(firstPlace, beaten.cast(I)).intoArray(argmax, argmaxTo + to);
      best = first;
      place = firstPlace;
      iy += 2;
    }
    best.intoArray(pixels, carried);
    place.intoArray(places, carried);
    return !finite.compare(NE, finite).anyTrue();
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
    int outputWidth = shape.outputWidth();
    float[] begun = CARRIED.floats(outputWidth + LENGTH);
    boolean padded = 2 * oy < shape.padTop();
    if (padded) {
      Arrays.fill(begun, 0, outputWidth + LENGTH, 0f);
    }
    int block = rowsOfBlock(shape);
    for (int from = padded ? 0 : -1; from < rows; from += block) {
      int end = Math.min(rows, from + block);
      for (int i = 0; i < outputWidth; i += LENGTH) {
        int ox = Math.min(i, outputWidth - LENGTH);
        meanDown(
            shape, countPadding, oy, from, end, ox, columns, x, xPlane, y, yRow + ox, begun, i);
      }
    }
  }

  private static void meanDown(
      Pool2dShape shape,
      boolean countPadding,
      int oy,
      int from,
      int end,
      int ox,
      float[] columns,
      float[] x,
      int xPlane,
      float[] y,
      int yTo,
      float[] begun,
      int begunAt) {
    int width = shape.width();
    int outputWidth = shape.outputWidth();
    int left = 2 * ox - shape.padLeft();
    VectorMask<Float> has0 = TWICE.compare(GE, -left).cast(F);
    VectorMask<Float> has2 = TWICE.compare(LT, width - 2 - left).cast(F);
    FloatVector counted = FloatVector.fromArray(F, columns, ox);
    FloatVector count = counted.mul(3f);
    int top = shape.top(oy);
    int iy = 2 * (oy + from) - shape.padTop() + 1;
    FloatVector divisor = iy == 0 && !countPadding ? counted.mul(2f) : count;
    FloatVector begin = FloatVector.fromArray(F, begun, begunAt);
    FloatVector zero = FloatVector.zero(F);
    IntVector nexts = LANE.add(1);
    for (int r = from; r < end; r++) {
      // Written out for both rows: a call that C2 does not inline here would box its vectors.
      int at = xPlane + Math.max(top, iy) * width + left;
      IntVector low = FloatVector.fromArray(F, x, at).reinterpretAsInts();
      IntVector high = FloatVector.fromArray(F, x, at + LENGTH).reinterpretAsInts();
      IntVector even = EVEN.selectFrom(low, high);
      IntVector next =
          nexts.selectFrom(
              even, IntVector.broadcast(I, Float.floatToRawIntBits(x[at + 2 * LENGTH])));
      FloatVector sum = begin.add(even.reinterpretAsFloats(), has0);
      sum = sum.add(ODD.selectFrom(low, high).reinterpretAsFloats());
      sum = sum.add(next.reinterpretAsFloats(), has2);

      at = xPlane + (iy + 1) * width + left;
      low = FloatVector.fromArray(F, x, at).reinterpretAsInts();
      high = FloatVector.fromArray(F, x, at + LENGTH).reinterpretAsInts();
      even = EVEN.selectFrom(low, high);
      next =
          nexts.selectFrom(
              even, IntVector.broadcast(I, Float.floatToRawIntBits(x[at + 2 * LENGTH])));
      FloatVector pixel = even.reinterpretAsFloats();
      sum = sum.add(pixel, has0);
      begin = zero.add(pixel, has0);
      pixel = ODD.selectFrom(low, high).reinterpretAsFloats();
      sum = sum.add(pixel);
      begin = begin.add(pixel);
      pixel = next.reinterpretAsFloats();
      sum = sum.add(pixel, has2);
      begin = begin.add(pixel, has2);

      // What the first one writes, which sees no whole window, the next one overwrites.
      sum.div(divisor).intoArray(y, yTo + Math.max(0, r) * outputWidth);
      divisor = count;
      iy += 2;
    }
    begin.intoArray(begun, begunAt);
  }
}
