package dev.lanewise.kernels.pool;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.check.Checks;

/**
 * Global average pooling: one mean per plane (one channel of one image). Lin, Chen, Yan, "Network
 * in Network" (2013), section 3.2.
 */
public final class GlobalAvgPool2d {
  private GlobalAvgPool2d() {}

  /**
   * Mean of every plane: its sum, added in the order of all long sums (64 accumulators, pixel i
   * goes to accumulator i mod 64, folded by halves), divided by height * width.
   *
   * @param x input: [batch, channels, height, width]
   * @param y output: [batch, channels]
   * @throws IllegalArgumentException if a size is below 1, an array is too short, or y overlaps x
   */
  public static void forward(
      int batch,
      int channels,
      int height,
      int width,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset) {
    check(batch, channels, height, width, "x", x, xOffset, "y", y, yOffset);
    int planes = batch * channels;
    int pixels = height * width;
    Checks.apart("y", y, yOffset, planes, "x", x, xOffset, (long) planes * pixels);
    if (Backend.simd()) {
      GlobalAvgPool2dSimd.forward(planes, pixels, x, xOffset, y, yOffset);
    } else {
      GlobalAvgPool2dReference.forward(planes, pixels, x, xOffset, y, yOffset);
    }
  }

  /**
   * Gradient by the input: every pixel of a plane gets dy / (height * width).
   *
   * @param dy gradient of y: [batch, channels]
   * @param dx output, overwritten: [batch, channels, height, width]
   * @throws IllegalArgumentException if a size is below 1, an array is too short, or dx overlaps dy
   */
  public static void backward(
      int batch,
      int channels,
      int height,
      int width,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset) {
    check(batch, channels, height, width, "dx", dx, dxOffset, "dy", dy, dyOffset);
    int planes = batch * channels;
    int pixels = height * width;
    Checks.apart("dx", dx, dxOffset, (long) planes * pixels, "dy", dy, dyOffset, planes);
    if (Backend.simd()) {
      GlobalAvgPool2dSimd.backward(planes, pixels, dy, dyOffset, dx, dxOffset);
    } else {
      GlobalAvgPool2dReference.backward(planes, pixels, dy, dyOffset, dx, dxOffset);
    }
  }

  private static void check(
      int batch,
      int channels,
      int height,
      int width,
      String imageName,
      float[] image,
      int imageOffset,
      String meansName,
      float[] means,
      int meansOffset) {
    Checks.positive("batch", batch);
    Checks.positive("channels", channels);
    Checks.positive("height", height);
    Checks.positive("width", width);
    Checks.floats(imageName, image, imageOffset, batch, channels, height, width);
    Checks.floats(meansName, means, meansOffset, batch, channels);
  }
}
