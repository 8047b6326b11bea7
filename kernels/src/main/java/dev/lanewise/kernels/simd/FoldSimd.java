package dev.lanewise.kernels.simd;

import static dev.lanewise.kernels.simd.Fold.WIDTH;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/**
 * {@link Fold} on vectors. Four registers hide the latency of an addition; where they hold fewer
 * than the 64 accumulators (below 512 bits) the array is walked once per group of four, each walk
 * touching cache lines of its own.
 */
public final class FoldSimd {
  private static final int GROUP = 4 * LENGTH;

  /** What no vector folds: as many as the longest has lanes. */
  private static final int LAST = 16;

  private FoldSimd() {}

  /** See {@link Fold#sum}. */
  public static float sum(int n, float[] x, int offset) {
    float[] acc = Fold.accumulators();
    int bound = n - n % WIDTH;
    if (bound > 0) {
      for (int group = 0; group < WIDTH; group += GROUP) {
        sumGroup(bound, x, offset + group, acc, group);
      }
    }
    int i = bound;
    for (; i < n - LENGTH + 1; i += LENGTH) {
      FloatVector.fromArray(F, acc, i - bound)
          .add(FloatVector.fromArray(F, x, offset + i))
          .intoArray(acc, i - bound);
    }
    for (; i < n; i++) {
      acc[i - bound] += x[offset + i];
    }
    return fold(acc);
  }

  /** See {@link Fold#dot}. */
  public static float dot(int n, float[] x, int xOffset, float[] y, int yOffset) {
    float[] acc = Fold.accumulators();
    int bound = n - n % WIDTH;
    if (bound > 0) {
      for (int group = 0; group < WIDTH; group += GROUP) {
        dotGroup(bound, x, xOffset + group, y, yOffset + group, acc, group);
      }
    }
    int i = bound;
    for (; i < n - LENGTH + 1; i += LENGTH) {
      FloatVector.fromArray(F, x, xOffset + i)
          .fma(FloatVector.fromArray(F, y, yOffset + i), FloatVector.fromArray(F, acc, i - bound))
          .intoArray(acc, i - bound);
    }
    for (; i < n; i++) {
      acc[i - bound] = Math.fma(x[xOffset + i], y[yOffset + i], acc[i - bound]);
    }
    return fold(acc);
  }

  /**
   * See {@link Fold#fold}. The last halves are one expression: with loops over them the sum of 256
   * floats takes 43 ns instead of 33.
   */
  private static float fold(float[] acc) {
    for (int half = WIDTH / 2; half >= LAST; half /= 2) {
      for (int i = 0; i < half; i += LENGTH) {
        FloatVector.fromArray(F, acc, i)
            .add(FloatVector.fromArray(F, acc, half + i))
            .intoArray(acc, i);
      }
    }
    float even = (two(acc, 0) + two(acc, 4)) + (two(acc, 2) + two(acc, 6));
    float odd = (two(acc, 1) + two(acc, 5)) + (two(acc, 3) + two(acc, 7));
    return even + odd;
  }

  /** Two of the last ones, which the first of their steps adds. */
  private static float two(float[] acc, int i) {
    return acc[i] + acc[i + LAST / 2];
  }

  private static void sumGroup(int bound, float[] x, int offset, float[] acc, int group) {
    FloatVector acc0 = FloatVector.zero(F);
    FloatVector acc1 = acc0;
    FloatVector acc2 = acc0;
    FloatVector acc3 = acc0;
    for (int i = 0; i < bound; i += WIDTH) {
      acc0 = acc0.add(FloatVector.fromArray(F, x, offset + i));
      acc1 = acc1.add(FloatVector.fromArray(F, x, offset + i + LENGTH));
      acc2 = acc2.add(FloatVector.fromArray(F, x, offset + i + 2 * LENGTH));
      acc3 = acc3.add(FloatVector.fromArray(F, x, offset + i + 3 * LENGTH));
    }
    acc0.intoArray(acc, group);
    acc1.intoArray(acc, group + LENGTH);
    acc2.intoArray(acc, group + 2 * LENGTH);
    acc3.intoArray(acc, group + 3 * LENGTH);
  }

  private static void dotGroup(
      int bound, float[] x, int xOffset, float[] y, int yOffset, float[] acc, int group) {
    FloatVector acc0 = FloatVector.zero(F);
    FloatVector acc1 = acc0;
    FloatVector acc2 = acc0;
    FloatVector acc3 = acc0;
    for (int i = 0; i < bound; i += WIDTH) {
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
