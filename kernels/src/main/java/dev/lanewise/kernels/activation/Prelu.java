package dev.lanewise.kernels.activation;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.check.Checks;

/**
 * The parametric ReLU, a leaky ReLU whose slopes, one per channel, are learned. He, Zhang, Ren,
 * Sun, "Delving Deep into Rectifiers" (2015), section 2.1.
 *
 * <p>All throw {@link IllegalArgumentException} when a size is below 1, an array is too short, or
 * an output overlaps an input (y may be x, dx may be x or dy, at the same offset).
 */
public final class Prelu {
  private Prelu() {}

  /**
   * y = x for x > 0, else slope * x.
   *
   * @param x [batch, channels, pixels]
   * @param slopes [channels]
   * @param y [batch, channels, pixels]
   */
  public static void forward(
      int batch,
      int channels,
      int pixels,
      float[] x,
      int xOffset,
      float[] slopes,
      int slopesOffset,
      float[] y,
      int yOffset) {
    check(batch, channels, pixels, x, xOffset, slopes, slopesOffset, "y", y, yOffset);
    if (Backend.simd()) {
      PreluSimd.forward(batch, channels, pixels, x, xOffset, slopes, slopesOffset, y, yOffset);
    } else {
      PreluReference.forward(batch, channels, pixels, x, xOffset, slopes, slopesOffset, y, yOffset);
    }
  }

  /**
   * dx = dy where x > 0, else slope * dy; dslope = sum of dy * x over the x <= 0 of the channel,
   * pixel i of every plane going to accumulator i mod 64, one image after the other, folded at the
   * end. Where x is NaN dx is dy and dslope gets nothing.
   *
   * @param x [batch, channels, pixels]
   * @param slopes [channels]
   * @param dy [batch, channels, pixels]
   * @param dx output: [batch, channels, pixels]
   * @param dslopes output: [channels]
   */
  public static void backward(
      int batch,
      int channels,
      int pixels,
      float[] x,
      int xOffset,
      float[] slopes,
      int slopesOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset,
      float[] dslopes,
      int dslopesOffset) {
    check(batch, channels, pixels, x, xOffset, slopes, slopesOffset, "dx", dx, dxOffset);
    int size = batch * channels * pixels;
    Checks.floats("dy", dy, dyOffset, batch, channels, pixels);
    Checks.sameOrApart("dx", dx, dxOffset, "dy", dy, dyOffset, size);
    Checks.floats("dslopes", dslopes, dslopesOffset, channels);
    Checks.apart("dslopes", dslopes, dslopesOffset, channels, "x", x, xOffset, size);
    Checks.apart(
        "dslopes", dslopes, dslopesOffset, channels, "slopes", slopes, slopesOffset, channels);
    Checks.apart("dslopes", dslopes, dslopesOffset, channels, "dy", dy, dyOffset, size);
    if (Backend.simd()) {
      PreluSimd.backward(
          batch,
          channels,
          pixels,
          x,
          xOffset,
          slopes,
          slopesOffset,
          dy,
          dyOffset,
          dx,
          dxOffset,
          dslopes,
          dslopesOffset);
    } else {
      PreluReference.backward(
          batch,
          channels,
          pixels,
          x,
          xOffset,
          slopes,
          slopesOffset,
          dy,
          dyOffset,
          dx,
          dxOffset,
          dslopes,
          dslopesOffset);
    }
  }

  private static void check(
      int batch,
      int channels,
      int pixels,
      float[] x,
      int xOffset,
      float[] slopes,
      int slopesOffset,
      String name,
      float[] out,
      int outOffset) {
    Checks.positive("batch", batch);
    Checks.positive("channels", channels);
    Checks.positive("pixels", pixels);
    Checks.floats("x", x, xOffset, batch, channels, pixels);
    Checks.floats("slopes", slopes, slopesOffset, channels);
    Checks.floats(name, out, outOffset, batch, channels, pixels);
    int size = batch * channels * pixels;
    Checks.sameOrApart(name, out, outOffset, "x", x, xOffset, size);
    Checks.apart(name, out, outOffset, size, "slopes", slopes, slopesOffset, channels);
  }
}
