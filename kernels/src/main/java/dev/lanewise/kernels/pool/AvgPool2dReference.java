package dev.lanewise.kernels.pool;

import java.util.Arrays;

/** Average pooling by definition; see {@link AvgPool2d}. */
final class AvgPool2dReference {
  private AvgPool2dReference() {}

  static void forward(
      Pool2dShape shape, boolean countPadding, float[] x, int xOffset, float[] y, int yOffset) {
    int width = shape.width();
    int o = yOffset;
    for (int plane = 0; plane < shape.planes(); plane++) {
      int xPlane = xOffset + plane * shape.height() * width;
      for (int oy = 0; oy < shape.outputHeight(); oy++) {
        for (int ox = 0; ox < shape.outputWidth(); ox++) {
          float sum = 0f;
          for (int iy = shape.top(oy); iy < shape.bottom(oy); iy++) {
            for (int ix = shape.left(ox); ix < shape.right(ox); ix++) {
              sum += x[xPlane + iy * width + ix];
            }
          }
          y[o++] = sum / count(shape, countPadding, oy, ox);
        }
      }
    }
  }

  static void backward(
      Pool2dShape shape, boolean countPadding, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    Arrays.fill(dx, dxOffset, dxOffset + shape.inputSize(), 0f);
    int width = shape.width();
    int o = dyOffset;
    for (int plane = 0; plane < shape.planes(); plane++) {
      int dxPlane = dxOffset + plane * shape.height() * width;
      for (int oy = 0; oy < shape.outputHeight(); oy++) {
        for (int ox = 0; ox < shape.outputWidth(); ox++) {
          float share = dy[o++] / count(shape, countPadding, oy, ox);
          for (int iy = shape.top(oy); iy < shape.bottom(oy); iy++) {
            for (int ix = shape.left(ox); ix < shape.right(ox); ix++) {
              dx[dxPlane + iy * width + ix] += share;
            }
          }
        }
      }
    }
  }

  private static int count(Pool2dShape shape, boolean countPadding, int oy, int ox) {
    return countPadding
        ? shape.windowHeight() * shape.windowWidth()
        : (shape.bottom(oy) - shape.top(oy)) * (shape.right(ox) - shape.left(ox));
  }
}
