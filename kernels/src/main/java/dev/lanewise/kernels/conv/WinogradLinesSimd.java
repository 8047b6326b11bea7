package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.IN;
import static dev.lanewise.kernels.conv.Winograd.OUT;
import static dev.lanewise.kernels.conv.Winograd.P;
import static dev.lanewise.kernels.conv.Winograd.Q;
import static dev.lanewise.kernels.conv.Winograd.SIXTH;
import static dev.lanewise.kernels.conv.Winograd.TWO_THIRDS;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.I;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static dev.lanewise.kernels.simd.Strides2Simd.EVEN;
import static dev.lanewise.kernels.simd.Strides2Simd.ODD;
import static jdk.incubator.vector.VectorOperators.LE;

import dev.lanewise.kernels.simd.Slice;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * The line transforms of {@link Winograd} for a vector of tiles at once. They go from array to
 * array: a method that returned vectors would box them. Between rows and columns lie {@code lines}:
 * [rows, points, LENGTH].
 */
final class WinogradLinesSimd {
  private WinogradLinesSimd() {}

  /**
   * Six rows of LENGTH tiles. The middle four columns of all tiles make up vectors; the outer two
   * are the neighbours' next ones, or in ends: [rows, 2, NR].
   *
   * @param from where the vectors of the NR tiles begin, after base: [rows, 4 * NR / LENGTH]
   * @param keep -1 for their lanes, 0 for those that are to be 0: [rows, 4 * NR]
   * @param previous for each tile the lane of the one before, or LENGTH + its own where ends count
   * @param next the same of the one behind
   */
  static void inputRows(
      float[] src,
      int base,
      int[] from,
      int[] keep,
      float[] ends,
      int tile,
      int[] previous,
      int[] next,
      Slice lines) {
    FloatVector minusTwo = FloatVector.broadcast(F, -2);
    FloatVector minusHalf = FloatVector.broadcast(F, -0.5f);
    FloatVector minusFiveHalves = FloatVector.broadcast(F, -2.5f);
    FloatVector p = FloatVector.broadcast(F, P);
    FloatVector q = FloatVector.broadcast(F, Q);
    FloatVector minusP = FloatVector.broadcast(F, -P);
    FloatVector minusQ = FloatVector.broadcast(F, -Q);
    IntVector before = IntVector.fromArray(I, previous, tile);
    IntVector behind = IntVector.fromArray(I, next, tile);
    for (int i = 0; i < IN; i++) {
      int v = (i * NR + tile) * OUT / LENGTH;
      int lane = v * LENGTH;
      int end = tile + i * 2 * NR;
      int to = lines.at + i * IN * LENGTH;
      IntVector v0 =
          FloatVector.fromArray(F, src, base + from[v])
              .reinterpretAsInts()
              .and(IntVector.fromArray(I, keep, lane));
      IntVector v1 =
          FloatVector.fromArray(F, src, base + from[v + 1])
              .reinterpretAsInts()
              .and(IntVector.fromArray(I, keep, lane + LENGTH));
      IntVector v2 =
          FloatVector.fromArray(F, src, base + from[v + 2])
              .reinterpretAsInts()
              .and(IntVector.fromArray(I, keep, lane + 2 * LENGTH));
      IntVector v3 =
          FloatVector.fromArray(F, src, base + from[v + 3])
              .reinterpretAsInts()
              .and(IntVector.fromArray(I, keep, lane + 3 * LENGTH));
      IntVector even0 = EVEN.selectFrom(v0, v1);
      IntVector even1 = EVEN.selectFrom(v2, v3);
      IntVector odd0 = ODD.selectFrom(v0, v1);
      IntVector odd1 = ODD.selectFrom(v2, v3);
      IntVector i1 = EVEN.selectFrom(even0, even1);
      IntVector i4 = ODD.selectFrom(odd0, odd1);
      IntVector end0 = FloatVector.fromArray(F, ends, end).reinterpretAsInts();
      IntVector end5 = FloatVector.fromArray(F, ends, end + NR).reinterpretAsInts();
      FloatVector d0 = before.selectFrom(i4, end0).reinterpretAsFloats();
      FloatVector d1 = i1.reinterpretAsFloats();
      FloatVector d2 = EVEN.selectFrom(odd0, odd1).reinterpretAsFloats();
      FloatVector d3 = ODD.selectFrom(even0, even1).reinterpretAsFloats();
      FloatVector d4 = i4.reinterpretAsFloats();
      FloatVector d5 = behind.selectFrom(i1, end5).reinterpretAsFloats();
      FloatVector evenP = d2.fma(minusTwo, d4);
      FloatVector oddP = d1.fma(minusTwo, d3);
      FloatVector evenQ = d2.fma(minusHalf, d4);
      FloatVector oddQ = d1.fma(minusHalf, d3);
      d2.fma(minusFiveHalves, d0.add(d4)).intoArray(lines.array, to);
      oddP.fma(p, evenP).intoArray(lines.array, to + LENGTH);
      oddP.fma(minusP, evenP).intoArray(lines.array, to + 2 * LENGTH);
      oddQ.fma(q, evenQ).intoArray(lines.array, to + 3 * LENGTH);
      oddQ.fma(minusQ, evenQ).intoArray(lines.array, to + 4 * LENGTH);
      d3.fma(minusFiveHalves, d1.add(d5)).intoArray(lines.array, to + 5 * LENGTH);
    }
  }

  /** Six columns to 36 points, {@code step} apart. */
  static void inputColumns(Slice lines, float[] v, int at, int step) {
    inputs(lines.array, lines.at, LENGTH, IN * LENGTH, v, at, step, IN * step);
  }

  /**
   * Six lines of inputs, each by itself.
   *
   * @param line from one line to the next
   * @param step from one input of a line to the next
   * @param toLine from the points of one line to those of the next
   * @param toStep from one point of a line to the next
   */
  static void inputs(
      float[] d, int at, int line, int step, float[] v, int to, int toLine, int toStep) {
    FloatVector minusTwo = FloatVector.broadcast(F, -2);
    FloatVector minusHalf = FloatVector.broadcast(F, -0.5f);
    FloatVector minusFiveHalves = FloatVector.broadcast(F, -2.5f);
    FloatVector p = FloatVector.broadcast(F, P);
    FloatVector q = FloatVector.broadcast(F, Q);
    FloatVector minusP = FloatVector.broadcast(F, -P);
    FloatVector minusQ = FloatVector.broadcast(F, -Q);
    for (int i = 0; i < IN; i++) {
      FloatVector d0 = FloatVector.fromArray(F, d, at);
      FloatVector d1 = FloatVector.fromArray(F, d, at + step);
      FloatVector d2 = FloatVector.fromArray(F, d, at + 2 * step);
      FloatVector d3 = FloatVector.fromArray(F, d, at + 3 * step);
      FloatVector d4 = FloatVector.fromArray(F, d, at + 4 * step);
      FloatVector d5 = FloatVector.fromArray(F, d, at + 5 * step);
      FloatVector evenP = d2.fma(minusTwo, d4);
      FloatVector oddP = d1.fma(minusTwo, d3);
      FloatVector evenQ = d2.fma(minusHalf, d4);
      FloatVector oddQ = d1.fma(minusHalf, d3);
      d2.fma(minusFiveHalves, d0.add(d4)).intoArray(v, to);
      oddP.fma(p, evenP).intoArray(v, to + toStep);
      oddP.fma(minusP, evenP).intoArray(v, to + 2 * toStep);
      oddQ.fma(q, evenQ).intoArray(v, to + 3 * toStep);
      oddQ.fma(minusQ, evenQ).intoArray(v, to + 4 * toStep);
      d3.fma(minusFiveHalves, d1.add(d5)).intoArray(v, to + 5 * toStep);
      at += line;
      to += toLine;
    }
  }

  /** Kernels, whose nine taps are {@code tapStep} apart, to 36 points, {@code step} apart. */
  static void weights(float[] taps, int at, int tapStep, Slice lines, float[] u, int to, int step) {
    for (int i = 0; i < 3; i++) {
      weightLine(
          taps, at + 3 * i * tapStep, tapStep, lines.array, lines.at + i * IN * LENGTH, LENGTH);
    }
    for (int j = 0; j < IN; j++) {
      weightLine(lines.array, lines.at + j * LENGTH, IN * LENGTH, u, to + j * step, IN * step);
    }
  }

  private static void weightLine(float[] g, int at, int step, float[] u, int to, int uStep) {
    FloatVector g0 = FloatVector.fromArray(F, g, at);
    FloatVector g1 = FloatVector.fromArray(F, g, at + step);
    FloatVector g2 = FloatVector.fromArray(F, g, at + 2 * step);
    FloatVector p = FloatVector.broadcast(F, P);
    FloatVector q = FloatVector.broadcast(F, Q);
    FloatVector evenP = g2.fma(FloatVector.broadcast(F, 0.5f), g0);
    FloatVector evenQ = g2.fma(FloatVector.broadcast(F, 2), g0);
    g0.intoArray(u, to);
    g1.fma(p, evenP).mul(-TWO_THIRDS).intoArray(u, to + uStep);
    g1.fma(p.neg(), evenP).mul(-TWO_THIRDS).intoArray(u, to + 2 * uStep);
    g1.fma(q, evenQ).mul(SIXTH).intoArray(u, to + 3 * uStep);
    g1.fma(q.neg(), evenQ).mul(SIXTH).intoArray(u, to + 4 * uStep);
    g2.intoArray(u, to + 5 * uStep);
  }

  /** 36 points, {@code step} apart, to outputs: [OUT, OUT, LENGTH]. */
  static void output(float[] m, int at, int step, Slice lines, Slice outputs) {
    for (int i = 0; i < IN; i++) {
      outputLine(m, at + i * IN * step, step, lines.array, lines.at + i * OUT * LENGTH, LENGTH);
    }
    for (int j = 0; j < OUT; j++) {
      int from = lines.at + j * LENGTH;
      int to = outputs.at + j * LENGTH;
      outputLine(lines.array, from, OUT * LENGTH, outputs.array, to, OUT * LENGTH);
    }
  }

  private static void outputLine(float[] m, int at, int step, float[] y, int to, int yStep) {
    FloatVector m1 = FloatVector.fromArray(F, m, at + step);
    FloatVector m2 = FloatVector.fromArray(F, m, at + 2 * step);
    FloatVector m3 = FloatVector.fromArray(F, m, at + 3 * step);
    FloatVector m4 = FloatVector.fromArray(F, m, at + 4 * step);
    FloatVector m5 = FloatVector.fromArray(F, m, at + 5 * step);
    FloatVector sumP = m1.add(m2);
    FloatVector differenceP = m1.sub(m2);
    FloatVector sumQ = m3.add(m4);
    FloatVector differenceQ = m3.sub(m4);
    FloatVector.fromArray(F, m, at).add(sumP).add(sumQ).intoArray(y, to);
    differenceQ.fma(FloatVector.broadcast(F, Q), differenceP.mul(P)).intoArray(y, to + yStep);
    sumQ.fma(FloatVector.broadcast(F, 2), sumP.mul(0.5f)).intoArray(y, to + 2 * yStep);
    differenceQ
        .fma(FloatVector.broadcast(F, 2 * Q), differenceP.fma(FloatVector.broadcast(F, P / 2), m5))
        .intoArray(y, to + 3 * yStep);
  }

  /** Adds a vector of biases to n pixels, [n, LENGTH], and raises what is less than floor to it. */
  static void rectify(int n, Slice pixels, float[] biases, float floor) {
    FloatVector b = FloatVector.fromArray(F, biases, 0);
    FloatVector f = FloatVector.broadcast(F, floor);
    int end = pixels.at + n * LENGTH;
    for (int i = pixels.at; i < end; i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, pixels.array, i).add(b);
      v.blend(f, v.compare(LE, f)).intoArray(pixels.array, i);
    }
  }
}
