package dev.lanewise.layers;

import dev.lanewise.kernels.pool.Pool2dShape;

/** What max and average pooling share: their shapes. */
final class Pooling {
  private Pooling() {}

  static Window undilated(Window window) {
    if (window.dilationHeight() != 1 || window.dilationWidth() != 1) {
      throw new IllegalArgumentException("window: expected no dilation, actual " + window);
    }
    return window;
  }

  static Pool2dShape shape(Window window, int batch, int channels, int height, int width) {
    return Pool2dShape.of(batch, channels, height, width, window.height(), window.width())
        .stride(window.strideHeight(), window.strideWidth())
        .pad(window.padTop(), window.padBottom(), window.padLeft(), window.padRight());
  }

  static int[] outputShape(Window window, int... inputShape) {
    Shapes.requireImage(0, inputShape);
    Pool2dShape shape = shape(window, 1, inputShape[0], inputShape[1], inputShape[2]);
    return new int[] {inputShape[0], shape.outputHeight(), shape.outputWidth()};
  }
}
