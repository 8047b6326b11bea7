package dev.lanewise.kernels.loss;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.check.Checks;

/**
 * Multiclass hinge (SVM) loss: the mean over rows of the sum over j != label of max(0, s[j] -
 * s[label] + margin). Weston and Watkins, "Support Vector Machines for Multi-Class Pattern
 * Recognition", 1999; CS231n, "Linear classification".
 *
 * <p>All throw {@link IllegalArgumentException} when {@code rows} is negative, {@code columns} less
 * than 1, the margin not finite, an array too short, a label outside 0..columns-1, or when arrays
 * overlap.
 */
public final class Hinge {
  private Hinge() {}

  /**
   * Returns the mean loss, 0 for no rows, NaN if a term is. Terms of a row, then row losses, are
   * added in the fixed order of NUMERICS.md, "Long reductions".
   *
   * @param scores [rows, columns]
   * @param labels [rows], each in 0..columns-1
   * @param margin 1 in the lectures
   */
  public static float forward(
      int rows,
      int columns,
      float[] scores,
      int scoresOffset,
      int[] labels,
      int labelsOffset,
      float margin) {
    check(rows, columns, scores, scoresOffset, labels, labelsOffset, margin);
    return Backend.simd()
        ? HingeSimd.forward(rows, columns, scores, scoresOffset, labels, labelsOffset, margin)
        : HingeReference.forward(rows, columns, scores, scoresOffset, labels, labelsOffset, margin);
  }

  /**
   * With g = scale / rows: dScores[j] = g where s[j] - s[label] + margin > 0 (or is NaN), else 0,
   * for j != label; dScores[label] = -g times the number of those; overwriting dScores. At the kink
   * the derivative is 0.
   *
   * @param scores [rows, columns]
   * @param labels [rows], each in 0..columns-1
   * @param scale gradient of whatever follows by the mean loss; 1 if the loss is the end
   * @param dScores [rows, columns], apart from {@code scores}
   */
  public static void backward(
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
    check(rows, columns, scores, scoresOffset, labels, labelsOffset, margin);
    Checks.floats("dScores", dScores, dScoresOffset, rows, columns);
    long size = (long) rows * columns;
    Checks.apart("dScores", dScores, dScoresOffset, size, "scores", scores, scoresOffset, size);
    if (Backend.simd()) {
      HingeSimd.backward(
          rows,
          columns,
          scores,
          scoresOffset,
          labels,
          labelsOffset,
          margin,
          scale,
          dScores,
          dScoresOffset);
    } else {
      HingeReference.backward(
          rows,
          columns,
          scores,
          scoresOffset,
          labels,
          labelsOffset,
          margin,
          scale,
          dScores,
          dScoresOffset);
    }
  }

  private static void check(
      int rows,
      int columns,
      float[] scores,
      int scoresOffset,
      int[] labels,
      int labelsOffset,
      float margin) {
    LossChecks.rows(rows, columns, labels, labelsOffset);
    Checks.floats("scores", scores, scoresOffset, rows, columns);
    if (!Float.isFinite(margin)) {
      throw Checks.refuse("margin", "a finite number", margin);
    }
  }
}
