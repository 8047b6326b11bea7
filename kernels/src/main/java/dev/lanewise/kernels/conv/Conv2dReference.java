package dev.lanewise.kernels.conv;

import dev.lanewise.kernels.microkernel.Chain;
import dev.lanewise.kernels.pool.MaxPool2d;
import dev.lanewise.kernels.pool.Pool2dShape;
import dev.lanewise.kernels.simd.Fold;
import java.util.Arrays;

/**
 * The definition of {@link Conv2d}. A padded pixel takes part like any other, as the zero or the
 * pixel of the image that it is.
 */
final class Conv2dReference {
  private Conv2dReference() {}

  static void forward(
      Conv2dShape s,
      float[] x,
      int xo,
      float[] w,
      int wo,
      float[] bias,
      int bo,
      float[] y,
      int yo) {
    if (WinogradShape.suits(s)) {
      WinogradReference.convolve(WinogradShape.forward(s), x, xo, w, wo, bias, bo, y, yo);
      return;
    }
    if (Dilated.suits(s)) {
      DilatedReference.forward(s, x, xo, w, wo, bias, bo, y, yo);
      return;
    }
    int channels = s.channels() / s.groups();
    int filters = s.filters() / s.groups();
    int out = yo;
    for (int n = 0; n < s.batch(); n++) {
      for (int f = 0; f < s.filters(); f++) {
        for (int oy = 0; oy < s.outputHeight(); oy++) {
          for (int ox = 0; ox < s.outputWidth(); ox++) {
            Chain chain = new Chain(bias == null ? 0 : bias[bo + f]);
            int tap = wo + f * channels * s.kernelHeight() * s.kernelWidth();
            for (int c = 0; c < channels; c++) {
              int plane = n * s.channels() + f / filters * channels + c;
              for (int ky = 0; ky < s.kernelHeight(); ky++) {
                for (int kx = 0; kx < s.kernelWidth(); kx++) {
                  chain.add(w[tap++], pixel(s, x, xo, plane, oy, ox, ky, kx));
                }
              }
            }
            float sum = chain.total();
            y[out++] = s.rectified() && sum <= 0 ? 0 : sum;
          }
        }
      }
    }
  }

  static void forwardPooled(
      Conv2dShape s,
      float[] x,
      int xo,
      float[] w,
      int wo,
      float[] bias,
      int bo,
      float[] y,
      int yo,
      int[] argmax,
      int ao) {
    float[] unpooled = new float[s.outputSize()];
    forward(s, x, xo, w, wo, bias, bo, unpooled, 0);
    Pool2dShape pool = PooledConvolution.pool(s);
    int[] winners = argmax == null ? new int[pool.outputSize()] : argmax;
    MaxPool2d.forward(pool, unpooled, 0, y, yo, winners, argmax == null ? 0 : ao);
  }

  static void inputGradient(
      Conv2dShape s, float[] dy, int dyo, float[] w, int wo, float[] dx, int dxo) {
    if (s.padding() != Padding.ZERO) {
      foldedInputGradient(s, dy, dyo, w, wo, dx, dxo);
      return;
    }
    if (WinogradShape.suits(s)) {
      WinogradReference.convolve(WinogradShape.inputGradient(s), dy, dyo, w, wo, null, 0, dx, dxo);
      return;
    }
    if (Dilated.suits(s)) {
      DilatedReference.inputGradient(s, dy, dyo, w, wo, dx, dxo);
      return;
    }
    int out = dxo;
    for (int plane = 0; plane < s.batch() * s.channels(); plane++) {
      for (int iy = 0; iy < s.height(); iy++) {
        for (int ix = 0; ix < s.width(); ix++) {
          dx[out++] = gathered(s, dy, dyo, w, wo, plane, iy, ix);
        }
      }
    }
  }

  /** The gradient of the padded image, each of whose pixels is added to the one it shows. */
  private static void foldedInputGradient(
      Conv2dShape s, float[] dy, int dyo, float[] w, int wo, float[] dx, int dxo) {
    Conv2dShape padded = s.ofPadded();
    float[] from = new float[padded.inputSize()];
    inputGradient(padded, dy, dyo, w, wo, from, 0);
    Arrays.fill(dx, dxo, dxo + s.inputSize(), 0f);
    int at = 0;
    for (int plane = 0; plane < s.batch() * s.channels(); plane++) {
      for (int y = 0; y < padded.height(); y++) {
        for (int x = 0; x < padded.width(); x++) {
          int row = s.padding().source(y - s.padTop(), s.height());
          int column = s.padding().source(x - s.padLeft(), s.width());
          dx[dxo + (plane * s.height() + row) * s.width() + column] += from[at++];
        }
      }
    }
  }

  private static float gathered(
      Conv2dShape s, float[] dy, int dyo, float[] w, int wo, int plane, int iy, int ix) {
    int channels = s.channels() / s.groups();
    int filters = s.filters() / s.groups();
    int n = plane / s.channels();
    int c = plane % s.channels();
    Chain chain = new Chain(0);
    for (int f = c / channels * filters; f < (c / channels + 1) * filters; f++) {
      for (int ky = 0; ky < s.kernelHeight(); ky++) {
        for (int kx = 0; kx < s.kernelWidth(); kx++) {
          int down = iy + s.padTop() - ky * s.dilationHeight();
          int across = ix + s.padLeft() - kx * s.dilationWidth();
          if (down % s.strideHeight() == 0 && across % s.strideWidth() == 0) {
            int oy = down / s.strideHeight();
            int ox = across / s.strideWidth();
            boolean inside = oy >= 0 && oy < s.outputHeight() && ox >= 0 && ox < s.outputWidth();
            int at = ((n * s.filters() + f) * s.outputHeight() + oy) * s.outputWidth() + ox;
            int tap =
                ((f * channels + c % channels) * s.kernelHeight() + ky) * s.kernelWidth() + kx;
            chain.add(w[wo + tap], inside ? dy[dyo + at] : 0);
          }
        }
      }
    }
    return chain.total();
  }

  static void weightGradient(
      Conv2dShape s,
      float[] x,
      int xo,
      float[] dy,
      int dyo,
      float[] dw,
      int dwo,
      float[] db,
      int dbo) {
    if (WinogradShape.suitsWeightGradient(s)) {
      WinogradReference.weightGradient(WinogradShape.forward(s), x, xo, dy, dyo, dw, dwo);
    } else {
      directWeightGradient(s, x, xo, dy, dyo, dw, dwo);
    }
    int outputs = s.outputHeight() * s.outputWidth();
    for (int f = 0; db != null && f < s.filters(); f++) {
      float total = 0;
      for (int n = 0; n < s.batch(); n++) {
        total += Fold.sum(outputs, dy, dyo + (n * s.filters() + f) * outputs);
      }
      db[dbo + f] = total;
    }
  }

  private static void directWeightGradient(
      Conv2dShape s, float[] x, int xo, float[] dy, int dyo, float[] dw, int dwo) {
    int channels = s.channels() / s.groups();
    int filters = s.filters() / s.groups();
    int outputs = s.outputHeight() * s.outputWidth();
    int out = dwo;
    for (int f = 0; f < s.filters(); f++) {
      for (int c = 0; c < channels; c++) {
        for (int ky = 0; ky < s.kernelHeight(); ky++) {
          for (int kx = 0; kx < s.kernelWidth(); kx++) {
            float total = 0;
            for (int n = 0; n < s.batch(); n++) {
              int plane = n * s.channels() + f / filters * channels + c;
              int at = dyo + (n * s.filters() + f) * outputs;
              Chain image = new Chain(0);
              for (int oy = 0; oy < s.outputHeight(); oy++) {
                for (int ox = 0; ox < s.outputWidth(); ox++) {
                  image.add(dy[at++], pixel(s, x, xo, plane, oy, ox, ky, kx));
                }
              }
              total += image.total();
            }
            dw[out++] = total;
          }
        }
      }
    }
  }

  /** What kernel tap (ky, kx) of output (oy, ox) sees. */
  private static float pixel(
      Conv2dShape s, float[] x, int xo, int plane, int oy, int ox, int ky, int kx) {
    int down = oy * s.strideHeight() + ky * s.dilationHeight() - s.padTop();
    int across = ox * s.strideWidth() + kx * s.dilationWidth() - s.padLeft();
    int row = s.padding().source(down, s.height());
    int column = s.padding().source(across, s.width());
    boolean real = row >= 0 && column >= 0;
    return real ? x[xo + (plane * s.height() + row) * s.width() + column] : 0;
  }
}
