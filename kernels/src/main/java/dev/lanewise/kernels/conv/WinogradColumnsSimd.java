package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.IN;
import static dev.lanewise.kernels.conv.Winograd.P;
import static dev.lanewise.kernels.conv.Winograd.POINTS;
import static dev.lanewise.kernels.conv.Winograd.Q;
import static dev.lanewise.kernels.conv.Winograd.SIXTH;
import static dev.lanewise.kernels.conv.Winograd.TWO_THIRDS;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;
import jdk.incubator.vector.FloatVector;

/**
 * The products of {@link WinogradFewestTiles}, by columns of points. A column of a kernel's points
 * is made of three numbers by so few operations that this is done where it is multiplied, for four
 * tiles at a time: the points are never written. Two of them at a time have sums and constants that
 * fit into 16 registers.
 */
final class WinogradColumnsSimd {
  /** Tiles that are multiplied at once. */
  static final int TILES = 4;

  /** From the kernel of a source to the next, and from a row of it to the next. */
  private static final int KERNEL = 9 * LENGTH;

  private static final int ROW = 3 * LENGTH;

  private static final Scratch ROWS = new Scratch();

  private WinogradColumnsSimd() {}

  /**
   * Lets the chains of all points go on by some sources.
   *
   * @param taps from {@code at}: [sources, 3, 3, LENGTH]
   * @param turned whether kernels are read from their end
   * @param inputs from {@code in}: [POINTS, sources, TILES], a point {@code inStep} after the last
   * @param sums from {@code to}: [TILES, POINTS, LENGTH]
   */
  static void multiply(
      int sources,
      float[] taps,
      int at,
      boolean turned,
      float[] inputs,
      int in,
      int inStep,
      float[] sums,
      int to) {
    int first = turned ? at + 8 * LENGTH : at;
    int step = turned ? -LENGTH : LENGTH;
    column(0, sources, taps, first, 3 * step, inputs, in, inStep, sums, to);
    column(5, sources, taps, first + 2 * step, 3 * step, inputs, in, inStep, sums, to);
    Slice rows = ROWS.slice(sources * KERNEL);
    rows(sources, taps, first, step, 0.5f, P, -TWO_THIRDS, rows);
    column(1, sources, rows.array, rows.at, ROW, inputs, in, inStep, sums, to);
    column(2, sources, rows.array, rows.at + LENGTH, ROW, inputs, in, inStep, sums, to);
    rows(sources, taps, first, step, 2, Q, SIXTH, rows);
    column(3, sources, rows.array, rows.at, ROW, inputs, in, inStep, sums, to);
    column(4, sources, rows.array, rows.at + LENGTH, ROW, inputs, in, inStep, sums, to);
  }

  /**
   * Two columns of transformed rows, whose points differ by a sign, as the first two taps of rows
   * from {@code to}.
   */
  private static void rows(
      int sources,
      float[] taps,
      int at,
      int step,
      float square,
      float point,
      float factor,
      Slice to) {
    float[] rows = to.array;
    FloatVector squared = FloatVector.broadcast(F, square);
    FloatVector plus = FloatVector.broadcast(F, point);
    FloatVector minus = FloatVector.broadcast(F, -point);
    FloatVector scale = FloatVector.broadcast(F, factor);
    for (int c = 0; c < sources; c++) {
      int tap = at + c * KERNEL;
      int u = to.at + c * KERNEL;
      FloatVector g00 = FloatVector.fromArray(F, taps, tap);
      FloatVector g01 = FloatVector.fromArray(F, taps, tap + step);
      FloatVector g02 = FloatVector.fromArray(F, taps, tap + 2 * step);
      FloatVector g10 = FloatVector.fromArray(F, taps, tap + 3 * step);
      FloatVector g11 = FloatVector.fromArray(F, taps, tap + 4 * step);
      FloatVector g12 = FloatVector.fromArray(F, taps, tap + 5 * step);
      FloatVector g20 = FloatVector.fromArray(F, taps, tap + 6 * step);
      FloatVector g21 = FloatVector.fromArray(F, taps, tap + 7 * step);
      FloatVector g22 = FloatVector.fromArray(F, taps, tap + 8 * step);
      FloatVector even0 = g02.fma(squared, g00);
      FloatVector even1 = g12.fma(squared, g10);
      FloatVector even2 = g22.fma(squared, g20);
      g01.fma(plus, even0).mul(scale).intoArray(rows, u);
      g01.fma(minus, even0).mul(scale).intoArray(rows, u + LENGTH);
      g11.fma(plus, even1).mul(scale).intoArray(rows, u + ROW);
      g11.fma(minus, even1).mul(scale).intoArray(rows, u + ROW + LENGTH);
      g21.fma(plus, even2).mul(scale).intoArray(rows, u + 2 * ROW);
      g21.fma(minus, even2).mul(scale).intoArray(rows, u + 2 * ROW + LENGTH);
    }
  }

  /**
   * The points of a column, of which source c has the rows [3, LENGTH] from {@code at + c *
   * KERNEL}.
   */
  private static void column(
      int column,
      int sources,
      float[] rows,
      int at,
      int rowStep,
      float[] inputs,
      int in,
      int inStep,
      float[] sums,
      int to) {
    int v = in + column * inStep;
    int rowOfInputs = IN * inStep;
    int m = to + column * LENGTH;
    ends(sources, rows, at, rowStep, inputs, v, v + 5 * rowOfInputs, sums, m);
    pair(
        sources,
        rows,
        at,
        rowStep,
        0.5f,
        P,
        -TWO_THIRDS,
        inputs,
        v + rowOfInputs,
        rowOfInputs,
        sums,
        m + IN * LENGTH);
    pair(
        sources,
        rows,
        at,
        rowStep,
        2,
        Q,
        SIXTH,
        inputs,
        v + 3 * rowOfInputs,
        rowOfInputs,
        sums,
        m + 3 * IN * LENGTH);
  }

  /** The first point of a column and its last, which the first row and the last are. */
  private static void ends(
      int sources,
      float[] rows,
      int at,
      int rowStep,
      float[] inputs,
      int in0,
      int in5,
      float[] sums,
      int to) {
    int to5 = to + 5 * IN * LENGTH;
    FloatVector c00 = FloatVector.fromArray(F, sums, to);
    FloatVector c01 = FloatVector.fromArray(F, sums, to + POINTS * LENGTH);
    FloatVector c02 = FloatVector.fromArray(F, sums, to + 2 * POINTS * LENGTH);
    FloatVector c03 = FloatVector.fromArray(F, sums, to + 3 * POINTS * LENGTH);
    FloatVector c50 = FloatVector.fromArray(F, sums, to5);
    FloatVector c51 = FloatVector.fromArray(F, sums, to5 + POINTS * LENGTH);
    FloatVector c52 = FloatVector.fromArray(F, sums, to5 + 2 * POINTS * LENGTH);
    FloatVector c53 = FloatVector.fromArray(F, sums, to5 + 3 * POINTS * LENGTH);
    for (int c = 0; c < sources; c++) {
      FloatVector u0 = FloatVector.fromArray(F, rows, at + c * KERNEL);
      FloatVector u5 = FloatVector.fromArray(F, rows, at + c * KERNEL + 2 * rowStep);
      int v0 = in0 + c * TILES;
      int v5 = in5 + c * TILES;
      c00 = FloatVector.broadcast(F, inputs[v0]).fma(u0, c00);
      c01 = FloatVector.broadcast(F, inputs[v0 + 1]).fma(u0, c01);
      c02 = FloatVector.broadcast(F, inputs[v0 + 2]).fma(u0, c02);
      c03 = FloatVector.broadcast(F, inputs[v0 + 3]).fma(u0, c03);
      c50 = FloatVector.broadcast(F, inputs[v5]).fma(u5, c50);
      c51 = FloatVector.broadcast(F, inputs[v5 + 1]).fma(u5, c51);
      c52 = FloatVector.broadcast(F, inputs[v5 + 2]).fma(u5, c52);
      c53 = FloatVector.broadcast(F, inputs[v5 + 3]).fma(u5, c53);
    }
    c00.intoArray(sums, to);
    c01.intoArray(sums, to + POINTS * LENGTH);
    c02.intoArray(sums, to + 2 * POINTS * LENGTH);
    c03.intoArray(sums, to + 3 * POINTS * LENGTH);
    c50.intoArray(sums, to5);
    c51.intoArray(sums, to5 + POINTS * LENGTH);
    c52.intoArray(sums, to5 + 2 * POINTS * LENGTH);
    c53.intoArray(sums, to5 + 3 * POINTS * LENGTH);
  }

  /** Two points that differ by a sign. */
  private static void pair(
      int sources,
      float[] rows,
      int at,
      int rowStep,
      float square,
      float point,
      float factor,
      float[] inputs,
      int in,
      int inStep,
      float[] sums,
      int to) {
    FloatVector squared = FloatVector.broadcast(F, square);
    FloatVector plus = FloatVector.broadcast(F, point);
    FloatVector minus = FloatVector.broadcast(F, -point);
    FloatVector scale = FloatVector.broadcast(F, factor);
    int to1 = to + IN * LENGTH;
    FloatVector c00 = FloatVector.fromArray(F, sums, to);
    FloatVector c01 = FloatVector.fromArray(F, sums, to + POINTS * LENGTH);
    FloatVector c02 = FloatVector.fromArray(F, sums, to + 2 * POINTS * LENGTH);
    FloatVector c03 = FloatVector.fromArray(F, sums, to + 3 * POINTS * LENGTH);
    FloatVector c10 = FloatVector.fromArray(F, sums, to1);
    FloatVector c11 = FloatVector.fromArray(F, sums, to1 + POINTS * LENGTH);
    FloatVector c12 = FloatVector.fromArray(F, sums, to1 + 2 * POINTS * LENGTH);
    FloatVector c13 = FloatVector.fromArray(F, sums, to1 + 3 * POINTS * LENGTH);
    for (int c = 0; c < sources; c++) {
      FloatVector r0 = FloatVector.fromArray(F, rows, at + c * KERNEL);
      FloatVector r1 = FloatVector.fromArray(F, rows, at + c * KERNEL + rowStep);
      FloatVector r2 = FloatVector.fromArray(F, rows, at + c * KERNEL + 2 * rowStep);
      FloatVector even = r2.fma(squared, r0);
      FloatVector u0 = r1.fma(plus, even).mul(scale);
      FloatVector u1 = r1.fma(minus, even).mul(scale);
      int v0 = in + c * TILES;
      int v1 = in + inStep + c * TILES;
      c00 = FloatVector.broadcast(F, inputs[v0]).fma(u0, c00);
      c01 = FloatVector.broadcast(F, inputs[v0 + 1]).fma(u0, c01);
      c02 = FloatVector.broadcast(F, inputs[v0 + 2]).fma(u0, c02);
      c03 = FloatVector.broadcast(F, inputs[v0 + 3]).fma(u0, c03);
      c10 = FloatVector.broadcast(F, inputs[v1]).fma(u1, c10);
      c11 = FloatVector.broadcast(F, inputs[v1 + 1]).fma(u1, c11);
      c12 = FloatVector.broadcast(F, inputs[v1 + 2]).fma(u1, c12);
      c13 = FloatVector.broadcast(F, inputs[v1 + 3]).fma(u1, c13);
    }
    c00.intoArray(sums, to);
    c01.intoArray(sums, to + POINTS * LENGTH);
    c02.intoArray(sums, to + 2 * POINTS * LENGTH);
    c03.intoArray(sums, to + 3 * POINTS * LENGTH);
    c10.intoArray(sums, to1);
    c11.intoArray(sums, to1 + POINTS * LENGTH);
    c12.intoArray(sums, to1 + 2 * POINTS * LENGTH);
    c13.intoArray(sums, to1 + 3 * POINTS * LENGTH);
  }
}
