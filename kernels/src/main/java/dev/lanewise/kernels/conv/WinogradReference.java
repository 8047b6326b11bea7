package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.IN;
import static dev.lanewise.kernels.conv.Winograd.OUT;
import static dev.lanewise.kernels.conv.Winograd.POINTS;

import dev.lanewise.kernels.microkernel.Chain;

/**
 * The definition of {@link Conv2d} where it goes by {@link Winograd}: tile by tile, each of the 36
 * points of an output tile is one sum over the channels, of transformed inputs times transformed
 * weights.
 */
final class WinogradReference {
  private WinogradReference() {}

  static void convolve(
      WinogradShape s,
      float[] x,
      int xo,
      float[] w,
      int wo,
      float[] bias,
      int bo,
      float[] y,
      int yo) {
    float[] weights = new float[s.rows() * s.sources() * POINTS];
    float[] inputs = new float[s.sources() * POINTS];
    float[] rows = new float[POINTS];
    for (int group = 0; group < s.groups(); group++) {
      for (int row = 0; row < s.rows(); row++) {
        for (int c = 0; c < s.sources(); c++) {
          int kernel = wo + s.kernel(group, row, c);
          Winograd.weights(w, kernel, s.turned(), rows, weights, (row * s.sources() + c) * POINTS);
        }
      }
      for (int n = 0; n < s.batch(); n++) {
        int plane = n * s.groups() + group;
        for (int top = 0; top < s.outHeight(); top += OUT) {
          for (int left = 0; left < s.outWidth(); left += OUT) {
            for (int c = 0; c < s.sources(); c++) {
              Winograd.input(
                  tile(s, x, xo, plane * s.sources() + c, top, left), rows, inputs, c * POINTS);
            }
            for (int row = 0; row < s.rows(); row++) {
              float[] points = products(s.sources(), weights, row, inputs);
              float b = bias == null ? 0 : bias[bo + group * s.rows() + row];
              store(s, points, b, y, yo, plane * s.rows() + row, top, left);
            }
          }
        }
      }
    }
  }

  /** What a tile of outputs from (top, left) sees: [6, 6]. */
  static float[] tile(WinogradShape s, float[] x, int xo, int plane, int top, int left) {
    float[] tile = new float[POINTS];
    for (int i = 0; i < IN; i++) {
      for (int j = 0; j < IN; j++) {
        int row = s.sourceRow(top + i - s.padTop());
        int column = s.sourceColumn(left + j - s.padLeft());
        boolean real = row >= 0 && column >= 0;
        int at = (plane * s.sourceHeight() + row) * s.sourceWidth() + column;
        tile[i * IN + j] = real ? x[xo + at] : 0;
      }
    }
    return tile;
  }

  private static float[] products(int sources, float[] weights, int row, float[] inputs) {
    float[] points = new float[POINTS];
    for (int point = 0; point < POINTS; point++) {
      Chain chain = new Chain(0);
      for (int c = 0; c < sources; c++) {
        chain.add(weights[(row * sources + c) * POINTS + point], inputs[c * POINTS + point]);
      }
      points[point] = chain.total();
    }
    return points;
  }

  private static void store(
      WinogradShape s,
      float[] points,
      float bias,
      float[] y,
      int yo,
      int plane,
      int top,
      int left) {
    float[] tile = new float[POINTS];
    Winograd.output(points, new float[POINTS], tile);
    for (int i = 0; i < Math.min(OUT, s.outHeight() - top); i++) {
      for (int j = 0; j < Math.min(OUT, s.outWidth() - left); j++) {
        int at = (plane * s.outHeight() + top + i) * s.outWidth() + left + j;
        float sum = bias + tile[i * IN + j];
        y[yo + at] = sum <= s.floor() ? s.floor() : sum;
      }
    }
  }

  /**
   * The gradient by the weights: each of the 36 points of a kernel's gradient is one sum over the
   * tiles of all images, of transformed inputs times transformed gradients by the outputs.
   */
  static void weightGradient(
      WinogradShape s, float[] x, int xo, float[] dy, int dyo, float[] dw, int dwo) {
    float[] inputs = new float[s.sources() * POINTS];
    float[] gradients = new float[s.rows() * POINTS];
    float[] rows = new float[POINTS];
    for (int group = 0; group < s.groups(); group++) {
      Chain[] sums = new Chain[s.rows() * s.sources() * POINTS];
      for (int i = 0; i < sums.length; i++) {
        sums[i] = new Chain(0);
      }
      for (int n = 0; n < s.batch(); n++) {
        int plane = n * s.groups() + group;
        for (int top = 0; top < s.outHeight(); top += OUT) {
          for (int left = 0; left < s.outWidth(); left += OUT) {
            for (int c = 0; c < s.sources(); c++) {
              float[] seen = tile(s, x, xo, plane * s.sources() + c, top, left);
              Winograd.input(seen, rows, inputs, c * POINTS);
            }
            for (int f = 0; f < s.rows(); f++) {
              float[] tile = gradients(s, dy, dyo, plane * s.rows() + f, top, left);
              Winograd.gradients(tile, rows, gradients, f * POINTS);
            }
            for (int i = 0; i < sums.length; i++) {
              int kernel = i / POINTS;
              int point = i % POINTS;
              sums[i].add(
                  inputs[kernel % s.sources() * POINTS + point],
                  gradients[kernel / s.sources() * POINTS + point]);
            }
          }
        }
      }
      float[] points = new float[POINTS];
      for (int kernel = 0; kernel < s.rows() * s.sources(); kernel++) {
        for (int point = 0; point < POINTS; point++) {
          points[point] = sums[kernel * POINTS + point].total();
        }
        int to = s.kernel(group, kernel / s.sources(), kernel % s.sources());
        Winograd.taps(points, rows, dw, dwo + to);
      }
    }
  }

  /** The gradients by a tile of outputs from (top, left), zeros beyond the last: [4, 6]. */
  private static float[] gradients(
      WinogradShape s, float[] dy, int dyo, int plane, int top, int left) {
    float[] tile = new float[OUT * IN];
    for (int i = 0; i < Math.min(OUT, s.outHeight() - top); i++) {
      for (int j = 0; j < Math.min(OUT, s.outWidth() - left); j++) {
        int at = (plane * s.outHeight() + top + i) * s.outWidth() + left + j;
        tile[i * IN + j] = dy[dyo + at];
      }
    }
    return tile;
  }
}
