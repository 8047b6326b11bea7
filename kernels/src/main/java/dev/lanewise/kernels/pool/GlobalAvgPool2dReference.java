package dev.lanewise.kernels.pool;

import dev.lanewise.kernels.simd.Fold;
import java.util.Arrays;

/** Global average pooling by definition; see {@link GlobalAvgPool2d}. */
final class GlobalAvgPool2dReference {
  private GlobalAvgPool2dReference() {}

  static void forward(int planes, int pixels, float[] x, int xOffset, float[] y, int yOffset) {
    for (int plane = 0; plane < planes; plane++) {
      y[yOffset + plane] = Fold.sum(pixels, x, xOffset + plane * pixels) / pixels;
    }
  }

  static void backward(int planes, int pixels, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    for (int plane = 0; plane < planes; plane++) {
      int start = dxOffset + plane * pixels;
      Arrays.fill(dx, start, start + pixels, dy[dyOffset + plane] / pixels);
    }
  }
}
