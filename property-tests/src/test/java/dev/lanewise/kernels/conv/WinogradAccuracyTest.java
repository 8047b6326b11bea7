package dev.lanewise.kernels.conv;

import dev.lanewise.kernels.microkernel.Chain;
import dev.lanewise.testing.Oracle;
import dev.lanewise.testing.Values;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Winograd's algorithm against the convolution in double. Each of its three transforms and its sums
 * of products add roundings; all are relative to what the magnitudes would give, which is computed
 * here by the same algorithm on absolute values, in double: A' (sum |G g G'| (|B'| |d| |B|)) A with
 * all matrices made positive, and likewise for the gradient by the weights. NUMERICS.md,
 * "Winograd".
 */
class WinogradAccuracyTest {
  /**
   * Roundings on the way of a product through the transforms: at most 3 for each of two lines of
   * inputs and weights (4), 4 for outputs, and those of the constants, one each.
   */
  private static final int TRANSFORMS = 2 * (3 + 4 + 4) + 6 + 1;

  private static final double P = Math.sqrt(0.5);
  private static final double Q = Math.sqrt(2);
  private static final double[][] INPUT = {
    {1, 0, 2.5, 0, 1, 0},
    {0, 2 * P, 2, P, 1, 0},
    {0, 2 * P, 2, P, 1, 0},
    {0, 0.5 * Q, 0.5, Q, 1, 0},
    {0, 0.5 * Q, 0.5, Q, 1, 0},
    {0, 1, 0, 2.5, 0, 1}
  };
  private static final double[][] WEIGHTS = {
    {1, 0, 0},
    {2. / 3, 2. / 3 * P, 1. / 3},
    {2. / 3, 2. / 3 * P, 1. / 3},
    {1. / 6, Q / 6, 1. / 3},
    {1. / 6, Q / 6, 1. / 3},
    {0, 0, 1}
  };
  private static final double[][] OUTPUT = {
    {1, 1, 1, 1, 1, 0},
    {0, P, P, Q, Q, 0},
    {0, 0.5, 0.5, 2, 2, 0},
    {0, P / 2, P / 2, 2 * Q, 2 * Q, 1}
  };

  @Property(tries = 60)
  void withinTheBound(
      @ForAll(supplier = Convolutions.Winograd.class) Conv2dShape shape, @ForAll long seed) {
    float[] w = Values.ORDINARY.floats(shape.weightSize(), seed + 1);
    float[] x = Values.ORDINARY.floats(shape.inputSize(), seed);
    float[] y = new float[shape.outputSize()];
    Conv2dReference.forward(shape, x, 0, w, 0, null, 0, y, 0);
    Oracle.assertClose(
        "y",
        shape.channels() / shape.groups() + TRANSFORMS,
        ConvolutionOracle.forward(shape, x, w, null).exact,
        magnitude(WinogradShape.forward(shape), x, w),
        y,
        Convolutions.output(shape));

    Conv2dShape zero = shape.padding() == Padding.ZERO ? shape : shape.ofPadded();
    float[] dy = Values.ORDINARY.floats(zero.outputSize(), seed + 2);
    float[] dx = new float[zero.inputSize()];
    Conv2dReference.inputGradient(zero, dy, 0, w, 0, dx, 0);
    Oracle.assertClose(
        "dx",
        shape.filters() / shape.groups() + TRANSFORMS,
        ConvolutionOracle.inputGradient(zero, dy, w).exact,
        magnitude(WinogradShape.inputGradient(zero), dy, w),
        dx,
        Convolutions.input(zero));
  }

  private static double[] magnitude(WinogradShape s, float[] x, float[] w) {
    int plane = s.outHeight() * s.outWidth();
    double[] magnitude = new double[s.batch() * s.groups() * s.rows() * plane];
    for (int out = 0; out < magnitude.length / plane; out++) {
      int group = out / s.rows() % s.groups();
      for (int top = 0; top < s.outHeight(); top += 4) {
        for (int left = 0; left < s.outWidth(); left += 4) {
          double[][] points = new double[6][6];
          for (int c = 0; c < s.sources(); c++) {
            double[][] v = both(INPUT, seen(s, x, out / s.rows() * s.sources() + c, top, left));
            double[][] u = both(WEIGHTS, kernel(s, w, group, out % s.rows(), c));
            for (int i = 0; i < 36; i++) {
              points[i / 6][i % 6] += u[i / 6][i % 6] * v[i / 6][i % 6];
            }
          }
          double[][] y = both(OUTPUT, points);
          for (int i = 0; i < Math.min(4, s.outHeight() - top); i++) {
            for (int j = 0; j < Math.min(4, s.outWidth() - left); j++) {
              magnitude[out * plane + (top + i) * s.outWidth() + left + j] = y[i][j];
            }
          }
        }
      }
    }
    return magnitude;
  }

  /**
   * Of the gradient by the weights: at most 3 roundings for each of two lines of inputs, 2 of
   * gradients by outputs, 3 of taps, and those of the constants, of which taps multiply some.
   */
  private static final int GRADIENT_TRANSFORMS = 2 * (3 + 2 + 3) + 2 * (1 + 1 + 3) + 1;

  @Property(tries = 60)
  void weightGradientWithinTheBound(
      @ForAll(supplier = Convolutions.Winograd.class) Conv2dShape shape, @ForAll long seed) {
    WinogradShape s = WinogradShape.forward(shape);
    float[] x = Values.ORDINARY.floats(shape.inputSize(), seed);
    float[] dy = Values.ORDINARY.floats(shape.outputSize(), seed + 1);
    float[] dw = new float[shape.weightSize()];
    WinogradReference.weightGradient(s, x, 0, dy, 0, dw, 0);
    int tiles = TileSegments.tiles(s);
    Oracle.assertClose(
        "dWeights",
        Math.min(tiles, Chain.KC) + tiles / Chain.KC + 3 + GRADIENT_TRANSFORMS,
        ConvolutionOracle.weightGradient(shape, x, dy).exact,
        weightMagnitude(s, x, dy),
        dw,
        Convolutions.weights(shape));
  }

  private static double[] weightMagnitude(WinogradShape s, float[] x, float[] dy) {
    double[] magnitude = new double[s.groups() * s.rows() * s.sources() * 9];
    for (int out = 0; out < magnitude.length / 9; out++) {
      int filter = out / s.sources();
      int group = filter / s.rows();
      double[][] points = new double[6][6];
      for (int n = 0; n < s.batch(); n++) {
        int source = (n * s.groups() + group) * s.sources() + out % s.sources();
        for (int top = 0; top < s.outHeight(); top += 4) {
          for (int left = 0; left < s.outWidth(); left += 4) {
            double[][] v = both(INPUT, seen(s, x, source, top, left));
            double[][] outputs = outputs(s, dy, n * s.groups() * s.rows() + filter, top, left);
            double[][] u = both(transposed(OUTPUT), outputs);
            for (int i = 0; i < 36; i++) {
              points[i / 6][i % 6] += u[i / 6][i % 6] * v[i / 6][i % 6];
            }
          }
        }
      }
      double[][] taps = both(transposed(WEIGHTS), points);
      for (int i = 0; i < 9; i++) {
        magnitude[out * 9 + i] = taps[i / 3][i % 3];
      }
    }
    return magnitude;
  }

  private static double[][] outputs(WinogradShape s, float[] dy, int plane, int top, int left) {
    double[][] tile = new double[4][4];
    for (int i = 0; i < Math.min(4, s.outHeight() - top); i++) {
      for (int j = 0; j < Math.min(4, s.outWidth() - left); j++) {
        int at = (plane * s.outHeight() + top + i) * s.outWidth() + left + j;
        tile[i][j] = Math.abs(dy[at]);
      }
    }
    return tile;
  }

  private static double[][] transposed(double[][] m) {
    double[][] result = new double[m[0].length][m.length];
    for (int i = 0; i < m.length; i++) {
      for (int j = 0; j < m[0].length; j++) {
        result[j][i] = m[i][j];
      }
    }
    return result;
  }

  private static double[][] seen(WinogradShape s, float[] x, int plane, int top, int left) {
    double[][] tile = new double[6][6];
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        int row = s.sourceRow(top + i - s.padTop());
        int column = s.sourceColumn(left + j - s.padLeft());
        int at = (plane * s.sourceHeight() + row) * s.sourceWidth() + column;
        tile[i][j] = row < 0 || column < 0 ? 0 : Math.abs(x[at]);
      }
    }
    return tile;
  }

  private static double[][] kernel(WinogradShape s, float[] w, int group, int row, int c) {
    double[][] kernel = new double[3][3];
    for (int i = 0; i < 9; i++) {
      kernel[i / 3][i % 3] = Math.abs(w[s.kernel(group, row, c) + (s.turned() ? 8 - i : i)]);
    }
    return kernel;
  }

  /** M t M'. */
  private static double[][] both(double[][] m, double[][] t) {
    double[][] result = new double[m.length][m.length];
    for (int i = 0; i < m.length; i++) {
      for (int j = 0; j < m.length; j++) {
        for (int k = 0; k < t.length; k++) {
          for (int l = 0; l < t.length; l++) {
            result[i][j] += m[i][k] * t[k][l] * m[j][l];
          }
        }
      }
    }
    return result;
  }
}
