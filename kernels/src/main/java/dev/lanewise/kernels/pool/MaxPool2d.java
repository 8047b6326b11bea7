package dev.lanewise.kernels.pool;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.check.Checks;

/**
 * Max pooling: each output is the greatest real pixel of its window. Padding never wins, not even
 * among negative pixels. Of equal pixels (-0 equals +0) the first in scan order, row by row, wins;
 * a NaN beats every number, and the first NaN wins. CS231n, "Convolutional Networks", Pooling
 * Layer.
 */
public final class MaxPool2d {
  private MaxPool2d() {}

  /**
   * Pools and remembers which pixels won.
   *
   * @param x input: [batch, channels, height, width]
   * @param y output: [batch, channels, outputHeight, outputWidth]
   * @param argmax output, shaped like y: the winner's place in its plane, row * width + column
   * @throws IllegalArgumentException if an array is too short for the shape, the window does not
   *     fit the padded input, or y overlaps x
   */
  public static void forward(
      Pool2dShape shape,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      int[] argmax,
      int argmaxOffset) {
    PoolChecks.input("x", shape, x, xOffset);
    PoolChecks.output("y", shape, y, yOffset);
    PoolChecks.output("argmax", shape, argmax, argmaxOffset);
    Checks.apart("y", y, yOffset, shape.outputSize(), "x", x, xOffset, shape.inputSize());
    if (Backend.simd()) {
      MaxPool2dSimd.forward(shape, x, xOffset, y, yOffset, argmax, argmaxOffset);
    } else {
      MaxPool2dReference.forward(shape, x, xOffset, y, yOffset, argmax, argmaxOffset);
    }
  }

  /**
   * Gradient by the input: every output's gradient goes to the pixel that won there. Where windows
   * overlap, a pixel adds what it gets to +0 in scan order of the outputs.
   *
   * @param dy gradient of y: [batch, channels, outputHeight, outputWidth]
   * @param argmax what {@link #forward} wrote for the same shape
   * @param dx output, overwritten: [batch, channels, height, width]
   * @throws IllegalArgumentException if an array is too short for the shape, argmax points outside
   *     its plane (dx is then undefined), the window does not fit the padded input, or dx overlaps
   *     dy
   */
  public static void backward(
      Pool2dShape shape,
      float[] dy,
      int dyOffset,
      int[] argmax,
      int argmaxOffset,
      float[] dx,
      int dxOffset) {
    PoolChecks.output("dy", shape, dy, dyOffset);
    PoolChecks.output("argmax", shape, argmax, argmaxOffset);
    PoolChecks.input("dx", shape, dx, dxOffset);
    Checks.apart("dx", dx, dxOffset, shape.inputSize(), "dy", dy, dyOffset, shape.outputSize());
    if (Backend.simd()) {
      MaxPool2dSimd.backward(shape, dy, dyOffset, argmax, argmaxOffset, dx, dxOffset);
    } else {
      MaxPool2dReference.backward(shape, dy, dyOffset, argmax, argmaxOffset, dx, dxOffset);
    }
  }
}
