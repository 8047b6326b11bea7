package dev.lanewise.vision.features;

import dev.lanewise.kernels.gemm.Bias;
import dev.lanewise.kernels.gemm.Gemm;

/**
 * Turns points into ones of mean 0 whose coordinates are uncorrelated and of variance 1: z = L^-1
 * (x - mean), where L L^T is the covariance (Cholesky's factors). Up to a rotation, which no
 * distance sees, it is the ZCA whitening of A. Coates and A. Ng, "The Importance of Encoding Versus
 * Training with Sparse Coding and Vector Quantization" (ICML 2011).
 */
final class Whitening {
  private final int length;
  private final double[] mean;

  /** L, lower triangular. */
  private final double[] factor;

  /** L^-1, and -L^-1 mean. */
  private final float[] matrix;

  private final float[] shift;

  /**
   * Learns from points.
   *
   * @param x [count, length]
   * @param epsilon added to every variance, so that noise is not blown up
   */
  Whitening(float[] x, int count, int length, double epsilon) {
    this.length = length;
    mean = new double[length];
    for (int i = 0; i < count * length; i++) {
      mean[i % length] += x[i];
    }
    for (int i = 0; i < length; i++) {
      mean[i] /= count;
    }
    factor = cholesky(covariance(x, count, epsilon));
    double[] inverse = inverse(factor);
    matrix = new float[length * length];
    shift = new float[length];
    for (int i = 0; i < length; i++) {
      double sum = 0;
      for (int j = 0; j <= i; j++) {
        matrix[i * length + j] = (float) inverse[i * length + j];
        sum -= inverse[i * length + j] * mean[j];
      }
      shift[i] = (float) sum;
    }
  }

  /**
   * Whitens points.
   *
   * @param x [points, length]
   * @param z [points, length], overwritten
   */
  void apply(int points, float[] x, float[] z) {
    Gemm.gemm(
        false, true, points, length, length, x, 0, length, matrix, 0, length, 0, z, 0, length,
        Bias.ROW, shift, 0);
  }

  /** The points that would be whitened to these: x = L z + mean. */
  float[] undo(int points, float[] z) {
    float[] x = new float[points * length];
    for (int p = 0; p < points; p++) {
      for (int i = 0; i < length; i++) {
        double sum = mean[i];
        for (int j = 0; j <= i; j++) {
          sum += factor[i * length + j] * z[p * length + j];
        }
        x[p * length + i] = (float) sum;
      }
    }
    return x;
  }

  private double[] covariance(float[] x, int count, double epsilon) {
    float[] centred = new float[count * length];
    for (int i = 0; i < centred.length; i++) {
      centred[i] = (float) (x[i] - mean[i % length]);
    }
    float[] products = new float[length * length];
    Gemm.gemm(
        true, false, length, length, count, centred, 0, length, centred, 0, length, 0, products, 0,
        length);
    double[] covariance = new double[products.length];
    for (int i = 0; i < length; i++) {
      for (int j = 0; j < length; j++) {
        covariance[i * length + j] =
            (double) products[i * length + j] / count + (i == j ? epsilon : 0);
      }
    }
    return covariance;
  }

  private double[] cholesky(double[] a) {
    double[] l = new double[a.length];
    for (int i = 0; i < length; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i * length + j];
        for (int k = 0; k < j; k++) {
          sum -= l[i * length + k] * l[j * length + k];
        }
        l[i * length + j] = i == j ? Math.sqrt(sum) : sum / l[j * length + j];
      }
    }
    return l;
  }

  private double[] inverse(double[] l) {
    double[] inverse = new double[l.length];
    for (int j = 0; j < length; j++) {
      for (int i = j; i < length; i++) {
        double sum = i == j ? 1 : 0;
        for (int k = j; k < i; k++) {
          sum -= l[i * length + k] * inverse[k * length + j];
        }
        inverse[i * length + j] = sum / l[i * length + i];
      }
    }
    return inverse;
  }
}
