package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.IN;
import static dev.lanewise.kernels.conv.Winograd.OUT;
import static dev.lanewise.kernels.conv.Winograd.POINTS;

import dev.lanewise.kernels.microkernel.Chain;

/**
 * The definition of the gradient by the weights where it goes by {@link Winograd}: each of the 36
 * points of a kernel's gradient is one sum over the tiles of all images, of transformed inputs
 * times transformed gradients by the outputs.
 */
final class WinogradWeightGradientReference {
  private WinogradWeightGradientReference() {}

  static void run(WinogradShape s, float[] x, int xo, float[] dy, int dyo, float[] dw, int dwo) {
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
              float[] seen = WinogradReference.tile(s, x, xo, plane * s.sources() + c, top, left);
              Winograd.input(seen, rows, inputs, c * POINTS);
            }
            for (int f = 0; f < s.rows(); f++) {
              float[] tile = outputs(s, dy, dyo, plane * s.rows() + f, top, left);
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
  private static float[] outputs(
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
