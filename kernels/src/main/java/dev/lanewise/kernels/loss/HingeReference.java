package dev.lanewise.kernels.loss;

import dev.lanewise.kernels.simd.Fold;
import dev.lanewise.kernels.simd.Scratch;

/** The definition of {@link Hinge}. */
final class HingeReference {
  private static final Scratch TERMS = new Scratch();
  private static final Scratch LOSSES = new Scratch();

  private HingeReference() {}

  static float forward(
      int rows,
      int columns,
      float[] scores,
      int scoresOffset,
      int[] labels,
      int labelsOffset,
      float margin) {
    if (rows == 0) {
      return 0f;
    }
    float[] losses = LOSSES.floats(rows);
    float[] terms = TERMS.floats(columns);
    for (int row = 0; row < rows; row++) {
      int s = scoresOffset + row * columns;
      int label = labels[labelsOffset + row];
      terms(columns, scores[s + label], margin, scores, s, terms, 0);
      terms[label] = 0f;
      losses[row] = Fold.sum(columns, terms, 0);
    }
    return Fold.sum(rows, losses, 0) / rows;
  }

  static void backward(
      int rows,
      int columns,
      float[] scores,
      int scoresOffset,
      int[] labels,
      int labelsOffset,
      float margin,
      float scale,
      float[] dScores,
      int dScoresOffset) {
    float g = scale / rows;
    for (int row = 0; row < rows; row++) {
      int s = scoresOffset + row * columns;
      int d = dScoresOffset + row * columns;
      int label = labels[labelsOffset + row];
      int violations = 0;
      for (int j = 0; j < columns; j++) {
        float term = scores[s + j] - scores[s + label] + margin;
        boolean violated = j != label && !(term <= 0);
        dScores[d + j] = violated ? g : 0f;
        violations += violated ? 1 : 0;
      }
      dScores[d + label] = 0f - g * violations; // never -0
    }
  }

  /** max(0, s - own + margin), own being the score of the label; NaN stays. */
  static void terms(
      int n, float own, float margin, float[] s, int sOffset, float[] terms, int termsOffset) {
    for (int i = 0; i < n; i++) {
      float term = s[sOffset + i] - own + margin;
      terms[termsOffset + i] = term <= 0 ? 0f : term;
    }
  }
}
