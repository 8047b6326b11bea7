package dev.lanewise.kernels.loss;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.check.Checks;

/**
 * Softmax cross-entropy: the mean over rows of -ln softmax(logits)[label], computed as ln(sum of
 * e^(logit - max)) - (logit[label] - max), so that it neither overflows nor loses small
 * probabilities. CS231n, "Linear classification", softmax classifier.
 *
 * <p>A row that holds NaN or +infinity, or nothing but -infinity, makes the loss NaN. A label whose
 * logit is -infinity, beside finite ones, makes it +infinity.
 *
 * <p>All throw {@link IllegalArgumentException} when {@code rows} is negative, {@code columns} less
 * than 1, an array too short, a label outside 0..columns-1, or when an output overlaps an input
 * without being the same elements.
 */
public final class CrossEntropy {
  private CrossEntropy() {}

  /**
   * Returns the mean loss, 0 for no rows; row losses are added in the fixed order of NUMERICS.md,
   * "Long reductions".
   *
   * @param logits [rows, columns]
   * @param labels [rows], each in 0..columns-1
   * @param probabilities [rows, columns], receives softmax(logits); may be {@code logits}
   */
  public static float forward(
      int rows,
      int columns,
      float[] logits,
      int logitsOffset,
      int[] labels,
      int labelsOffset,
      float[] probabilities,
      int probabilitiesOffset) {
    LossChecks.rows(rows, columns, labels, labelsOffset);
    Checks.floats("logits", logits, logitsOffset, rows, columns);
    Checks.floats("probabilities", probabilities, probabilitiesOffset, rows, columns);
    Checks.sameOrApart(
        "probabilities",
        probabilities,
        probabilitiesOffset,
        "logits",
        logits,
        logitsOffset,
        (long) rows * columns);
    return Backend.simd()
        ? CrossEntropySimd.forward(
            rows,
            columns,
            logits,
            logitsOffset,
            labels,
            labelsOffset,
            probabilities,
            probabilitiesOffset)
        : CrossEntropyReference.forward(
            rows,
            columns,
            logits,
            logitsOffset,
            labels,
            labelsOffset,
            probabilities,
            probabilitiesOffset);
  }

  /**
   * dLogits = (probabilities - onehot(labels)) * (scale / rows), overwriting dLogits.
   *
   * @param probabilities [rows, columns], as the forward kernel left them
   * @param labels [rows], each in 0..columns-1
   * @param scale gradient of whatever follows by the mean loss; 1 if the loss is the end
   * @param dLogits [rows, columns]; may be {@code probabilities}
   */
  public static void backward(
      int rows,
      int columns,
      float[] probabilities,
      int probabilitiesOffset,
      int[] labels,
      int labelsOffset,
      float scale,
      float[] dLogits,
      int dLogitsOffset) {
    LossChecks.rows(rows, columns, labels, labelsOffset);
    Checks.floats("probabilities", probabilities, probabilitiesOffset, rows, columns);
    Checks.floats("dLogits", dLogits, dLogitsOffset, rows, columns);
    Checks.sameOrApart(
        "dLogits",
        dLogits,
        dLogitsOffset,
        "probabilities",
        probabilities,
        probabilitiesOffset,
        (long) rows * columns);
    if (Backend.simd()) {
      CrossEntropySimd.backward(
          rows,
          columns,
          probabilities,
          probabilitiesOffset,
          labels,
          labelsOffset,
          scale,
          dLogits,
          dLogitsOffset);
    } else {
      CrossEntropyReference.backward(
          rows,
          columns,
          probabilities,
          probabilitiesOffset,
          labels,
          labelsOffset,
          scale,
          dLogits,
          dLogitsOffset);
    }
  }
}
