package dev.lanewise.kernels.pool;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.I;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static dev.lanewise.kernels.simd.Strides2Simd.ZIP_HIGH;
import static dev.lanewise.kernels.simd.Strides2Simd.ZIP_LOW;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.ULT;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.lanewise.kernels.simd.IntScratch;
import dev.lanewise.kernels.simd.Scratch;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * Gradient of maxima of the windows of {@link ThreesSimd}. Pixels gather, as in {@link
 * ThreesGradientSimd}: each is compared with the places of the windows that see it, in scan order,
 * and adds the gradients of those that it won.
 */
final class ThreesMaxGradientSimd {
  private static final IntVector LANE = IntVector.zero(I).addIndex(1);
  private static final IntVector TWICE = IntVector.zero(I).addIndex(2);
  private static final Scratch GRADIENTS = new Scratch();
  private static final IntScratch PLACES = new IntScratch();

  private ThreesMaxGradientSimd() {}

  /**
   * Hands each window's gradient to the pixel that won.
   *
   * @return whether every place is a pixel of its window; if not, nothing written is of use
   */
  static boolean gradient(
      Pool2dShape shape,
      float[] dy,
      int dyPlane,
      int[] argmax,
      int argmaxPlane,
      float[] dx,
      int dxPlane) {
    // Vectors run past both ends of the rows: what they read there does not count, but must be.
    int outputs = shape.outputHeight() * shape.outputWidth();
    if (dyPlane < 1 || dyPlane + outputs + LENGTH > dy.length) {
      float[] copy = GRADIENTS.floats(1 + outputs + LENGTH);
      System.arraycopy(dy, dyPlane, copy, 1, outputs);
      dy = copy;
      dyPlane = 1;
    }
    if (argmaxPlane < 1 || argmaxPlane + outputs + LENGTH > argmax.length) {
      int[] copy = PLACES.ints(1 + outputs + LENGTH);
      System.arraycopy(argmax, argmaxPlane, copy, 1, outputs);
      argmax = copy;
      argmaxPlane = 1;
    }
    boolean within = true;
    int last = shape.width() - 2 * LENGTH;
    for (int i = 0; i < last + 2 * LENGTH; i += 2 * LENGTH) {
      int ix = Math.min(i, last);
      within &= down(shape, ix, dy, dyPlane, argmax, argmaxPlane, dx, dxPlane + ix);
    }
    ThreesGradientSimd.clearUnseen(shape, dx, dxPlane);
    return within;
  }

  private static boolean down(
      Pool2dShape shape,
      int ix,
      float[] dy,
      int dyPlane,
      int[] argmax,
      int argmaxPlane,
      float[] dx,
      int to) {
    int width = shape.width();
    int outputWidth = shape.outputWidth();
    int outputHeight = shape.outputHeight();
    int size = shape.height() * width;
    int odd = ix + shape.padLeft() & 1;
    int first = ix + shape.padLeft() >> 1;
    IntVector low = ZIP_LOW.lanewise(XOR, odd * LENGTH);
    IntVector high = ZIP_HIGH.lanewise(XOR, odd * LENGTH);
    // Of the windows, those that are there.
    VectorMask<Integer> onLeft = LANE.compare(GE, 1 - odd - first);
    VectorMask<Integer> onRight = LANE.compare(LT, outputWidth - odd - first);
    VectorMask<Integer> inMiddle = LANE.compare(LT, outputWidth - first);
    // Not a mask: C2 would turn that into bytes at each step.
    IntVector strays = IntVector.zero(I);
    int iy = -shape.padTop();
    IntVector edgePlace = TWICE.add(iy * width + ix + odd);
    IntVector middlePlace = TWICE.add(iy * width + ix + 1 - odd);
    // A window's pixels of a row: from the first one on, so many.
    IntVector middle = TWICE.add(ix + 1 - odd);
    IntVector start = middle.sub(1).max(0);
    IntVector count = middle.add(2).min(width).sub(start);
    start = start.add(iy * width);
    FloatVector zero = FloatVector.zero(F);
    FloatVector edge = zero;
    FloatVector centre = zero;
    int at = first;
    for (int oy = 0; oy < outputHeight; oy++) {
      FloatVector left = FloatVector.fromArray(F, dy, dyPlane + at - 1 + odd);
      FloatVector right = FloatVector.fromArray(F, dy, dyPlane + at + odd);
      FloatVector own = FloatVector.fromArray(F, dy, dyPlane + at);
      IntVector leftWon = IntVector.fromArray(I, argmax, argmaxPlane + at - 1 + odd);
      IntVector rightWon = IntVector.fromArray(I, argmax, argmaxPlane + at + odd);
      IntVector ownWon = IntVector.fromArray(I, argmax, argmaxPlane + at);
      IntVector won = ownWon.sub(start);
      VectorMask<Integer> within = won.compare(ULT, count);
      won = won.sub(width);
      within = within.or(won.compare(ULT, count));
      won = won.sub(width);
      within = within.or(won.compare(ULT, count));
      within = within.and(ownWon.compare(ULT, size));
      strays = strays.add(1, within.not());

      IntVector e =
          edge.add(left, leftWon.compare(EQ, edgePlace, onLeft).cast(F))
              .add(right, rightWon.compare(EQ, edgePlace, onRight).cast(F))
              .reinterpretAsInts();
      IntVector c =
          centre.add(own, ownWon.compare(EQ, middlePlace, inMiddle).cast(F)).reinterpretAsInts();
      // The first row may be padding: the next one overwrites it.
      int row = to + Math.max(0, iy) * width;
      low.selectFrom(e, c).reinterpretAsFloats().intoArray(dx, row);
      high.selectFrom(e, c).reinterpretAsFloats().intoArray(dx, row + LENGTH);

      edgePlace = edgePlace.add(width);
      middlePlace = middlePlace.add(width);
      e =
          zero.add(left, leftWon.compare(EQ, edgePlace, onLeft).cast(F))
              .add(right, rightWon.compare(EQ, edgePlace, onRight).cast(F))
              .reinterpretAsInts();
      c = zero.add(own, ownWon.compare(EQ, middlePlace, inMiddle).cast(F)).reinterpretAsInts();
      row = to + (iy + 1) * width;
      low.selectFrom(e, c).reinterpretAsFloats().intoArray(dx, row);
      high.selectFrom(e, c).reinterpretAsFloats().intoArray(dx, row + LENGTH);

      edgePlace = edgePlace.add(width);
      middlePlace = middlePlace.add(width);
      edge =
          zero.add(left, leftWon.compare(EQ, edgePlace, onLeft).cast(F))
              .add(right, rightWon.compare(EQ, edgePlace, onRight).cast(F));
      centre = zero.add(own, ownWon.compare(EQ, middlePlace, inMiddle).cast(F));
      start = start.add(2 * width);
      at += outputWidth;
      iy += 2;
    }
    if (iy < shape.height()) {
      int row = to + iy * width;
      IntVector e = edge.reinterpretAsInts();
      IntVector c = centre.reinterpretAsInts();
      low.selectFrom(e, c).reinterpretAsFloats().intoArray(dx, row);
      high.selectFrom(e, c).reinterpretAsFloats().intoArray(dx, row + LENGTH);
    }
    return !strays.compare(NE, 0).and(inMiddle).anyTrue();
  }
}
