package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.I;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Sorts kernels of 3 x 3 that lie side by side by their taps: a vector for each tap, a kernel as a
 * lane.
 *
 * <p>LENGTH kernels are 9 vectors, and as 9 is odd each lane of them has every tap once. In the
 * right order of the vectors these are, in lane l, the taps l, l + 1 and so on, modulo 9. Rotating
 * each lane by l among the vectors, in steps of 1, 2, 4 and 8, brings a tap together; it remains to
 * set its lanes in order, which the last step does. Transposing squares takes twice as many.
 */
final class KernelTapsSimd {
  // Lanes of a vector and of another, which come from there: a step, then the last ones.
  private static final IntVector ONE = rotated(1);
  private static final IntVector TWO = rotated(2);
  private static final IntVector FOUR = rotated(4);
  private static final IntVector TAP0 = tap(0);
  private static final IntVector TAP1 = tap(1);
  private static final IntVector TAP2 = tap(2);
  private static final IntVector TAP3 = tap(3);
  private static final IntVector TAP4 = tap(4);
  private static final IntVector TAP5 = tap(5);
  private static final IntVector TAP6 = tap(6);
  private static final IntVector TAP7 = tap(7);
  private static final IntVector TAP8 = tap(8);

  /** Where the vectors begin, in that order. */
  private static final int[] FROM = new int[9];

  static {
    for (int v = 0; v < 9; v++) {
      FROM[v * LENGTH % 9] = v * LENGTH;
    }
  }

  private KernelTapsSimd() {}

  private static IntVector rotated(int by) {
    int[] lanes = new int[LENGTH];
    for (int lane = 0; lane < LENGTH; lane++) {
      lanes[lane] = (lane % 9 & by) != 0 ? LENGTH + lane : lane;
    }
    return IntVector.fromArray(I, lanes, 0);
  }

  private static IntVector tap(int tap) {
    int[] lanes = new int[LENGTH];
    for (int kernel = 0; kernel < LENGTH; kernel++) {
      int lane = (9 * kernel + tap) % LENGTH;
      lanes[kernel] = lane % 9 == 8 ? LENGTH + lane : lane;
    }
    return IntVector.fromArray(I, lanes, 0);
  }

  /**
   * taps[to + (c * 9 + i) * LENGTH + r] = w[at + c * step + r * 9 + i], for c in [0, count), i in
   * [0, 9) and r in [0, LENGTH).
   */
  static void sort(int count, float[] w, int at, int step, float[] taps, int to) {
    for (int c = 0; c < count; c++) {
      int from = at + c * step;
      IntVector a0 = FloatVector.fromArray(F, w, from + FROM[0]).reinterpretAsInts();
      IntVector a1 = FloatVector.fromArray(F, w, from + FROM[1]).reinterpretAsInts();
      IntVector a2 = FloatVector.fromArray(F, w, from + FROM[2]).reinterpretAsInts();
      IntVector a3 = FloatVector.fromArray(F, w, from + FROM[3]).reinterpretAsInts();
      IntVector a4 = FloatVector.fromArray(F, w, from + FROM[4]).reinterpretAsInts();
      IntVector a5 = FloatVector.fromArray(F, w, from + FROM[5]).reinterpretAsInts();
      IntVector a6 = FloatVector.fromArray(F, w, from + FROM[6]).reinterpretAsInts();
      IntVector a7 = FloatVector.fromArray(F, w, from + FROM[7]).reinterpretAsInts();
      IntVector a8 = FloatVector.fromArray(F, w, from + FROM[8]).reinterpretAsInts();
      IntVector b0 = ONE.selectFrom(a0, a8);
      IntVector b1 = ONE.selectFrom(a1, a0);
      IntVector b2 = ONE.selectFrom(a2, a1);
      IntVector b3 = ONE.selectFrom(a3, a2);
      IntVector b4 = ONE.selectFrom(a4, a3);
      IntVector b5 = ONE.selectFrom(a5, a4);
      IntVector b6 = ONE.selectFrom(a6, a5);
      IntVector b7 = ONE.selectFrom(a7, a6);
      IntVector b8 = ONE.selectFrom(a8, a7);
      IntVector c0 = TWO.selectFrom(b0, b7);
      IntVector c1 = TWO.selectFrom(b1, b8);
      IntVector c2 = TWO.selectFrom(b2, b0);
      IntVector c3 = TWO.selectFrom(b3, b1);
      IntVector c4 = TWO.selectFrom(b4, b2);
      IntVector c5 = TWO.selectFrom(b5, b3);
      IntVector c6 = TWO.selectFrom(b6, b4);
      IntVector c7 = TWO.selectFrom(b7, b5);
      IntVector c8 = TWO.selectFrom(b8, b6);
      IntVector d0 = FOUR.selectFrom(c0, c5);
      IntVector d1 = FOUR.selectFrom(c1, c6);
      IntVector d2 = FOUR.selectFrom(c2, c7);
      IntVector d3 = FOUR.selectFrom(c3, c8);
      IntVector d4 = FOUR.selectFrom(c4, c0);
      IntVector d5 = FOUR.selectFrom(c5, c1);
      IntVector d6 = FOUR.selectFrom(c6, c2);
      IntVector d7 = FOUR.selectFrom(c7, c3);
      IntVector d8 = FOUR.selectFrom(c8, c4);
      int tap = to + c * 9 * LENGTH;
      TAP0.selectFrom(d0, d1).reinterpretAsFloats().intoArray(taps, tap);
      TAP1.selectFrom(d1, d2).reinterpretAsFloats().intoArray(taps, tap + LENGTH);
      TAP2.selectFrom(d2, d3).reinterpretAsFloats().intoArray(taps, tap + 2 * LENGTH);
      TAP3.selectFrom(d3, d4).reinterpretAsFloats().intoArray(taps, tap + 3 * LENGTH);
      TAP4.selectFrom(d4, d5).reinterpretAsFloats().intoArray(taps, tap + 4 * LENGTH);
      TAP5.selectFrom(d5, d6).reinterpretAsFloats().intoArray(taps, tap + 5 * LENGTH);
      TAP6.selectFrom(d6, d7).reinterpretAsFloats().intoArray(taps, tap + 6 * LENGTH);
      TAP7.selectFrom(d7, d8).reinterpretAsFloats().intoArray(taps, tap + 7 * LENGTH);
      TAP8.selectFrom(d8, d0).reinterpretAsFloats().intoArray(taps, tap + 8 * LENGTH);
    }
  }
}
