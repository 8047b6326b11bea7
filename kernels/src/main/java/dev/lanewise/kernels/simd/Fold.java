package dev.lanewise.kernels.simd;

/**
 * The order in which long sums are added, the same on every machine: 64 virtual accumulators that
 * start at +0, element i goes to accumulator i mod 64, and at the end the accumulators are folded
 * by halves (32, 16, 8, 4, 2, 1). 64 is four registers at 512 bits, so this is also the order a
 * vector loop likes. {@link FoldSimd} returns the same bits.
 */
public final class Fold {
  public static final int WIDTH = 64;

  private static final Scratch ACCUMULATORS = new Scratch();

  private Fold() {}

  /** Sum of x[0..n). */
  public static float sum(int n, float[] x, int offset) {
    float[] acc = accumulators();
    for (int i = 0; i < n; i++) {
      acc[i % WIDTH] += x[offset + i];
    }
    return fold(acc);
  }

  /** Sum of x[i] * y[i], one fused multiply-add each. */
  public static float dot(int n, float[] x, int xOffset, float[] y, int yOffset) {
    float[] acc = accumulators();
    for (int i = 0; i < n; i++) {
      acc[i % WIDTH] = Math.fma(x[xOffset + i], y[yOffset + i], acc[i % WIDTH]);
    }
    return fold(acc);
  }

  /** This thread's accumulators, all +0. */
  public static float[] accumulators() {
    float[] acc = ACCUMULATORS.floats(WIDTH);
    java.util.Arrays.fill(acc, 0, WIDTH, 0f);
    return acc;
  }

  /** Folds the accumulators by halves; overwrites them. */
  public static float fold(float[] acc) {
    return fold(acc, 0);
  }

  /** Folds the 64 accumulators from {@code offset} by halves; overwrites them. */
  public static float fold(float[] acc, int offset) {
    for (int half = WIDTH / 2; half > 0; half /= 2) {
      for (int i = offset; i < offset + half; i++) {
        acc[i] += acc[i + half];
      }
    }
    return acc[offset];
  }
}
