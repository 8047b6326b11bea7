package dev.lanewise.kernels.pool;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.I;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static dev.lanewise.kernels.simd.Lanes.roundUp;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.lanewise.kernels.simd.Fold;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * Means of planes that have no more pixels than {@link Fold} has accumulators, so that a sum is a
 * tree of additions: the vectors of a plane fold to one, and then its lanes do, by halves. Folded
 * once, two planes share a vector, and each fold more brings twice as many into one.
 *
 * <p>The accumulators' +0 is added last: sums of whatever zeros differ by no more than their sign.
 */
final class SmallPlanesSimd {
  /** Planes at a time, so that their vectors stay in the L1 cache. */
  private static final int BLOCK = 16 * LENGTH;

  /** In 16 pixels. */
  private static final int VECTORS = 16 / LENGTH;

  private static final IntVector LANE = IntVector.zero(I).addIndex(1);
  private static final IntVector REVERSED_BITS = reversedBits();
  private static final Scratch WORK = new Scratch();
  private static final Scratch LAST = new Scratch();

  private SmallPlanesSimd() {}

  private static IntVector reversedBits() {
    int[] lanes = new int[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      lanes[i] = Integer.reverse(i) >>> Integer.numberOfLeadingZeros(LENGTH - 1);
    }
    return IntVector.fromArray(I, lanes, 0);
  }

  static boolean fits(int pixels) {
    return pixels <= Fold.WIDTH;
  }

  /** y[p] = the mean of plane p; x: [planes, pixels]. */
  static void means(int planes, int pixels, float[] x, int xOffset, float[] y, int yOffset) {
    Slice slice = WORK.slice(VECTORS * BLOCK * LENGTH);
    float[] work = slice.array;
    int at = slice.at;
    for (int from = 0; from < planes; from += BLOCK) {
      int count = Math.min(BLOCK, planes - from);
      foldEnds(count, pixels, x, xOffset + from * pixels, work, at);
      int vectors = roundUp(count);
      int half = LENGTH / 2;
      for (; half > 1; half /= 4) {
        vectors /= 4;
        foldTwice(half, vectors, work, at);
      }
      if (half == 1) {
        vectors /= 2;
        foldLanes(half, vectors, work, at);
      }
      divide(vectors, pixels, work, at);
      System.arraycopy(work, at, y, yOffset + from, count);
    }
  }

  /** Vectors run past the end of a plane: the last ones of the array are copied first. */
  private static void foldEnds(
      int count, int pixels, float[] x, int xOffset, float[] work, int to) {
    int fit = Math.floorDiv(x.length - xOffset - roundUp(pixels), pixels) + 1;
    int whole = Math.max(0, Math.min(count, fit));
    foldVectors(whole, pixels, x, xOffset, work, to);
    if (whole < count) {
      int rest = (count - whole) * pixels;
      float[] last = LAST.floats(rest + LENGTH);
      System.arraycopy(x, xOffset + whole * pixels, last, 0, rest);
      foldVectors(count - whole, pixels, last, 0, work, to + whole * LENGTH);
    }
  }

  /** Folds 64 pixels to 16, of which a vector of all planes comes after the other, then to one. */
  private static void foldVectors(
      int count, int pixels, float[] x, int xOffset, float[] work, int to) {
    for (int i = 0; i < VECTORS; i++) {
      quarter(i * LENGTH, count, pixels, x, xOffset, work, i * BLOCK * LENGTH + to);
    }
    for (int half = VECTORS / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        int low = i * BLOCK * LENGTH + to;
        add(count * LENGTH, work, low, low + half * BLOCK * LENGTH);
      }
    }
  }

  private static void add(int n, float[] work, int low, int high) {
    for (int i = 0; i < n; i += LENGTH) {
      FloatVector.fromArray(F, work, low + i)
          .add(FloatVector.fromArray(F, work, high + i))
          .intoArray(work, low + i);
    }
  }

  /** Adds a plane's vectors that lie 16 pixels apart, but for what lies beyond its end. */
  private static void quarter(
      int first, int count, int pixels, float[] x, int xOffset, float[] work, int to) {
    VectorMask<Float> m0 = LANE.compare(LT, pixels - first).cast(F);
    VectorMask<Float> m1 = LANE.compare(LT, pixels - first - 16).cast(F);
    VectorMask<Float> m2 = LANE.compare(LT, pixels - first - 32).cast(F);
    VectorMask<Float> m3 = LANE.compare(LT, pixels - first - 48).cast(F);
    // What does not count may be read from anywhere.
    int o0 = first < pixels ? first : 0;
    int o1 = first + 16 < pixels ? first + 16 : 0;
    int o2 = first + 32 < pixels ? first + 32 : 0;
    int o3 = first + 48 < pixels ? first + 48 : 0;
    FloatVector zero = FloatVector.zero(F);
    for (int plane = 0; plane < count; plane++) {
      int at = xOffset + plane * pixels;
      FloatVector even = FloatVector.fromArray(F, x, at + o0);
      even = even.add(FloatVector.fromArray(F, x, at + o2), m2);
      FloatVector odd = FloatVector.fromArray(F, x, at + o1);
      odd = odd.add(FloatVector.fromArray(F, x, at + o3), m3);
      zero.blend(even.add(odd, m1), m0).intoArray(work, to + plane * LENGTH);
    }
  }

  /** Vector i = the folded lanes of vector 2 i, and those of the next one in the places left. */
  private static void foldLanes(int half, int vectors, float[] work, int at) {
    VectorMask<Integer> second = LANE.and(half).compare(NE, 0);
    IntVector swap = LANE.lanewise(XOR, half).add(LENGTH, second);
    for (int i = 0; i < vectors; i++) {
      IntVector a = FloatVector.fromArray(F, work, at + 2 * i * LENGTH).reinterpretAsInts();
      IntVector b = FloatVector.fromArray(F, work, at + (2 * i + 1) * LENGTH).reinterpretAsInts();
      FloatVector stayed = a.blend(b, second).reinterpretAsFloats();
      FloatVector swapped = swap.selectFrom(a, b).reinterpretAsFloats();
      stayed.add(swapped).intoArray(work, at + i * LENGTH);
    }
  }

  /** The same twice, with half of half the lanes then. */
  private static void foldTwice(int half, int vectors, float[] work, int at) {
    VectorMask<Integer> second = LANE.and(half).compare(NE, 0);
    VectorMask<Integer> fourth = LANE.and(half / 2).compare(NE, 0);
    IntVector swap = LANE.lanewise(XOR, half).add(LENGTH, second);
    IntVector swapAgain = LANE.lanewise(XOR, half / 2).add(LENGTH, fourth);
    for (int i = 0; i < vectors; i++) {
      int from = at + 4 * i * LENGTH;
      IntVector a = FloatVector.fromArray(F, work, from).reinterpretAsInts();
      IntVector b = FloatVector.fromArray(F, work, from + LENGTH).reinterpretAsInts();
      FloatVector stayed = a.blend(b, second).reinterpretAsFloats();
      FloatVector swapped = swap.selectFrom(a, b).reinterpretAsFloats();
      IntVector ab = stayed.add(swapped).reinterpretAsInts();
      IntVector c = FloatVector.fromArray(F, work, from + 2 * LENGTH).reinterpretAsInts();
      IntVector d = FloatVector.fromArray(F, work, from + 3 * LENGTH).reinterpretAsInts();
      stayed = c.blend(d, second).reinterpretAsFloats();
      swapped = swap.selectFrom(c, d).reinterpretAsFloats();
      IntVector cd = stayed.add(swapped).reinterpretAsInts();
      stayed = ab.blend(cd, fourth).reinterpretAsFloats();
      swapped = swapAgain.selectFrom(ab, cd).reinterpretAsFloats();
      stayed.add(swapped).intoArray(work, at + i * LENGTH);
    }
  }

  /** Neighbours, folded first, are farthest apart: the bits of a lane's plane stand reversed. */
  private static void divide(int vectors, int pixels, float[] work, int at) {
    for (int i = 0; i < vectors; i++) {
      IntVector sums = FloatVector.fromArray(F, work, at + i * LENGTH).reinterpretAsInts();
      FloatVector inOrder = REVERSED_BITS.selectFrom(sums).reinterpretAsFloats();
      inOrder.add(0f).div(pixels).intoArray(work, at + i * LENGTH);
    }
  }
}
