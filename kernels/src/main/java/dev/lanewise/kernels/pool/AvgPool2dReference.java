package dev.lanewise.kernels.pool;

import java.util.Arrays;

/** Average pooling by definition; see {@link AvgPool2d}. */
final class AvgPool2dReference {
  private AvgPool2dReference() {}

  static void forward(
      Pool2dShape shape, boolean countPadding, float[] x, int xOffset, float[] y, int yOffset) {
    int o = yOffset;
    for (int plane = 0; plane < shape.planes(); plane++) {
      int xPlane = xOffset + plane * shape.height() * shape.width();
      for (int oy = 0; oy < shape.outputHeight(); oy++) {
        for (int ox = 0; ox < shape.outputWidth(); ox++) {
          y[o++] = mean(shape, countPadding, x, xPlane, oy, ox);
        }
      }
    }
  }

  /** What output (oy, ox) is. */
  static float mean(
      Pool2dShape shape, boolean countPadding, float[] x, int xPlane, int oy, int ox) {
    float sum = 0f;
    for (int iy = shape.top(oy); iy < shape.bottom(oy); iy++) {
      for (int ix = shape.left(ox); ix < shape.right(ox); ix++) {
        sum += x[xPlane + iy * shape.width() + ix];
      }
    }
    return sum / count(shape, countPadding, oy, ox);
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

  /** Pixels that output (oy, ox) is the mean of. */
  static int count(Pool2dShape shape, boolean countPadding, int oy, int ox) {
    return countPadding
        ? shape.windowHeight() * shape.windowWidth()
        : (shape.bottom(oy) - shape.top(oy)) * (shape.right(ox) - shape.left(ox));
  }
}
