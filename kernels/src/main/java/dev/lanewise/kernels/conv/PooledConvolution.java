package dev.lanewise.kernels.conv;

import dev.lanewise.kernels.pool.MaxPool2d;
import dev.lanewise.kernels.pool.Pool2dShape;
import dev.lanewise.kernels.simd.IntScratch;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;

/**
 * A convolution with max pooling of 2 x 2 behind it: in one pass where {@link WinogradSimd} has the
 * tiles of a window at hand, else one after the other.
 */
final class PooledConvolution {
  private static final Scratch UNPOOLED = new Scratch();
  private static final IntScratch WINNERS = new IntScratch();

  private final WinogradSimd winograd = new WinogradSimd();
  private Conv2dShape shape;
  private Pool2dShape pool;

  /** The pooling of what a convolution gives. */
  static Pool2dShape pool(Conv2dShape s) {
    return Pool2dShape.of(s.batch(), s.filters(), s.outputHeight(), s.outputWidth(), 2, 2)
        .stride(2, 2);
  }

  /**
   * @param panels what {@link Conv2dSimd#panels} has made of the weights, or null
   * @param argmax places of the winners, or null
   */
  void forward(
      Conv2dShape s,
      float[] x,
      int xo,
      float[] w,
      int wo,
      Slice panels,
      float[] bias,
      int bo,
      float[] y,
      int yo,
      int[] argmax,
      int ao) {
    if (WinogradShape.suits(s)
        && winograd.forwardPooled(s, x, xo, w, wo, panels, bias, bo, y, yo, argmax, ao)) {
      return;
    }
    if (!s.equals(shape)) {
      pool = pool(s);
      shape = s;
    }
    float[] unpooled = UNPOOLED.floats(s.outputSize());
    Conv2dSimd.forward(s, x, xo, w, wo, panels, bias, bo, unpooled, 0);
    int[] winners = argmax == null ? WINNERS.ints(pool.outputSize()) : argmax;
    MaxPool2d.forward(pool, unpooled, 0, y, yo, winners, argmax == null ? 0 : ao);
  }
}
