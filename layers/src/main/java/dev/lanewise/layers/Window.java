package dev.lanewise.layers;

/**
 * The window that a convolution or pooling moves over an image, per axis. Sizes and strides are in
 * pixels, padding per side.
 */
public record Window(
    int height,
    int width,
    int strideHeight,
    int strideWidth,
    int padTop,
    int padBottom,
    int padLeft,
    int padRight,
    int dilationHeight,
    int dilationWidth) {

  /** A window of this size, stride 1, no padding, no dilation. */
  public static Window of(int height, int width) {
    return new Window(height, width, 1, 1, 0, 0, 0, 0, 1, 1);
  }

  /** A square window, stride 1, no padding, no dilation. */
  public static Window of(int size) {
    return of(size, size);
  }

  public Window stride(int height, int width) {
    return new Window(
        this.height,
        this.width,
        height,
        width,
        padTop,
        padBottom,
        padLeft,
        padRight,
        dilationHeight,
        dilationWidth);
  }

  public Window stride(int stride) {
    return stride(stride, stride);
  }

  public Window pad(int top, int bottom, int left, int right) {
    return new Window(
        height,
        width,
        strideHeight,
        strideWidth,
        top,
        bottom,
        left,
        right,
        dilationHeight,
        dilationWidth);
  }

  public Window pad(int pad) {
    return pad(pad, pad, pad, pad);
  }

  /** Pads so that at stride 1 outputs are as large as inputs; an odd pixel goes below and right. */
  public Window same() {
    int rows = (height - 1) * dilationHeight;
    int columns = (width - 1) * dilationWidth;
    return pad(rows / 2, rows - rows / 2, columns / 2, columns - columns / 2);
  }

  public Window dilation(int height, int width) {
    return new Window(
        this.height,
        this.width,
        strideHeight,
        strideWidth,
        padTop,
        padBottom,
        padLeft,
        padRight,
        height,
        width);
  }

  public Window dilation(int dilation) {
    return dilation(dilation, dilation);
  }

  /** {@code 3x3}, and where they are not the plain ones, stride, pad and dilation. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(pair(height, width));
    if (strideHeight != 1 || strideWidth != 1) {
      text.append(", stride ").append(both(strideHeight, strideWidth));
    }
    if (padTop == padBottom && padLeft == padRight && padTop == padLeft) {
      text.append(padTop == 0 ? "" : ", pad " + padTop);
    } else {
      text.append(", pad ").append(padTop).append('+').append(padBottom);
      text.append(" by ").append(padLeft).append('+').append(padRight);
    }
    if (dilationHeight != 1 || dilationWidth != 1) {
      text.append(", dilation ").append(both(dilationHeight, dilationWidth));
    }
    return text.toString();
  }

  private static String both(int height, int width) {
    return height == width ? String.valueOf(height) : pair(height, width);
  }

  private static String pair(int height, int width) {
    return height + "x" + width;
  }
}
