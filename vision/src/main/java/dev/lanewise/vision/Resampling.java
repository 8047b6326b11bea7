package dev.lanewise.vision;

/**
 * Weights that bring {@code from} samples to {@code to}: a tent two target samples wide where the
 * line gets shorter (every source sample counts, so nothing aliases), two source samples wide where
 * it gets longer, which is linear interpolation.
 */
final class Resampling {
  private final int[] first;
  private final float[][] weights;

  Resampling(int from, int to) {
    first = new int[to];
    weights = new float[to][];
    double scale = (double) from / to;
    double reach = Math.max(scale, 1);
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * scale;
      int low = (int) Math.max(0, Math.floor(centre - reach));
      int high = (int) Math.min(from, Math.ceil(centre + reach));
      double[] tent = new double[high - low];
      double sum = 0;
      for (int k = 0; k < tent.length; k++) {
        tent[k] = Math.max(0, 1 - Math.abs(low + k + 0.5 - centre) / reach);
        sum += tent[k];
      }
      first[i] = low;
      weights[i] = new float[tent.length];
      for (int k = 0; k < tent.length; k++) {
        weights[i][k] = (float) (tent[k] / sum);
      }
    }
  }

  /** Target sample {@code to} of a line. */
  float apply(float[] line, int to) {
    float sum = 0;
    for (int k = 0; k < weights[to].length; k++) {
      sum = Math.fma(weights[to][k], line[first[to] + k], sum);
    }
    return sum;
  }
}
