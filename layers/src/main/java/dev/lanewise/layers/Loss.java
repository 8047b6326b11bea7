package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.autograd.op.CrossEntropy;
import dev.lanewise.autograd.op.Hinge;

/** What a classifier minimises, as a mean over the batch. */
public enum Loss {
  /** Cross-entropy of the softmax: -log(e^s_y / sum_j e^s_j) (CS231n, "Linear Classification"). */
  SOFTMAX {
    @Override
    public Tensor apply(Tape tape, Tensor scores, int[] labels) {
      return CrossEntropy.apply(tape, scores, labels);
    }
  },
  /**
   * Multiclass SVM with margin 1: sum_{j != y} max(0, s_j - s_y + 1) (Weston and Watkins 1999;
   * CS231n, "Linear Classification").
   */
  SVM {
    @Override
    public Tensor apply(Tape tape, Tensor scores, int[] labels) {
      return Hinge.apply(tape, scores, labels, 1);
    }
  };

  /**
   * The loss as a scalar on the tape.
   *
   * @param scores [n, classes]
   * @param labels n numbers of classes
   */
  public abstract Tensor apply(Tape tape, Tensor scores, int[] labels);
}
