package dev.lanewise.kernels.activation;

import dev.lanewise.kernels.math.Elu;
import dev.lanewise.kernels.math.Exp;
import dev.lanewise.kernels.math.Log;
import dev.lanewise.kernels.math.Sigmoid;
import dev.lanewise.kernels.math.Tanh;

/**
 * The definition of {@link Activations}. Comparisons are written so that NaN takes the branch that
 * hands it on.
 */
final class ActivationsReference {
  private ActivationsReference() {}

  static void exp(int n, float[] x, int xOffset, float[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = Exp.exp(x[xOffset + i]);
    }
  }

  static void log(int n, float[] x, int xOffset, float[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = Log.log(x[xOffset + i]);
    }
  }

  static void sigmoid(int n, float[] x, int xOffset, float[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = Sigmoid.sigmoid(x[xOffset + i]);
    }
  }

  static void tanh(int n, float[] x, int xOffset, float[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = Tanh.tanh(x[xOffset + i]);
    }
  }

  static void relu(int n, float[] x, int xOffset, float[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      float v = x[xOffset + i];
      y[yOffset + i] = v <= 0 ? 0f : v;
    }
  }

  static void leakyRelu(int n, float slope, float[] x, int xOffset, float[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      float v = x[xOffset + i];
      y[yOffset + i] = v <= 0 ? slope * v : v;
    }
  }

  static void elu(int n, float alpha, float[] x, int xOffset, float[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = Elu.elu(alpha, x[xOffset + i]);
    }
  }

  static void sigmoidGradient(
      int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    for (int i = 0; i < n; i++) {
      float v = y[yOffset + i];
      dx[dxOffset + i] = dy[dyOffset + i] * (1f - v) * v;
    }
  }

  static void tanhGradient(
      int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    for (int i = 0; i < n; i++) {
      float v = y[yOffset + i];
      dx[dxOffset + i] = dy[dyOffset + i] * Math.fma(-v, v, 1f);
    }
  }

  static void reluGradient(
      int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    for (int i = 0; i < n; i++) {
      dx[dxOffset + i] = y[yOffset + i] <= 0 ? 0f : dy[dyOffset + i];
    }
  }

  static void leakyReluGradient(
      int n,
      float slope,
      float[] y,
      int yOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset) {
    for (int i = 0; i < n; i++) {
      float g = dy[dyOffset + i];
      dx[dxOffset + i] = y[yOffset + i] <= 0 ? slope * g : g;
    }
  }

  static void eluGradient(
      int n,
      float alpha,
      float[] y,
      int yOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset) {
    for (int i = 0; i < n; i++) {
      float v = y[yOffset + i];
      float g = dy[dyOffset + i];
      dx[dxOffset + i] = v <= 0 ? g * (v + alpha) : g;
    }
  }
}
