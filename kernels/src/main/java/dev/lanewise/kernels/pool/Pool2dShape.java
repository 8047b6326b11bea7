package dev.lanewise.kernels.pool;

import dev.lanewise.kernels.check.Checks;
import dev.lanewise.kernels.check.StrictStride;

/**
 * Sizes of a pooling over images [batch, channels, height, width]: a window slides over every plane
 * (one channel of one image) and each of its positions gives one output.
 *
 * <p>Output (oy, ox) sees the input rows from {@code oy * strideHeight - padTop} and the columns
 * from {@code ox * strideWidth - padLeft}, as many as the window is high and wide. Padding is
 * narrower than the window, so that every window sees a real pixel.
 *
 * <pre>{@code
 * Pool2dShape.of(batch, 64, 112, 112, 3, 3).stride(2, 2).pad(1, 1, 1, 1)   // outputs 56 x 56
 * }</pre>
 *
 * @param batch images
 * @param channels planes of an image
 * @param height rows of a plane
 * @param width columns of a plane
 * @param windowHeight rows that a window sees
 * @param windowWidth columns that a window sees
 * @param strideHeight rows between neighbouring windows
 * @param strideWidth columns between neighbouring windows
 * @param padTop rows of padding above
 * @param padBottom rows of padding below
 * @param padLeft columns of padding to the left
 * @param padRight columns of padding to the right
 */
public record Pool2dShape(
    int batch,
    int channels,
    int height,
    int width,
    int windowHeight,
    int windowWidth,
    int strideHeight,
    int strideWidth,
    int padTop,
    int padBottom,
    int padLeft,
    int padRight) {

  /**
   * @throws IllegalArgumentException if a size or stride is below 1, or a padding is negative or
   *     not smaller than the window
   */
  public Pool2dShape {
    Checks.positive("batch", batch);
    Checks.positive("channels", channels);
    Checks.positive("height", height);
    Checks.positive("width", width);
    Checks.positive("windowHeight", windowHeight);
    Checks.positive("windowWidth", windowWidth);
    Checks.positive("strideHeight", strideHeight);
    Checks.positive("strideWidth", strideWidth);
    if ((long) windowHeight * windowWidth > Integer.MAX_VALUE) {
      throw Checks.refuse(
          "window",
          "at most " + Integer.MAX_VALUE + " pixels",
          "[" + windowHeight + ", " + windowWidth + "]");
    }
    padding("padTop", padTop, windowHeight);
    padding("padBottom", padBottom, windowHeight);
    padding("padLeft", padLeft, windowWidth);
    padding("padRight", padRight, windowWidth);
  }

  /** Windows side by side (the stride is the window), no padding. */
  public static Pool2dShape of(
      int batch, int channels, int height, int width, int windowHeight, int windowWidth) {
    return new Pool2dShape(
        batch,
        channels,
        height,
        width,
        windowHeight,
        windowWidth,
        windowHeight,
        windowWidth,
        0,
        0,
        0,
        0);
  }

  /** The same with other strides. */
  public Pool2dShape stride(int strideHeight, int strideWidth) {
    return new Pool2dShape(
        batch,
        channels,
        height,
        width,
        windowHeight,
        windowWidth,
        strideHeight,
        strideWidth,
        padTop,
        padBottom,
        padLeft,
        padRight);
  }

  /** The same with rows of padding above and below, columns of padding left and right. */
  public Pool2dShape pad(int padTop, int padBottom, int padLeft, int padRight) {
    return new Pool2dShape(
        batch,
        channels,
        height,
        width,
        windowHeight,
        windowWidth,
        strideHeight,
        strideWidth,
        padTop,
        padBottom,
        padLeft,
        padRight);
  }

  /**
   * The same, held to the rule of the CS231n lectures: (N - F + 2P) / S + 1 is whole, no row or
   * column of the padded input is left over.
   *
   * @throws IllegalArgumentException if it is not
   */
  public Pool2dShape strict() {
    outputSize(); // refuses windows that do not fit at all
    StrictStride.require("height", height, padTop, padBottom, windowHeight, strideHeight);
    StrictStride.require("width", width, padLeft, padRight, windowWidth, strideWidth);
    return this;
  }

  /**
   * Rows of the output: floor((height + padTop + padBottom - windowHeight) / strideHeight) + 1.
   *
   * @throws IllegalArgumentException if the window is higher than the padded input
   */
  public int outputHeight() {
    return positions("Height", height, padTop, padBottom, windowHeight, strideHeight);
  }

  /**
   * Columns of the output: floor((width + padLeft + padRight - windowWidth) / strideWidth) + 1.
   *
   * @throws IllegalArgumentException if the window is wider than the padded input
   */
  public int outputWidth() {
    return positions("Width", width, padLeft, padRight, windowWidth, strideWidth);
  }

  /**
   * Floats in [batch, channels, height, width].
   *
   * @throws IllegalArgumentException if no array can hold them
   */
  public int inputSize() {
    return size("input", height, width);
  }

  /**
   * Floats in [batch, channels, outputHeight, outputWidth].
   *
   * @throws IllegalArgumentException if no array can hold them, or there is no output
   */
  public int outputSize() {
    return size("output", outputHeight(), outputWidth());
  }

  /** Images times channels: what is pooled on its own. */
  int planes() {
    return batch * channels;
  }

  /** First input row that output row {@code oy} sees. */
  int top(int oy) {
    return Math.max(0, oy * strideHeight - padTop);
  }

  /** One past the last input row that output row {@code oy} sees. */
  int bottom(int oy) {
    return Math.min(height, oy * strideHeight - padTop + windowHeight);
  }

  /** First input column that output column {@code ox} sees. */
  int left(int ox) {
    return Math.max(0, ox * strideWidth - padLeft);
  }

  /** One past the last input column that output column {@code ox} sees. */
  int right(int ox) {
    return Math.min(width, ox * strideWidth - padLeft + windowWidth);
  }

  private static void padding(String name, int pad, int window) {
    if (pad < 0 || pad >= window) {
      throw Checks.refuse(name, "0 or more and less than the window, " + window, pad);
    }
  }

  private static int positions(
      String axis, int size, int before, int after, int window, int stride) {
    long padded = (long) size + before + after;
    if (padded < window || padded > Integer.MAX_VALUE) {
      throw Checks.refuse(
          "window" + axis,
          "at most the padded input, " + size + " + " + before + " + " + after,
          window);
    }
    return (int) (padded - window) / stride + 1;
  }

  private int size(String name, int rows, int columns) {
    long plane = (long) rows * columns;
    long planes = (long) batch * channels;
    if (plane > Integer.MAX_VALUE || planes > Integer.MAX_VALUE / plane) {
      throw Checks.refuse(
          name,
          "at most " + Integer.MAX_VALUE + " floats",
          "[" + batch + ", " + channels + ", " + rows + ", " + columns + "]");
    }
    return (int) (planes * plane);
  }
}
