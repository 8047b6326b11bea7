package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.P;
import static dev.lanewise.kernels.conv.Winograd.Q;
import static dev.lanewise.kernels.conv.Winograd.SIXTH;
import static dev.lanewise.kernels.conv.Winograd.TWO_THIRDS;
import static dev.lanewise.kernels.simd.Lanes.F;

import jdk.incubator.vector.FloatVector;

/**
 * The line transforms of {@link Winograd} for a vector of tiles at once. They go from array to
 * array: a method that returned vectors would box them.
 */
final class WinogradLinesSimd {
  private WinogradLinesSimd() {}

  /** Six inputs at the given distances from {@code at}, to six points {@code step} apart. */
  static void input(float[] d, int at, int[] distance, float[] v, int to, int step) {
    FloatVector d0 = FloatVector.fromArray(F, d, at + distance[0]);
    FloatVector d1 = FloatVector.fromArray(F, d, at + distance[1]);
    FloatVector d2 = FloatVector.fromArray(F, d, at + distance[2]);
    FloatVector d3 = FloatVector.fromArray(F, d, at + distance[3]);
    FloatVector d4 = FloatVector.fromArray(F, d, at + distance[4]);
    FloatVector d5 = FloatVector.fromArray(F, d, at + distance[5]);
    FloatVector minusTwo = FloatVector.broadcast(F, -2);
    FloatVector minusHalf = FloatVector.broadcast(F, -0.5f);
    FloatVector minusFiveHalves = FloatVector.broadcast(F, -2.5f);
    FloatVector p = FloatVector.broadcast(F, P);
    FloatVector q = FloatVector.broadcast(F, Q);
    FloatVector evenP = d2.fma(minusTwo, d4);
    FloatVector oddP = d1.fma(minusTwo, d3);
    FloatVector evenQ = d2.fma(minusHalf, d4);
    FloatVector oddQ = d1.fma(minusHalf, d3);
    d2.fma(minusFiveHalves, d0.add(d4)).intoArray(v, to);
    oddP.fma(p, evenP).intoArray(v, to + step);
    oddP.fma(p.neg(), evenP).intoArray(v, to + 2 * step);
    oddQ.fma(q, evenQ).intoArray(v, to + 3 * step);
    oddQ.fma(q.neg(), evenQ).intoArray(v, to + 4 * step);
    d3.fma(minusFiveHalves, d1.add(d5)).intoArray(v, to + 5 * step);
  }

  /** Three weights {@code step} apart, to six points {@code uStep} apart. */
  static void weights(float[] g, int at, int step, float[] u, int to, int uStep) {
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

  /** Six points {@code step} apart, to four outputs {@code yStep} apart. */
  static void output(float[] m, int at, int step, float[] y, int to, int yStep) {
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
}
