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
      for (int i = 0; i < inner; i++) {
        int first = xOffset + o * pieces * inner + i;
        int winner = 0;
        for (int p = 1; p < pieces; p++) {
          if (beats(x[first + p * inner], x[first + winner * inner])) {
            winner = p;
          }
        }
        y[yOffset + o * inner + i] = x[first + winner * inner];
        argmax[argmaxOffset + o * inner + i] = winner;
      }
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
      for (int p = 0; p < pieces; p++) {
        for (int i = 0; i < inner; i++) {
          int from = o * inner + i;
          dx[dxOffset + (o * pieces + p) * inner + i] =
              argmax[argmaxOffset + from] == p ? dy[dyOffset + from] : 0f;
        }
      }
    }
  }

  /** Greater, or the first NaN. */
  private static boolean beats(float challenger, float best) {
    return challenger > best || (Float.isNaN(challenger) && !Float.isNaN(best));
  }
}
