package dev.lanewise.kernels.activation;

import static dev.lanewise.kernels.simd.Fold.WIDTH;

import dev.lanewise.kernels.simd.Fold;

/** The definition of {@link Prelu}. */
final class PreluReference {
  private PreluReference() {}

  static void forward(
      int batch,
      int channels,
      int pixels,
      float[] x,
      int xOffset,
      float[] slopes,
      int slopesOffset,
      float[] y,
      int yOffset) {
    for (int plane = 0; plane < batch * channels; plane++) {
      int at = plane * pixels;
      float slope = slopes[slopesOffset + plane % channels];
      ActivationsReference.leakyRelu(pixels, slope, x, xOffset + at, y, yOffset + at);
    }
  }

  static void backward(
      int batch,
      int channels,
      int pixels,
      float[] x,
      int xOffset,
      float[] slopes,
      int slopesOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset,
      float[] dslopes,
      int dslopesOffset) {
    for (int c = 0; c < channels; c++) {
      float[] acc = Fold.accumulators();
      float slope = slopes[slopesOffset + c];
      for (int image = 0; image < batch; image++) {
        int at = (image * channels + c) * pixels;
        backwardPlane(pixels, slope, x, xOffset + at, dy, dyOffset + at, dx, dxOffset + at, acc, 0);
      }
      dslopes[dslopesOffset + c] = Fold.fold(acc);
    }
  }

  /** A plane, or n pixels of it, of which the first belongs to accumulator {@code first}. */
  static void backwardPlane(
      int n,
      float slope,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset,
      float[] acc,
      int first) {
    for (int i = 0; i < n; i++) {
      float v = x[xOffset + i];
      float g = dy[dyOffset + i];
      if (v <= 0) {
        int a = (first + i) % WIDTH;
        acc[a] = Math.fma(v, g, acc[a]);
        dx[dxOffset + i] = slope * g;
      } else {
        dx[dxOffset + i] = g;
      }
    }
  }
}
