package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;

/**
 * Multiclass hinge (SVM) loss, the mean over rows of the sum over j != label of max(0, s[j] -
 * s[label] + margin), {@link dev.lanewise.kernels.loss.Hinge}. The derivative at the kinks is 0.
 */
public final class Hinge {
  private Hinge() {}

  /**
   * scores: [n, classes]; y: [].
   *
   * @param labels n of them, each in 0..classes-1; kept, not copied, and read anew by each replay
   * @param margin 1 in the lectures
   */
  public static Tensor apply(Tape tape, Tensor scores, int[] labels, float margin) {
    Shapes.rank("Hinge", "scores", scores, 2, "[n, classes]");
    int n = scores.dim(0);
    int classes = scores.dim(1);
    Tensor y =
        tape.scalar(
            () ->
                dev.lanewise.kernels.loss.Hinge.forward(
                    n, classes, scores.data(), 0, labels, 0, margin));
    tape.derivative(
        y,
        scores,
        (dy, dScores) ->
            dev.lanewise.kernels.loss.Hinge.backward(
                n, classes, scores.data(), 0, labels, 0, margin, dy[0], dScores, 0));
    return y;
  }
}
