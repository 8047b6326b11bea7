package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.P;
import static dev.lanewise.kernels.conv.Winograd.Q;
import static dev.lanewise.kernels.conv.Winograd.SIXTH;
import static dev.lanewise.kernels.conv.Winograd.TWO_THIRDS;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.InterleaveSimd;
import dev.lanewise.kernels.simd.Slice;
import jdk.incubator.vector.FloatVector;

/**
 * Kernels to their 36 points as {@link WinogradFilterLanes} read them: a filter as a lane, few
 * channels at a time.
 */
final class WinogradWeightsSimd {
  /** Source planes whose kernels are transformed at once. */
  static final int SOURCES = 8;

  /** Source planes whose kernels are sorted by their taps at once. */
  static final int SORTED = 4 * SOURCES;

  /** Floats that their taps need: room for one more vector of them. */
  static final int TAPS = (9 * SORTED + LENGTH) * LENGTH;

  private WinogradWeightsSimd() {}

  /**
   * Tap i of the kernel of source c and row r, both counted from the first, to taps[(c * 9 + i) *
   * LENGTH + r]. At most SORTED sources; taps holds TAPS floats.
   */
  static void sort(
      WinogradShape s,
      float[] w,
      int wo,
      int group,
      int firstRow,
      int firstSource,
      int sources,
      Slice taps) {
    int at = wo + s.kernel(group, firstRow, firstSource);
    int rows = Math.min(LENGTH, s.rows() - firstRow);
    int floats = 9 * sources;
    if (rows == LENGTH && s.weightSourceStep() == 9 && floats >= LENGTH) {
      for (int i = 0; i < floats; i += LENGTH) {
        int from = Math.min(i, floats - LENGTH);
        InterleaveSimd.square(
            w, at + from, s.weightRowStep(), taps.array, taps.at + from * LENGTH, LENGTH);
      }
    } else if (rows == LENGTH && s.weightRowStep() == 9) {
      KernelTapsSimd.sort(sources, w, at, s.weightSourceStep(), taps.array, taps.at);
    } else {
      oneByOne(s, w, at, rows, sources, taps.array, taps.at);
    }
  }

  private static void oneByOne(
      WinogradShape s, float[] w, int at, int rows, int sources, float[] taps, int to) {
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < sources; c++) {
        int from = at + r * s.weightRowStep() + c * s.weightSourceStep();
        for (int i = 0; i < 9; i++) {
          taps[to + (c * 9 + i) * LENGTH + r] = w[from + i];
        }
      }
    }
  }

  /**
   * The points of SOURCES kernels from taps[at]: point p of kernel c to u[to + p * uStep + c *
   * pitch].
   */
  static void transform(
      float[] taps, int at, boolean turned, float[] u, int to, int uStep, int pitch) {
    int first = at + (turned ? 8 * LENGTH : 0);
    int step = turned ? -LENGTH : LENGTH;
    for (int c = 0; c < SOURCES; c++) {
      transform(taps, first + c * 9 * LENGTH, step, u, to + c * pitch, uStep);
    }
  }

  private static void transform(float[] g, int at, int step, float[] u, int to, int uStep) {
    FloatVector p = FloatVector.broadcast(F, P);
    FloatVector q = FloatVector.broadcast(F, Q);
    FloatVector minusP = FloatVector.broadcast(F, -P);
    FloatVector minusQ = FloatVector.broadcast(F, -Q);
    FloatVector half = FloatVector.broadcast(F, 0.5f);
    FloatVector two = FloatVector.broadcast(F, 2);
    FloatVector minusTwoThirds = FloatVector.broadcast(F, -TWO_THIRDS);
    FloatVector sixth = FloatVector.broadcast(F, SIXTH);
    FloatVector g00 = FloatVector.fromArray(F, g, at);
    FloatVector g01 = FloatVector.fromArray(F, g, at + step);
    FloatVector g02 = FloatVector.fromArray(F, g, at + 2 * step);
    FloatVector evenP0 = g02.fma(half, g00);
    FloatVector evenQ0 = g02.fma(two, g00);
    FloatVector r01 = g01.fma(p, evenP0).mul(minusTwoThirds);
    FloatVector r02 = g01.fma(minusP, evenP0).mul(minusTwoThirds);
    FloatVector r03 = g01.fma(q, evenQ0).mul(sixth);
    FloatVector r04 = g01.fma(minusQ, evenQ0).mul(sixth);
    FloatVector g10 = FloatVector.fromArray(F, g, at + 3 * step);
    FloatVector g11 = FloatVector.fromArray(F, g, at + 4 * step);
    FloatVector g12 = FloatVector.fromArray(F, g, at + 5 * step);
    FloatVector evenP1 = g12.fma(half, g10);
    FloatVector evenQ1 = g12.fma(two, g10);
    FloatVector r11 = g11.fma(p, evenP1).mul(minusTwoThirds);
    FloatVector r12 = g11.fma(minusP, evenP1).mul(minusTwoThirds);
    FloatVector r13 = g11.fma(q, evenQ1).mul(sixth);
    FloatVector r14 = g11.fma(minusQ, evenQ1).mul(sixth);
    FloatVector g20 = FloatVector.fromArray(F, g, at + 6 * step);
    FloatVector g21 = FloatVector.fromArray(F, g, at + 7 * step);
    FloatVector g22 = FloatVector.fromArray(F, g, at + 8 * step);
    FloatVector evenP2 = g22.fma(half, g20);
    FloatVector evenQ2 = g22.fma(two, g20);
    FloatVector r21 = g21.fma(p, evenP2).mul(minusTwoThirds);
    FloatVector r22 = g21.fma(minusP, evenP2).mul(minusTwoThirds);
    FloatVector r23 = g21.fma(q, evenQ2).mul(sixth);
    FloatVector r24 = g21.fma(minusQ, evenQ2).mul(sixth);
    FloatVector columnP0 = g20.fma(half, g00);
    FloatVector columnQ0 = g20.fma(two, g00);
    g00.intoArray(u, to);
    g10.fma(p, columnP0).mul(minusTwoThirds).intoArray(u, to + 6 * uStep);
    g10.fma(minusP, columnP0).mul(minusTwoThirds).intoArray(u, to + 12 * uStep);
    g10.fma(q, columnQ0).mul(sixth).intoArray(u, to + 18 * uStep);
    g10.fma(minusQ, columnQ0).mul(sixth).intoArray(u, to + 24 * uStep);
    g20.intoArray(u, to + 30 * uStep);
    FloatVector columnP1 = r21.fma(half, r01);
    FloatVector columnQ1 = r21.fma(two, r01);
    r01.intoArray(u, to + uStep);
    r11.fma(p, columnP1).mul(minusTwoThirds).intoArray(u, to + 7 * uStep);
    r11.fma(minusP, columnP1).mul(minusTwoThirds).intoArray(u, to + 13 * uStep);
    r11.fma(q, columnQ1).mul(sixth).intoArray(u, to + 19 * uStep);
    r11.fma(minusQ, columnQ1).mul(sixth).intoArray(u, to + 25 * uStep);
    r21.intoArray(u, to + 31 * uStep);
    FloatVector columnP2 = r22.fma(half, r02);
    FloatVector columnQ2 = r22.fma(two, r02);
    r02.intoArray(u, to + 2 * uStep);
    r12.fma(p, columnP2).mul(minusTwoThirds).intoArray(u, to + 8 * uStep);
    r12.fma(minusP, columnP2).mul(minusTwoThirds).intoArray(u, to + 14 * uStep);
    r12.fma(q, columnQ2).mul(sixth).intoArray(u, to + 20 * uStep);
    r12.fma(minusQ, columnQ2).mul(sixth).intoArray(u, to + 26 * uStep);
    r22.intoArray(u, to + 32 * uStep);
    FloatVector columnP3 = r23.fma(half, r03);
    FloatVector columnQ3 = r23.fma(two, r03);
    r03.intoArray(u, to + 3 * uStep);
    r13.fma(p, columnP3).mul(minusTwoThirds).intoArray(u, to + 9 * uStep);
    r13.fma(minusP, columnP3).mul(minusTwoThirds).intoArray(u, to + 15 * uStep);
    r13.fma(q, columnQ3).mul(sixth).intoArray(u, to + 21 * uStep);
    r13.fma(minusQ, columnQ3).mul(sixth).intoArray(u, to + 27 * uStep);
    r23.intoArray(u, to + 33 * uStep);
    FloatVector columnP4 = r24.fma(half, r04);
    FloatVector columnQ4 = r24.fma(two, r04);
    r04.intoArray(u, to + 4 * uStep);
    r14.fma(p, columnP4).mul(minusTwoThirds).intoArray(u, to + 10 * uStep);
    r14.fma(minusP, columnP4).mul(minusTwoThirds).intoArray(u, to + 16 * uStep);
    r14.fma(q, columnQ4).mul(sixth).intoArray(u, to + 22 * uStep);
    r14.fma(minusQ, columnQ4).mul(sixth).intoArray(u, to + 28 * uStep);
    r24.intoArray(u, to + 34 * uStep);
    FloatVector columnP5 = g22.fma(half, g02);
    FloatVector columnQ5 = g22.fma(two, g02);
    g02.intoArray(u, to + 5 * uStep);
    g12.fma(p, columnP5).mul(minusTwoThirds).intoArray(u, to + 11 * uStep);
    g12.fma(minusP, columnP5).mul(minusTwoThirds).intoArray(u, to + 17 * uStep);
    g12.fma(q, columnQ5).mul(sixth).intoArray(u, to + 23 * uStep);
    g12.fma(minusQ, columnQ5).mul(sixth).intoArray(u, to + 29 * uStep);
    g22.intoArray(u, to + 35 * uStep);
  }
}
