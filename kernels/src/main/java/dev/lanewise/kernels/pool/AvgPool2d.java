package dev.lanewise.kernels.pool;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.check.Checks;

/**
 * Average pooling: each output is the sum of the real pixels of its window, added to +0 in scan
 * order, divided by their count. With {@code countPadding} the padding counts too, as zeros, and
 * the divisor is always the window's area. CS231n, "Convolutional Networks", Pooling Layer.
 */
public final class AvgPool2d {
  private AvgPool2d() {}

  /**
   * Averages.
   *
   * @param countPadding whether the divisor counts padding as pixels
   * @param x input: [batch, channels, height, width]
   * @param y output: [batch, channels, outputHeight, outputWidth]
   * @throws IllegalArgumentException if an array is too short for the shape, the window does not
   *     fit the padded input, or y overlaps x
   */
  public static void forward(
      Pool2dShape shape, boolean countPadding, float[] x, int xOffset, float[] y, int yOffset) {
    PoolChecks.input("x", shape, x, xOffset);
    PoolChecks.output("y", shape, y, yOffset);
    Checks.apart("y", y, yOffset, shape.outputSize(), "x", x, xOffset, shape.inputSize());
    if (Backend.simd()) {
      AvgPool2dSimd.forward(shape, countPadding, x, xOffset, y, yOffset);
    } else {
      AvgPool2dReference.forward(shape, countPadding, x, xOffset, y, yOffset);
    }
  }

  /**
   * Gradient by the input: every output hands dy / count to each real pixel of its window. Where
   * windows overlap, a pixel adds what it gets to +0 in scan order of the outputs.
   *
   * @param countPadding as in {@link #forward}
   * @param dy gradient of y: [batch, channels, outputHeight, outputWidth]
   * @param dx output, overwritten: [batch, channels, height, width]
   * @throws IllegalArgumentException if an array is too short for the shape, the window does not
   *     fit the padded input, or dx overlaps dy
   */
  public static void backward(
      Pool2dShape shape, boolean countPadding, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    PoolChecks.output("dy", shape, dy, dyOffset);
    PoolChecks.input("dx", shape, dx, dxOffset);
    Checks.apart("dx", dx, dxOffset, shape.inputSize(), "dy", dy, dyOffset, shape.outputSize());
    if (Backend.simd()) {
      AvgPool2dSimd.backward(shape, countPadding, dy, dyOffset, dx, dxOffset);
    } else {
      AvgPool2dReference.backward(shape, countPadding, dy, dyOffset, dx, dxOffset);
    }
  }
}
