package dev.lanewise.kernels.activation;

/** The definition of {@link Maxout}. */
final class MaxoutReference {
  private MaxoutReference() {}

  static void forward(
      int outer,
      int pieces,
      int inner,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      int[] argmax,
      int argmaxOffset) {
    for (int o = 0; o < outer; o++) {
      forwardOuter(
          inner,
          pieces,
          inner,
          x,
          xOffset + o * pieces * inner,
          y,
          yOffset + o * inner,
          argmax,
          argmaxOffset + o * inner);
    }
  }

  /** The first n of one outer's outputs. */
  static void forwardOuter(
      int n,
      int pieces,
      int inner,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      int[] argmax,
      int argmaxOffset) {
    for (int i = 0; i < n; i++) {
      int first = xOffset + i;
      int winner = 0;
      for (int p = 1; p < pieces; p++) {
        if (beats(x[first + p * inner], x[first + winner * inner])) {
          winner = p;
        }
      }
      y[yOffset + i] = x[first + winner * inner];
      argmax[argmaxOffset + i] = winner;
    }
  }

  static void backward(
      int outer,
      int pieces,
      int inner,
      float[] dy,
      int dyOffset,
      int[] argmax,
      int argmaxOffset,
      float[] dx,
      int dxOffset) {
    for (int o = 0; o < outer; o++) {
      backwardOuter(
          inner,
          pieces,
          inner,
          dy,
          dyOffset + o * inner,
          argmax,
          argmaxOffset + o * inner,
          dx,
          dxOffset + o * pieces * inner);
    }
  }

  /** The first n of one outer's gradients. */
  static void backwardOuter(
      int n,
      int pieces,
      int inner,
      float[] dy,
      int dyOffset,
      int[] argmax,
      int argmaxOffset,
      float[] dx,
      int dxOffset) {
    for (int p = 0; p < pieces; p++) {
      for (int i = 0; i < n; i++) {
        dx[dxOffset + p * inner + i] = argmax[argmaxOffset + i] == p ? dy[dyOffset + i] : 0f;
      }
    }
  }

  /** Greater, or the first NaN. */
  private static boolean beats(float challenger, float best) {
    return challenger > best || (Float.isNaN(challenger) && !Float.isNaN(best));
  }
}
