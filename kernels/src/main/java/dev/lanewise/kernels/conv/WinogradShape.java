package dev.lanewise.kernels.conv;

/**
 * A convolution (3 x 3, stride 1, no dilation) in the terms of {@link Winograd}, or its gradient by
 * the input, which is the convolution of dy with the kernels turned by 180 degrees.
 *
 * @param rows planes written, of a group
 * @param sources planes read, of a group
 * @param padTop rows of padding above the image read; may be negative
 * @param padBottom rows below it that show something
 * @param turned whether kernels are read from their end
 * @param floor the least output: 0 where a ReLU follows, else -infinity
 * @param weightRowStep from the kernels of one plane written to those of the next
 * @param weightSourceStep from the kernel of one plane read to that of the next
 */
record WinogradShape(
    int batch,
    int groups,
    int rows,
    int sources,
    int sourceHeight,
    int sourceWidth,
    Padding padding,
    int padTop,
    int padBottom,
    int padLeft,
    int padRight,
    int outHeight,
    int outWidth,
    boolean turned,
    float floor,
    int weightRowStep,
    int weightSourceStep) {

  /** Channels from which the products saved outweigh the transforms. */
  private static final int CHANNELS = 8;

  /** Tiles from which they outweigh the 36 sums that a kernel's gradient has. */
  private static final int TILES = 16;

  /** Whether a convolution and its gradient by the input are computed this way. */
  static boolean suits(Conv2dShape s) {
    return s.dilationHeight() == 1 && s.dilationWidth() == 1 && suitsUndilated(s);
  }

  /** Whether they would be if there were no dilation. */
  static boolean suitsUndilated(Conv2dShape s) {
    return s.algorithm() == Algorithm.FASTEST
        && s.kernelHeight() == 3
        && s.kernelWidth() == 3
        && s.strideHeight() == 1
        && s.strideWidth() == 1
        && s.channels() / s.groups() >= CHANNELS
        && s.filters() / s.groups() >= CHANNELS;
  }

  /** Whether its gradient by the weights is. */
  static boolean suitsWeightGradient(Conv2dShape s) {
    return suits(s) && s.batch() * tiles(s.outputHeight()) * tiles(s.outputWidth()) >= TILES;
  }

  static WinogradShape forward(Conv2dShape s) {
    int channels = s.channels() / s.groups();
    return new WinogradShape(
        s.batch(),
        s.groups(),
        s.filters() / s.groups(),
        channels,
        s.height(),
        s.width(),
        s.padding(),
        s.padTop(),
        s.padBottom(),
        s.padLeft(),
        s.padRight(),
        s.outputHeight(),
        s.outputWidth(),
        false,
        s.rectified() ? 0 : Float.NEGATIVE_INFINITY,
        channels * 9,
        9);
  }

  /** Of a zero-padded convolution. */
  static WinogradShape inputGradient(Conv2dShape s) {
    int channels = s.channels() / s.groups();
    return new WinogradShape(
        s.batch(),
        s.groups(),
        channels,
        s.filters() / s.groups(),
        s.outputHeight(),
        s.outputWidth(),
        Padding.ZERO,
        2 - s.padTop(),
        0,
        2 - s.padLeft(),
        0,
        s.height(),
        s.width(),
        true,
        Float.NEGATIVE_INFINITY,
        9,
        channels * 9);
  }

  int tileRows() {
    return tiles(outHeight);
  }

  int tileColumns() {
    return tiles(outWidth);
  }

  private static int tiles(int outputs) {
    return Math.ceilDiv(outputs, Winograd.OUT);
  }

  /** Where kernel (row, source) of a group begins, after the weights' offset. */
  int kernel(int group, int row, int source) {
    return group * rows * sources * 9 + row * weightRowStep + source * weightSourceStep;
  }

  /** Where plane {@code c} of a group begins in the first image. */
  int sourcePlane(int group, int c) {
    return (group * sources + c) * sourceHeight * sourceWidth;
  }

  /** The row of the image that lies at {@code y}, or -1 where there are zeros. */
  int sourceRow(int y) {
    return source(y, sourceHeight, padTop, padBottom);
  }

  /** The column of the image that lies at {@code x}, or -1 where there are zeros. */
  int sourceColumn(int x) {
    return source(x, sourceWidth, padLeft, padRight);
  }

  /** Beyond the padding there are zeros too. */
  private int source(int index, int size, int before, int after) {
    return index >= -before && index < size + after ? padding.source(index, size) : -1;
  }
}
