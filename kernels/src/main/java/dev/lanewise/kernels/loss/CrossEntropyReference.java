package dev.lanewise.kernels.loss;

import dev.lanewise.kernels.math.Log;
import dev.lanewise.kernels.math.Row;
import dev.lanewise.kernels.simd.Fold;
import dev.lanewise.kernels.simd.Scratch;

/** The definition of {@link CrossEntropy}. */
final class CrossEntropyReference {
  private static final Scratch LOSSES = new Scratch();

  private CrossEntropyReference() {}

  static float forward(
      int rows,
      int columns,
      float[] logits,
      int logitsOffset,
      int[] labels,
      int labelsOffset,
      float[] probabilities,
      int probabilitiesOffset) {
    if (rows == 0) {
      return 0f;
    }
    float[] losses = LOSSES.floats(rows);
    for (int row = 0; row < rows; row++) {
      int x = logitsOffset + row * columns;
      int p = probabilitiesOffset + row * columns;
      float max = Row.max(columns, logits, x);
      float logit = logits[x + labels[labelsOffset + row]] - max;
      Row.exp(columns, max, logits, x, probabilities, p);
      float sum = Fold.sum(columns, probabilities, p);
      Row.scale(columns, 1f / sum, probabilities, p, probabilities, p);
      losses[row] = Log.log(sum) - logit;
    }
    return Fold.sum(rows, losses, 0) / rows;
  }

  static void backward(
      int rows,
      int columns,
      float[] probabilities,
      int probabilitiesOffset,
      int[] labels,
      int labelsOffset,
      float scale,
      float[] dLogits,
      int dLogitsOffset) {
    float factor = scale / rows;
    for (int row = 0; row < rows; row++) {
      int p = probabilitiesOffset + row * columns;
      int d = dLogitsOffset + row * columns;
      for (int j = 0; j < columns; j++) {
        float target = j == labels[labelsOffset + row] ? 1f : 0f;
        dLogits[d + j] = (probabilities[p + j] - target) * factor;
      }
    }
  }
}
