package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;

/**
 * Softmax cross-entropy, the mean over rows of -ln softmax(logits)[label], {@link
 * dev.lanewise.kernels.loss.CrossEntropy}.
 */
public final class CrossEntropy {
  private CrossEntropy() {}

  /**
   * logits: [n, classes]; y: [].
   *
   * @param labels n of them, each in 0..classes-1; kept, not copied, and read anew by each replay
   */
  public static Tensor apply(Tape tape, Tensor logits, int[] labels) {
    Shapes.rank("CrossEntropy", "logits", logits, 2, "[n, classes]");
    int n = logits.dim(0);
    int classes = logits.dim(1);
    float[] probabilities = tape.floats(logits.size());
    Tensor y =
        tape.scalar(
            () ->
                dev.lanewise.kernels.loss.CrossEntropy.forward(
                    n, classes, logits.data(), 0, labels, 0, probabilities, 0));
    tape.derivative(
        y,
        logits,
        (dy, dLogits) ->
            dev.lanewise.kernels.loss.CrossEntropy.backward(
                n, classes, probabilities, 0, labels, 0, dy[0], dLogits, 0));
    return y;
  }
}
