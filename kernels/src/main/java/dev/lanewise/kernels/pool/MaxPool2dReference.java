package dev.lanewise.kernels.pool;

import java.util.Arrays;

/** Max pooling by definition; see {@link MaxPool2d}. */
final class MaxPool2dReference {
  private MaxPool2dReference() {}

  static void forward(
      Pool2dShape shape,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      int[] argmax,
      int argmaxOffset) {
    int o = 0;
    for (int plane = 0; plane < shape.planes(); plane++) {
      int xPlane = xOffset + plane * shape.height() * shape.width();
      for (int oy = 0; oy < shape.outputHeight(); oy++) {
        for (int ox = 0; ox < shape.outputWidth(); ox++, o++) {
          int best = winner(shape, x, xPlane, oy, ox);
          y[yOffset + o] = x[xPlane + best];
          argmax[argmaxOffset + o] = best;
        }
      }
    }
  }

  /** Place in the plane of the pixel that wins output (oy, ox). */
  static int winner(Pool2dShape shape, float[] x, int xPlane, int oy, int ox) {
    int width = shape.width();
    int best = shape.top(oy) * width + shape.left(ox);
    for (int iy = shape.top(oy); iy < shape.bottom(oy); iy++) {
      for (int ix = shape.left(ox); ix < shape.right(ox); ix++) {
        int i = iy * width + ix;
        if (beats(x[xPlane + i], x[xPlane + best])) {
          best = i;
        }
      }
    }
    return best;
  }

  static void backward(
      Pool2dShape shape,
      float[] dy,
      int dyOffset,
      int[] argmax,
      int argmaxOffset,
      float[] dx,
      int dxOffset) {
    for (int plane = 0; plane < shape.planes(); plane++) {
      backward(shape, plane, dy, dyOffset, argmax, argmaxOffset, dx, dxOffset);
    }
  }

  /** One plane of the gradient. */
  static void backward(
      Pool2dShape shape,
      int plane,
      float[] dy,
      int dyOffset,
      int[] argmax,
      int argmaxOffset,
      float[] dx,
      int dxOffset) {
    int pixels = shape.height() * shape.width();
    int dxPlane = dxOffset + plane * pixels;
    Arrays.fill(dx, dxPlane, dxPlane + pixels, 0f);
    int outputs = shape.outputHeight() * shape.outputWidth();
    PoolChecks.places(
        shape, argmax, argmaxOffset + plane * outputs, argmaxOffset + (plane + 1) * outputs);
    for (int o = plane * outputs; o < (plane + 1) * outputs; o++) {
      dx[dxPlane + argmax[argmaxOffset + o]] += dy[dyOffset + o];
    }
  }

  /** Greater, or the first NaN. */
  private static boolean beats(float challenger, float best) {
    return challenger > best || (Float.isNaN(challenger) && !Float.isNaN(best));
  }
}
