package dev.lanewise.kernels.conv;

/**
 * The transforms of Winograd's minimal filtering F(4x4, 3x3): Lavin and Gray, "Fast Algorithms for
 * Convolutional Neural Networks" (2016), section 4.3. A tile of 4 x 4 outputs takes 36 products per
 * channel instead of 144.
 *
 * <p>The interpolation points are 0, +-sqrt(1/2), +-sqrt(2) and infinity instead of the paper's 0,
 * +-1, +-2: by experiment half the error, about twice that of the direct sum, at the same cost.
 *
 * <p>Each transform works on a line; a tile is transformed row by row, then column by column. The
 * order of operations here is the definition, {@link WinogradLinesSimd} has the same.
 */
final class Winograd {
  /** Rows and columns of outputs in a tile, of inputs in a tile, and inputs squared. */
  static final int OUT = 4;

  static final int IN = 6;
  static final int POINTS = IN * IN;

  /** The square roots of 1/2 and of 2. */
  static final float P = 0.70710678f;

  static final float Q = 1.41421356f;

  static final float TWO_THIRDS = 2f / 3;
  static final float THIRD = 1f / 3;
  static final float SIXTH = 1f / 6;

  private Winograd() {}

  /** B' d: six inputs, {@code step} apart, to six points. */
  static void inputLine(float[] d, int at, float[] v, int to, int step) {
    float d0 = d[at];
    float d1 = d[at + step];
    float d2 = d[at + 2 * step];
    float d3 = d[at + 3 * step];
    float d4 = d[at + 4 * step];
    float d5 = d[at + 5 * step];
    float evenP = Math.fma(-2, d2, d4);
    float oddP = Math.fma(-2, d1, d3);
    float evenQ = Math.fma(-0.5f, d2, d4);
    float oddQ = Math.fma(-0.5f, d1, d3);
    v[to] = Math.fma(-2.5f, d2, d0 + d4);
    v[to + step] = Math.fma(P, oddP, evenP);
    v[to + 2 * step] = Math.fma(-P, oddP, evenP);
    v[to + 3 * step] = Math.fma(Q, oddQ, evenQ);
    v[to + 4 * step] = Math.fma(-Q, oddQ, evenQ);
    v[to + 5 * step] = Math.fma(-2.5f, d3, d1 + d5);
  }

  /** G g: three weights, {@code step} apart, to six points, {@code uStep} apart. */
  static void weightLine(float[] g, int at, int step, float[] u, int to, int uStep) {
    float g0 = g[at];
    float g1 = g[at + step];
    float g2 = g[at + 2 * step];
    float evenP = Math.fma(0.5f, g2, g0);
    float evenQ = Math.fma(2, g2, g0);
    u[to] = g0;
    u[to + uStep] = -TWO_THIRDS * Math.fma(P, g1, evenP);
    u[to + 2 * uStep] = -TWO_THIRDS * Math.fma(-P, g1, evenP);
    u[to + 3 * uStep] = SIXTH * Math.fma(Q, g1, evenQ);
    u[to + 4 * uStep] = SIXTH * Math.fma(-Q, g1, evenQ);
    u[to + 5 * uStep] = g2;
  }

  /** A' m: six points, {@code step} apart, to four outputs, as far apart. */
  static void outputLine(float[] m, int at, float[] y, int to, int step) {
    float sumP = m[at + step] + m[at + 2 * step];
    float differenceP = m[at + step] - m[at + 2 * step];
    float sumQ = m[at + 3 * step] + m[at + 4 * step];
    float differenceQ = m[at + 3 * step] - m[at + 4 * step];
    y[to] = m[at] + sumP + sumQ;
    y[to + step] = Math.fma(Q, differenceQ, P * differenceP);
    y[to + 2 * step] = Math.fma(2, sumQ, 0.5f * sumP);
    y[to + 3 * step] = Math.fma(2 * Q, differenceQ, Math.fma(P / 2, differenceP, m[at + 5 * step]));
  }

  /** A dy, the adjoint of {@link #outputLine}: four gradients to six points. */
  static void gradientLine(float[] dy, int at, float[] u, int to, int step) {
    float y0 = dy[at];
    float y1 = dy[at + step];
    float y2 = dy[at + 2 * step];
    float y3 = dy[at + 3 * step];
    float evenP = Math.fma(0.5f, y2, y0);
    float oddP = Math.fma(0.5f, y3, y1);
    float evenQ = Math.fma(2, y2, y0);
    float oddQ = Math.fma(2, y3, y1);
    u[to] = y0;
    u[to + step] = Math.fma(P, oddP, evenP);
    u[to + 2 * step] = Math.fma(-P, oddP, evenP);
    u[to + 3 * step] = Math.fma(Q, oddQ, evenQ);
    u[to + 4 * step] = Math.fma(-Q, oddQ, evenQ);
    u[to + 5 * step] = y3;
  }

  /** G' m, the adjoint of {@link #weightLine}: six points to the gradients of three weights. */
  static void tapLine(float[] m, int at, int step, float[] g, int to, int gStep) {
    float sumP = m[at + step] + m[at + 2 * step];
    float differenceP = m[at + step] - m[at + 2 * step];
    float sumQ = m[at + 3 * step] + m[at + 4 * step];
    float differenceQ = m[at + 3 * step] - m[at + 4 * step];
    g[to] = Math.fma(SIXTH, sumQ, Math.fma(-TWO_THIRDS, sumP, m[at]));
    g[to + gStep] = Math.fma(SIXTH * Q, differenceQ, -TWO_THIRDS * P * differenceP);
    g[to + 2 * gStep] = Math.fma(THIRD, sumQ - sumP, m[at + 5 * step]);
  }

  /** A whole input tile: d and v are [6, 6], and so is the scratch array rows. */
  static void input(float[] d, float[] rows, float[] v, int to) {
    for (int i = 0; i < IN; i++) {
      inputLine(d, i * IN, rows, i * IN, 1);
    }
    for (int j = 0; j < IN; j++) {
      inputLine(rows, j, v, to + j, IN);
    }
  }

  /** A whole kernel: g is [3, 3] (from the end if turned), u is [6, 6]. */
  static void weights(float[] g, int at, boolean turned, float[] rows, float[] u, int to) {
    for (int i = 0; i < 3; i++) {
      weightLine(g, turned ? at + 8 - 3 * i : at + 3 * i, turned ? -1 : 1, rows, i * IN, 1);
    }
    for (int j = 0; j < IN; j++) {
      weightLine(rows, j, IN, u, to + j, IN);
    }
  }

  /** A whole output tile: m is [6, 6], the outputs are the first four of each row of y: [4, 6]. */
  static void output(float[] m, float[] rows, float[] y) {
    for (int i = 0; i < IN; i++) {
      outputLine(m, i * IN, rows, i * IN, 1);
    }
    for (int j = 0; j < OUT; j++) {
      outputLine(rows, j, y, j, IN);
    }
  }

  /** A whole tile of gradients by outputs: dy is [4, 6], of which four columns count, u [6, 6]. */
  static void gradients(float[] dy, float[] rows, float[] u, int to) {
    for (int i = 0; i < OUT; i++) {
      gradientLine(dy, i * IN, rows, i * IN, 1);
    }
    for (int j = 0; j < IN; j++) {
      gradientLine(rows, j, u, to + j, IN);
    }
  }

  /** The gradients of a whole kernel: m is [6, 6], g is [3, 3]. */
  static void taps(float[] m, float[] rows, float[] g, int to) {
    for (int i = 0; i < IN; i++) {
      tapLine(m, i * IN, 1, rows, i * 3, 1);
    }
    for (int j = 0; j < 3; j++) {
      tapLine(rows, j, 3, g, to + j, 3);
    }
  }
}
