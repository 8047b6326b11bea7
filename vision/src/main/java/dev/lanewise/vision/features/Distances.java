package dev.lanewise.vision.features;

import dev.lanewise.kernels.gemm.Bias;
import dev.lanewise.kernels.gemm.Gemm;

/** Squared Euclidean distances to fixed centres, |x|^2 - 2 x c + |c|^2: a matrix product. */
final class Distances {
  private final int centres;
  private final int length;

  /** -2 c, which is exact. */
  private final float[] doubled;

  private final float[] squares;

  /**
   * @param centres [count, length]
   */
  Distances(float[] centres, int count, int length) {
    this.centres = count;
    this.length = length;
    doubled = new float[count * length];
    squares = new float[count];
    for (int i = 0; i < doubled.length; i++) {
      doubled[i] = -2 * centres[i];
    }
    for (int i = 0; i < count; i++) {
      squares[i] = square(centres, i * length, length);
    }
  }

  /**
   * The squared distances from each of some points to each centre, less |x|^2, the same for all
   * centres.
   *
   * @param x [points, length]
   * @param y [points, centres], overwritten
   */
  void squaredLessX(int points, float[] x, int xOffset, float[] y) {
    Gemm.gemm(
        false, true, points, centres, length, x, xOffset, length, doubled, 0, length, 0, y, 0,
        centres, Bias.ROW, squares, 0);
  }

  /** |x|^2. */
  static float square(float[] x, int from, int length) {
    float sum = 0;
    for (int i = from; i < from + length; i++) {
      sum = Math.fma(x[i], x[i], sum);
    }
    return sum;
  }
}
