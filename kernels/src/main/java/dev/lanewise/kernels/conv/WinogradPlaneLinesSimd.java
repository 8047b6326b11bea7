package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.IN;
import static dev.lanewise.kernels.conv.Winograd.OUT;
import static dev.lanewise.kernels.conv.Winograd.P;
import static dev.lanewise.kernels.conv.Winograd.Q;
import static dev.lanewise.kernels.conv.Winograd.SIXTH;
import static dev.lanewise.kernels.conv.Winograd.THIRD;
import static dev.lanewise.kernels.conv.Winograd.TWO_THIRDS;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.Slice;
import jdk.incubator.vector.FloatVector;

/**
 * The transforms of {@link Winograd} for a vector of planes at once, tile after tile of a row of
 * them, and column after column of their points: what a column needs of the rows stays in
 * registers, and to compute that twice is cheaper than to store it.
 */
final class WinogradPlaneLinesSimd {
  private WinogradPlaneLinesSimd() {}

  /**
   * Tiles of pixels, rows {@code pitch} apart, to their points: point p of tile t to v[to + p *
   * step + t * tileStep].
   */
  static void inputs(
      int tiles, float[] pixels, int at, int pitch, float[] v, int to, int tileStep, int step) {
    outerInputs(tiles, pixels, at, pitch, v, to, tileStep, step);
    innerInputs(tiles, -2, P, pixels, at, pitch, v, to + step, tileStep, step);
    innerInputs(tiles, -2, -P, pixels, at, pitch, v, to + 2 * step, tileStep, step);
    innerInputs(tiles, -0.5f, Q, pixels, at, pitch, v, to + 3 * step, tileStep, step);
    innerInputs(tiles, -0.5f, -Q, pixels, at, pitch, v, to + 4 * step, tileStep, step);
    outerInputs(tiles, pixels, at + LENGTH, pitch, v, to + 5 * step, tileStep, step);
  }

  /** Column 0, or 5 of pixels one further on. */
  private static void outerInputs(
      int tiles, float[] pixels, int at, int pitch, float[] v, int to, int tileStep, int step) {
    FloatVector minusFiveHalves = FloatVector.broadcast(F, -2.5f);
    for (int t = 0; t < tiles; t++) {
      int from = at + t * OUT * LENGTH;
      FloatVector d0 =
          FloatVector.fromArray(F, pixels, from + 2 * LENGTH)
              .fma(
                  minusFiveHalves,
                  FloatVector.fromArray(F, pixels, from)
                      .add(FloatVector.fromArray(F, pixels, from + 4 * LENGTH)));
      FloatVector d1 =
          FloatVector.fromArray(F, pixels, from + pitch + 2 * LENGTH)
              .fma(
                  minusFiveHalves,
                  FloatVector.fromArray(F, pixels, from + pitch)
                      .add(FloatVector.fromArray(F, pixels, from + pitch + 4 * LENGTH)));
      FloatVector d2 =
          FloatVector.fromArray(F, pixels, from + 2 * pitch + 2 * LENGTH)
              .fma(
                  minusFiveHalves,
                  FloatVector.fromArray(F, pixels, from + 2 * pitch)
                      .add(FloatVector.fromArray(F, pixels, from + 2 * pitch + 4 * LENGTH)));
      FloatVector d3 =
          FloatVector.fromArray(F, pixels, from + 3 * pitch + 2 * LENGTH)
              .fma(
                  minusFiveHalves,
                  FloatVector.fromArray(F, pixels, from + 3 * pitch)
                      .add(FloatVector.fromArray(F, pixels, from + 3 * pitch + 4 * LENGTH)));
      FloatVector d4 =
          FloatVector.fromArray(F, pixels, from + 4 * pitch + 2 * LENGTH)
              .fma(
                  minusFiveHalves,
                  FloatVector.fromArray(F, pixels, from + 4 * pitch)
                      .add(FloatVector.fromArray(F, pixels, from + 4 * pitch + 4 * LENGTH)));
      FloatVector d5 =
          FloatVector.fromArray(F, pixels, from + 5 * pitch + 2 * LENGTH)
              .fma(
                  minusFiveHalves,
                  FloatVector.fromArray(F, pixels, from + 5 * pitch)
                      .add(FloatVector.fromArray(F, pixels, from + 5 * pitch + 4 * LENGTH)));
      inputColumn(d0, d1, d2, d3, d4, d5, v, to + t * tileStep, step);
    }
  }

  private static void innerInputs(
      int tiles,
      float factor,
      float point,
      float[] pixels,
      int at,
      int pitch,
      float[] v,
      int to,
      int tileStep,
      int step) {
    FloatVector k = FloatVector.broadcast(F, factor);
    FloatVector p = FloatVector.broadcast(F, point);
    for (int t = 0; t < tiles; t++) {
      int from = at + t * OUT * LENGTH;
      FloatVector even0 =
          FloatVector.fromArray(F, pixels, from + 2 * LENGTH)
              .fma(k, FloatVector.fromArray(F, pixels, from + 4 * LENGTH));
      FloatVector d0 =
          FloatVector.fromArray(F, pixels, from + LENGTH)
              .fma(k, FloatVector.fromArray(F, pixels, from + 3 * LENGTH))
              .fma(p, even0);
      FloatVector even1 =
          FloatVector.fromArray(F, pixels, from + pitch + 2 * LENGTH)
              .fma(k, FloatVector.fromArray(F, pixels, from + pitch + 4 * LENGTH));
      FloatVector d1 =
          FloatVector.fromArray(F, pixels, from + pitch + LENGTH)
              .fma(k, FloatVector.fromArray(F, pixels, from + pitch + 3 * LENGTH))
              .fma(p, even1);
      FloatVector even2 =
          FloatVector.fromArray(F, pixels, from + 2 * pitch + 2 * LENGTH)
              .fma(k, FloatVector.fromArray(F, pixels, from + 2 * pitch + 4 * LENGTH));
      FloatVector d2 =
          FloatVector.fromArray(F, pixels, from + 2 * pitch + LENGTH)
              .fma(k, FloatVector.fromArray(F, pixels, from + 2 * pitch + 3 * LENGTH))
              .fma(p, even2);
      FloatVector even3 =
          FloatVector.fromArray(F, pixels, from + 3 * pitch + 2 * LENGTH)
              .fma(k, FloatVector.fromArray(F, pixels, from + 3 * pitch + 4 * LENGTH));
      FloatVector d3 =
          FloatVector.fromArray(F, pixels, from + 3 * pitch + LENGTH)
              .fma(k, FloatVector.fromArray(F, pixels, from + 3 * pitch + 3 * LENGTH))
              .fma(p, even3);
      FloatVector even4 =
          FloatVector.fromArray(F, pixels, from + 4 * pitch + 2 * LENGTH)
              .fma(k, FloatVector.fromArray(F, pixels, from + 4 * pitch + 4 * LENGTH));
      FloatVector d4 =
          FloatVector.fromArray(F, pixels, from + 4 * pitch + LENGTH)
              .fma(k, FloatVector.fromArray(F, pixels, from + 4 * pitch + 3 * LENGTH))
              .fma(p, even4);
      FloatVector even5 =
          FloatVector.fromArray(F, pixels, from + 5 * pitch + 2 * LENGTH)
              .fma(k, FloatVector.fromArray(F, pixels, from + 5 * pitch + 4 * LENGTH));
      FloatVector d5 =
          FloatVector.fromArray(F, pixels, from + 5 * pitch + LENGTH)
              .fma(k, FloatVector.fromArray(F, pixels, from + 5 * pitch + 3 * LENGTH))
              .fma(p, even5);
      inputColumn(d0, d1, d2, d3, d4, d5, v, to + t * tileStep, step);
    }
  }

  private static void inputColumn(
      FloatVector d0,
      FloatVector d1,
      FloatVector d2,
      FloatVector d3,
      FloatVector d4,
      FloatVector d5,
      float[] v,
      int to,
      int step) {
    FloatVector minusFiveHalves = FloatVector.broadcast(F, -2.5f);
    FloatVector evenP = d2.fma(FloatVector.broadcast(F, -2), d4);
    FloatVector oddP = d1.fma(FloatVector.broadcast(F, -2), d3);
    FloatVector evenQ = d2.fma(FloatVector.broadcast(F, -0.5f), d4);
    FloatVector oddQ = d1.fma(FloatVector.broadcast(F, -0.5f), d3);
    d2.fma(minusFiveHalves, d0.add(d4)).intoArray(v, to);
    oddP.fma(FloatVector.broadcast(F, P), evenP).intoArray(v, to + IN * step);
    oddP.fma(FloatVector.broadcast(F, -P), evenP).intoArray(v, to + 2 * IN * step);
    oddQ.fma(FloatVector.broadcast(F, Q), evenQ).intoArray(v, to + 3 * IN * step);
    oddQ.fma(FloatVector.broadcast(F, -Q), evenQ).intoArray(v, to + 4 * IN * step);
    d3.fma(minusFiveHalves, d1.add(d5)).intoArray(v, to + 5 * IN * step);
  }

  /** The same of gradients by the outputs. */
  static void gradients(
      int tiles, float[] pixels, int at, int pitch, float[] u, int to, int tileStep, int step) {
    outerGradients(tiles, pixels, at, pitch, u, to, tileStep, step);
    innerGradients(tiles, 0.5f, P, pixels, at, pitch, u, to + step, tileStep, step);
    innerGradients(tiles, 0.5f, -P, pixels, at, pitch, u, to + 2 * step, tileStep, step);
    innerGradients(tiles, 2, Q, pixels, at, pitch, u, to + 3 * step, tileStep, step);
    innerGradients(tiles, 2, -Q, pixels, at, pitch, u, to + 4 * step, tileStep, step);
    outerGradients(tiles, pixels, at + 3 * LENGTH, pitch, u, to + 5 * step, tileStep, step);
  }

  /** Column 0, or 5 of pixels three further on. */
  private static void outerGradients(
      int tiles, float[] pixels, int at, int pitch, float[] u, int to, int tileStep, int step) {
    for (int t = 0; t < tiles; t++) {
      int from = at + t * OUT * LENGTH;
      FloatVector y0 = FloatVector.fromArray(F, pixels, from);
      FloatVector y1 = FloatVector.fromArray(F, pixels, from + pitch);
      FloatVector y2 = FloatVector.fromArray(F, pixels, from + 2 * pitch);
      FloatVector y3 = FloatVector.fromArray(F, pixels, from + 3 * pitch);
      gradientColumn(y0, y1, y2, y3, u, to + t * tileStep, step);
    }
  }

  private static void innerGradients(
      int tiles,
      float factor,
      float point,
      float[] pixels,
      int at,
      int pitch,
      float[] u,
      int to,
      int tileStep,
      int step) {
    FloatVector k = FloatVector.broadcast(F, factor);
    FloatVector p = FloatVector.broadcast(F, point);
    for (int t = 0; t < tiles; t++) {
      int from = at + t * OUT * LENGTH;
      FloatVector even0 =
          FloatVector.fromArray(F, pixels, from + 2 * LENGTH)
              .fma(k, FloatVector.fromArray(F, pixels, from));
      FloatVector y0 =
          FloatVector.fromArray(F, pixels, from + 3 * LENGTH)
              .fma(k, FloatVector.fromArray(F, pixels, from + LENGTH))
              .fma(p, even0);
      FloatVector even1 =
          FloatVector.fromArray(F, pixels, from + pitch + 2 * LENGTH)
              .fma(k, FloatVector.fromArray(F, pixels, from + pitch));
      FloatVector y1 =
          FloatVector.fromArray(F, pixels, from + pitch + 3 * LENGTH)
              .fma(k, FloatVector.fromArray(F, pixels, from + pitch + LENGTH))
              .fma(p, even1);
      FloatVector even2 =
          FloatVector.fromArray(F, pixels, from + 2 * pitch + 2 * LENGTH)
              .fma(k, FloatVector.fromArray(F, pixels, from + 2 * pitch));
      FloatVector y2 =
          FloatVector.fromArray(F, pixels, from + 2 * pitch + 3 * LENGTH)
              .fma(k, FloatVector.fromArray(F, pixels, from + 2 * pitch + LENGTH))
              .fma(p, even2);
      FloatVector even3 =
          FloatVector.fromArray(F, pixels, from + 3 * pitch + 2 * LENGTH)
              .fma(k, FloatVector.fromArray(F, pixels, from + 3 * pitch));
      FloatVector y3 =
          FloatVector.fromArray(F, pixels, from + 3 * pitch + 3 * LENGTH)
              .fma(k, FloatVector.fromArray(F, pixels, from + 3 * pitch + LENGTH))
              .fma(p, even3);
      gradientColumn(y0, y1, y2, y3, u, to + t * tileStep, step);
    }
  }

  private static void gradientColumn(
      FloatVector y0, FloatVector y1, FloatVector y2, FloatVector y3, float[] u, int to, int step) {
    FloatVector evenP = y2.fma(FloatVector.broadcast(F, 0.5f), y0);
    FloatVector oddP = y3.fma(FloatVector.broadcast(F, 0.5f), y1);
    FloatVector evenQ = y2.fma(FloatVector.broadcast(F, 2), y0);
    FloatVector oddQ = y3.fma(FloatVector.broadcast(F, 2), y1);
    y0.intoArray(u, to);
    oddP.fma(FloatVector.broadcast(F, P), evenP).intoArray(u, to + IN * step);
    oddP.fma(FloatVector.broadcast(F, -P), evenP).intoArray(u, to + 2 * IN * step);
    oddQ.fma(FloatVector.broadcast(F, Q), evenQ).intoArray(u, to + 3 * IN * step);
    oddQ.fma(FloatVector.broadcast(F, -Q), evenQ).intoArray(u, to + 4 * IN * step);
    y3.intoArray(u, to + 5 * IN * step);
  }

  /**
   * 36 points of kernels, {@code step} apart, to their nine taps, in the places of the first. To
   * the points their base is added, +0, of which a chain that ended at -0 takes notice.
   */
  static void taps(float[] m, int at, int step, Slice lines) {
    for (int i = 0; i < IN; i++) {
      tapLine(m, at + i * IN * step, step, 0, lines.array, lines.at + i * 3 * LENGTH, LENGTH);
    }
    for (int j = 0; j < 3; j++) {
      tapLine(lines.array, lines.at + j * LENGTH, 3 * LENGTH, -0f, m, at + j * step, 3 * step);
    }
  }

  /** Adds the base to what it reads; -0 changes nothing. */
  private static void tapLine(
      float[] m, int at, int step, float base, float[] g, int to, int gStep) {
    FloatVector m0 = FloatVector.fromArray(F, m, at).add(base);
    FloatVector m1 = FloatVector.fromArray(F, m, at + step).add(base);
    FloatVector m2 = FloatVector.fromArray(F, m, at + 2 * step).add(base);
    FloatVector m3 = FloatVector.fromArray(F, m, at + 3 * step).add(base);
    FloatVector m4 = FloatVector.fromArray(F, m, at + 4 * step).add(base);
    FloatVector m5 = FloatVector.fromArray(F, m, at + 5 * step).add(base);
    FloatVector sumP = m1.add(m2);
    FloatVector differenceP = m1.sub(m2);
    FloatVector sumQ = m3.add(m4);
    FloatVector differenceQ = m3.sub(m4);
    sumQ.fma(FloatVector.broadcast(F, SIXTH), sumP.fma(FloatVector.broadcast(F, -TWO_THIRDS), m0))
        .intoArray(g, to);
    differenceQ
        .fma(FloatVector.broadcast(F, SIXTH * Q), differenceP.mul(-TWO_THIRDS * P))
        .intoArray(g, to + gStep);
    sumQ.sub(sumP).fma(FloatVector.broadcast(F, THIRD), m5).intoArray(g, to + 2 * gStep);
  }
}
