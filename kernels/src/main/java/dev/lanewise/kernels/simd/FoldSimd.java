package dev.lanewise.kernels.simd;

import static dev.lanewise.kernels.simd.Fold.WIDTH;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/**
 * {@link Fold} on vectors. Four registers hide the latency of an addition; where they hold fewer
 * than the 64 accumulators (below 512 bits) the array is walked once per group of four, each walk
 * touching cache lines of its own.
 *
 * <p>Where it is known that the array begins inside a cache line, the floats up to the next one go
 * first, so that no vector lies across two lines. They go to the last accumulators, and the element
 * after them to the first one: to fold by halves is to add the same pairs, whichever comes first.
 */
public final class FoldSimd {
  private static final int GROUP = 4 * LENGTH;

  /** Floats of a step: twice the accumulators, as the prefetchers like eight reads in a row. */
  private static final int STEP = 2 * WIDTH;

  /** Floats from which on it pays to begin at a line. */
  private static final int LONG = 2048;

  /** What no vector folds: as many as the longest has lanes. */
  private static final int LAST = 16;

  private static final Scratch ACCUMULATORS = new Scratch();

  private FoldSimd() {}

  /** See {@link Fold#sum}. */
  public static float sum(int n, float[] x, int offset) {
    float[] acc = accumulators();
    int head = n < LONG ? 0 : Slice.toLine(x, offset);
    for (int i = 0; i < head; i++) {
      acc[WIDTH - head + i] += x[offset + i];
    }
    int bound = n - (n - head) % WIDTH;
    if (bound > head) {
      for (int group = 0; group < WIDTH; group += GROUP) {
        sumGroup(bound - head, x, offset + head + group, acc, group);
      }
    }
    int i = bound;
    for (; i < n - LENGTH + 1; i += LENGTH) {
      int at = i - bound;
      FloatVector.fromArray(F, acc, at)
          .add(FloatVector.fromArray(F, x, offset + i))
          .intoArray(acc, at);
    }
    for (; i < n; i++) {
      acc[i - bound] += x[offset + i];
    }
    return fold(acc);
  }

  /** See {@link Fold#dot}. */
  public static float dot(int n, float[] x, int xOffset, float[] y, int yOffset) {
    float[] acc = accumulators();
    int head = n < LONG ? 0 : Slice.toLine(x, xOffset);
    for (int i = 0; i < head; i++) {
      acc[WIDTH - head + i] = Math.fma(x[xOffset + i], y[yOffset + i], acc[WIDTH - head + i]);
    }
    int bound = n - (n - head) % WIDTH;
    if (bound > head) {
      for (int group = 0; group < WIDTH; group += GROUP) {
        int from = head + group;
        dotGroup(bound - head, x, xOffset + from, y, yOffset + from, acc, group);
      }
    }
    int i = bound;
    for (; i < n - LENGTH + 1; i += LENGTH) {
      int at = i - bound;
      FloatVector.fromArray(F, x, xOffset + i)
          .fma(FloatVector.fromArray(F, y, yOffset + i), FloatVector.fromArray(F, acc, at))
          .intoArray(acc, at);
    }
    for (; i < n; i++) {
      int at = i - bound;
      acc[at] = Math.fma(x[xOffset + i], y[yOffset + i], acc[at]);
    }
    return fold(acc);
  }

  /** As {@link Fold#accumulators}; read as vectors at once, they are written as vectors. */
  private static float[] accumulators() {
    float[] acc = ACCUMULATORS.floats(WIDTH);
    for (int i = 0; i < WIDTH; i += LENGTH) {
      FloatVector.zero(F).intoArray(acc, i);
    }
    return acc;
  }

  /**
   * See {@link Fold#fold}: the first two halves at once, the last ones as one expression; with
   * loops over them the sum of 256 floats takes 10 ns longer.
   */
  private static float fold(float[] acc) {
    for (int i = 0; i < LAST; i += LENGTH) {
      FloatVector first =
          FloatVector.fromArray(F, acc, i).add(FloatVector.fromArray(F, acc, i + 2 * LAST));
      FloatVector second =
          FloatVector.fromArray(F, acc, i + LAST).add(FloatVector.fromArray(F, acc, i + 3 * LAST));
      first.add(second).intoArray(acc, i);
    }
    float even = (two(acc, 0) + two(acc, 4)) + (two(acc, 2) + two(acc, 6));
    float odd = (two(acc, 1) + two(acc, 5)) + (two(acc, 3) + two(acc, 7));
    return even + odd;
  }

  /** Two of the last ones, which the first of their steps adds. */
  private static float two(float[] acc, int i) {
    return acc[i] + acc[i + LAST / 2];
  }

  /** Adds {@code bound} floats, a multiple of the accumulators, of which a group takes its part. */
  private static void sumGroup(int bound, float[] x, int offset, float[] acc, int group) {
    FloatVector acc0 = FloatVector.fromArray(F, acc, group);
    FloatVector acc1 = FloatVector.fromArray(F, acc, group + LENGTH);
    FloatVector acc2 = FloatVector.fromArray(F, acc, group + 2 * LENGTH);
    FloatVector acc3 = FloatVector.fromArray(F, acc, group + 3 * LENGTH);
    int i = 0;
    for (; i < bound - WIDTH; i += STEP) {
      int j = offset + i;
      acc0 = acc0.add(FloatVector.fromArray(F, x, j));
      acc1 = acc1.add(FloatVector.fromArray(F, x, j + LENGTH));
      acc2 = acc2.add(FloatVector.fromArray(F, x, j + 2 * LENGTH));
      acc3 = acc3.add(FloatVector.fromArray(F, x, j + 3 * LENGTH));
      acc0 = acc0.add(FloatVector.fromArray(F, x, j + WIDTH));
      acc1 = acc1.add(FloatVector.fromArray(F, x, j + WIDTH + LENGTH));
      acc2 = acc2.add(FloatVector.fromArray(F, x, j + WIDTH + 2 * LENGTH));
      acc3 = acc3.add(FloatVector.fromArray(F, x, j + WIDTH + 3 * LENGTH));
    }
    if (i < bound) {
      int j = offset + i;
      acc0 = acc0.add(FloatVector.fromArray(F, x, j));
      acc1 = acc1.add(FloatVector.fromArray(F, x, j + LENGTH));
      acc2 = acc2.add(FloatVector.fromArray(F, x, j + 2 * LENGTH));
      acc3 = acc3.add(FloatVector.fromArray(F, x, j + 3 * LENGTH));
    }
    acc0.intoArray(acc, group);
    acc1.intoArray(acc, group + LENGTH);
    acc2.intoArray(acc, group + 2 * LENGTH);
    acc3.intoArray(acc, group + 3 * LENGTH);
  }

  private static void dotGroup(
      int bound, float[] x, int xOffset, float[] y, int yOffset, float[] acc, int group) {
    FloatVector acc0 = FloatVector.fromArray(F, acc, group);
    FloatVector acc1 = FloatVector.fromArray(F, acc, group + LENGTH);
    FloatVector acc2 = FloatVector.fromArray(F, acc, group + 2 * LENGTH);
    FloatVector acc3 = FloatVector.fromArray(F, acc, group + 3 * LENGTH);
    int i = 0;
    for (; i < bound - WIDTH; i += STEP) {
      int j = xOffset + i;
      int k = yOffset + i;
      acc0 = FloatVector.fromArray(F, x, j).fma(FloatVector.fromArray(F, y, k), acc0);
      acc1 =
          FloatVector.fromArray(F, x, j + LENGTH)
              .fma(FloatVector.fromArray(F, y, k + LENGTH), acc1);
      acc2 =
          FloatVector.fromArray(F, x, j + 2 * LENGTH)
              .fma(FloatVector.fromArray(F, y, k + 2 * LENGTH), acc2);
      acc3 =
          FloatVector.fromArray(F, x, j + 3 * LENGTH)
              .fma(FloatVector.fromArray(F, y, k + 3 * LENGTH), acc3);
      acc0 =
          FloatVector.fromArray(F, x, j + WIDTH).fma(FloatVector.fromArray(F, y, k + WIDTH), acc0);
      acc1 =
          FloatVector.fromArray(F, x, j + WIDTH + LENGTH)
              .fma(FloatVector.fromArray(F, y, k + WIDTH + LENGTH), acc1);
      acc2 =
          FloatVector.fromArray(F, x, j + WIDTH + 2 * LENGTH)
              .fma(FloatVector.fromArray(F, y, k + WIDTH + 2 * LENGTH), acc2);
      acc3 =
          FloatVector.fromArray(F, x, j + WIDTH + 3 * LENGTH)
              .fma(FloatVector.fromArray(F, y, k + WIDTH + 3 * LENGTH), acc3);
    }
    if (i < bound) {
      int j = xOffset + i;
      int k = yOffset + i;
      acc0 = FloatVector.fromArray(F, x, j).fma(FloatVector.fromArray(F, y, k), acc0);
      acc1 =
          FloatVector.fromArray(F, x, j + LENGTH)
              .fma(FloatVector.fromArray(F, y, k + LENGTH), acc1);
      acc2 =
          FloatVector.fromArray(F, x, j + 2 * LENGTH)
              .fma(FloatVector.fromArray(F, y, k + 2 * LENGTH), acc2);
      acc3 =
          FloatVector.fromArray(F, x, j + 3 * LENGTH)
              .fma(FloatVector.fromArray(F, y, k + 3 * LENGTH), acc3);
    }
    acc0.intoArray(acc, group);
    acc1.intoArray(acc, group + LENGTH);
    acc2.intoArray(acc, group + 2 * LENGTH);
    acc3.intoArray(acc, group + 3 * LENGTH);
  }
}
