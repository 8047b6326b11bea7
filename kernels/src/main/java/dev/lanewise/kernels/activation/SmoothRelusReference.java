package dev.lanewise.kernels.activation;

import dev.lanewise.kernels.math.Gelu;
import dev.lanewise.kernels.math.Sigmoid;
import dev.lanewise.kernels.math.Silu;
import dev.lanewise.kernels.math.Softplus;

/** The definition of {@link SmoothRelus}. */
final class SmoothRelusReference {
  private SmoothRelusReference() {}

  static void gelu(int n, float[] x, int xOffset, float[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = Gelu.gelu(x[xOffset + i]);
    }
  }

  static void silu(int n, float[] x, int xOffset, float[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = Silu.silu(x[xOffset + i]);
    }
  }

  static void softplus(int n, float[] x, int xOffset, float[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = Softplus.softplus(x[xOffset + i]);
    }
  }

  static void geluGradient(
      int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    for (int i = 0; i < n; i++) {
      dx[dxOffset + i] = dy[dyOffset + i] * Gelu.slope(x[xOffset + i]);
    }
  }

  static void siluGradient(
      int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    for (int i = 0; i < n; i++) {
      dx[dxOffset + i] = dy[dyOffset + i] * Silu.slope(x[xOffset + i]);
    }
  }

  static void softplusGradient(
      int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    for (int i = 0; i < n; i++) {
      dx[dxOffset + i] = dy[dyOffset + i] * Sigmoid.sigmoid(x[xOffset + i]);
    }
  }
}
