package dev.lanewise.kernels.conv;

import java.util.Arrays;

/**
 * A convolution as a list of its products, in double, sharing no indexing with the kernels: the
 * image is padded explicitly, and all three directions follow from the one relation y[n, f, oy, ox]
 * += w[f, c, ky, kx] * padded[n, c, oy * stride + ky * dilation, ...].
 */
final class ConvolutionOracle {
  final double[] exact;
  final double[] magnitude;

  private ConvolutionOracle(int size) {
    exact = new double[size];
    magnitude = new double[size];
  }

  private interface Relation {
    void product(int x, int w, int y);
  }

  static ConvolutionOracle forward(Conv2dShape s, float[] x, float[] w, float[] bias) {
    ConvolutionOracle o = new ConvolutionOracle(s.outputSize());
    int plane = s.outputHeight() * s.outputWidth();
    for (int i = 0; bias != null && i < o.exact.length; i++) {
      o.add(i, bias[i / plane % s.filters()], 1);
    }
    relate(s, (xi, wi, yi) -> o.add(yi, x[xi], w[wi]));
    return o;
  }

  static ConvolutionOracle inputGradient(Conv2dShape s, float[] dy, float[] w) {
    ConvolutionOracle o = new ConvolutionOracle(s.inputSize());
    relate(s, (xi, wi, yi) -> o.add(xi, dy[yi], w[wi]));
    return o;
  }

  static ConvolutionOracle weightGradient(Conv2dShape s, float[] x, float[] dy) {
    ConvolutionOracle o = new ConvolutionOracle(s.weightSize());
    relate(s, (xi, wi, yi) -> o.add(wi, x[xi], dy[yi]));
    return o;
  }

  private void add(int i, double a, double b) {
    exact[i] += a * b;
    magnitude[i] += Math.abs(a * b);
  }

  private static void relate(Conv2dShape s, Relation relation) {
    int[][] padded = new int[s.height() + s.padTop() + s.padBottom()][];
    for (int row = 0; row < padded.length; row++) {
      padded[row] = new int[s.width() + s.padLeft() + s.padRight()];
      for (int column = 0; column < padded[row].length; column++) {
        int y = real(row - s.padTop(), s.height(), s.padding());
        int x = real(column - s.padLeft(), s.width(), s.padding());
        padded[row][column] = y < 0 || x < 0 ? -1 : y * s.width() + x;
      }
    }
    int channels = s.channels() / s.groups();
    int filters = s.filters() / s.groups();
    int w = 0;
    for (int f = 0; f < s.filters(); f++) {
      for (int c = f / filters * channels; c < (f / filters + 1) * channels; c++) {
        for (int ky = 0; ky < s.kernelHeight(); ky++) {
          for (int kx = 0; kx < s.kernelWidth(); kx++) {
            for (int n = 0; n < s.batch(); n++) {
              for (int oy = 0; oy < s.outputHeight(); oy++) {
                for (int ox = 0; ox < s.outputWidth(); ox++) {
                  int row = oy * s.strideHeight() + ky * s.dilationHeight();
                  int column = ox * s.strideWidth() + kx * s.dilationWidth();
                  int pixel = padded[row][column];
                  int y = ((n * s.filters() + f) * s.outputHeight() + oy) * s.outputWidth() + ox;
                  if (pixel >= 0) {
                    int x = (n * s.channels() + c) * s.height() * s.width() + pixel;
                    relation.product(x, w, y);
                  }
                }
              }
            }
            w++;
          }
        }
      }
    }
  }

  /** The pixel at {@code i}, -1 for a zero; mirror images go on and on, there and back. */
  private static int real(int i, int size, Padding padding) {
    return switch (padding) {
      case ZERO -> i >= 0 && i < size ? i : -1;
      case REFLECT ->
          size == 1 ? 0 : size - 1 - Math.abs(size - 1 - Math.floorMod(i, 2 * size - 2));
      case SYMMETRIC -> Math.min(Math.floorMod(i, 2 * size), Math.floorMod(-1 - i, 2 * size));
      case REPLICATE -> Math.clamp(i, 0, size - 1);
    };
  }

  /** As how many pixels of the padded image one of the image shows, at most. */
  static int copies(Conv2dShape s) {
    return most(s.padTop(), s.height(), s.padBottom(), s.padding())
        * most(s.padLeft(), s.width(), s.padRight(), s.padding());
  }

  private static int most(int before, int size, int after, Padding padding) {
    int[] counts = new int[size];
    for (int i = -before; i < size + after; i++) {
      int pixel = real(i, size, padding);
      if (pixel >= 0) {
        counts[pixel]++;
      }
    }
    return Arrays.stream(counts).max().getAsInt();
  }
}
