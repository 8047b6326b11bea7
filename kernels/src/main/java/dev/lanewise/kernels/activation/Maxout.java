package dev.lanewise.kernels.activation;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.check.Checks;

/**
 * Maxout: the greatest of several linear pieces. Goodfellow et al., "Maxout Networks", 2013.
 *
 * <p>All throw {@link IllegalArgumentException} when a size is negative ({@code pieces}: less than
 * 1), an array is too short, arrays overlap, or argmax names no piece.
 */
public final class Maxout {
  private Maxout() {}

  /**
   * y[o, i] = max over p of x[o, p, i]. Among equals the first piece wins (+0 and -0 are equal),
   * and a NaN wins over everything.
   *
   * @param x [outer, pieces, inner]
   * @param y [outer, inner]
   * @param argmax [outer, inner]: the piece that won
   */
  public static void forward(
      int outer,
      int pieces,
      int inner,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      int[] argmax,
      int argmaxOffset) {
    checkSizes(outer, pieces, inner);
    Checks.floats("x", x, xOffset, outer, pieces, inner);
    Checks.floats("y", y, yOffset, outer, inner);
    Checks.ints("argmax", argmax, argmaxOffset, outer, inner);
    checkApart("y", y, yOffset, "x", x, xOffset, outer, pieces, inner);
    if (Backend.simd()) {
      MaxoutSimd.forward(outer, pieces, inner, x, xOffset, y, yOffset, argmax, argmaxOffset);
    } else {
      MaxoutReference.forward(outer, pieces, inner, x, xOffset, y, yOffset, argmax, argmaxOffset);
    }
  }

  /**
   * dx[o, p, i] = dy[o, i] for the piece that won, +0 for the others.
   *
   * @param dy [outer, inner]
   * @param argmax [outer, inner], as the forward kernel left it
   * @param dx [outer, pieces, inner]
   */
  public static void backward(
      int outer,
      int pieces,
      int inner,
      float[] dy,
      int dyOffset,
      int[] argmax,
      int argmaxOffset,
      float[] dx,
      int dxOffset) {
    checkSizes(outer, pieces, inner);
    Checks.floats("dy", dy, dyOffset, outer, inner);
    Checks.ints("argmax", argmax, argmaxOffset, outer, inner);
    Checks.floats("dx", dx, dxOffset, outer, pieces, inner);
    checkApart("dx", dy, dyOffset, "dy", dx, dxOffset, outer, pieces, inner);
    for (int i = 0; i < outer * inner; i++) {
      int piece = argmax[argmaxOffset + i];
      if (piece < 0 || piece >= pieces) {
        throw Checks.refuse("argmax[" + i + "]", "0.." + (pieces - 1), piece);
      }
    }
    if (Backend.simd()) {
      MaxoutSimd.backward(outer, pieces, inner, dy, dyOffset, argmax, argmaxOffset, dx, dxOffset);
    } else {
      MaxoutReference.backward(
          outer, pieces, inner, dy, dyOffset, argmax, argmaxOffset, dx, dxOffset);
    }
  }

  private static void checkSizes(int outer, int pieces, int inner) {
    Checks.count("outer", outer);
    Checks.positive("pieces", pieces);
    Checks.count("inner", inner);
  }

  /** small: [outer, inner], large: [outer, pieces, inner]. */
  private static void checkApart(
      String out,
      float[] small,
      int smallOffset,
      String in,
      float[] large,
      int largeOffset,
      int outer,
      int pieces,
      int inner) {
    int size = outer * inner;
    Checks.apart(out, small, smallOffset, size, in, large, largeOffset, (long) size * pieces);
  }
}
