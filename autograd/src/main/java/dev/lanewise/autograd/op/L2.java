package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.vector.Vectors;

/**
 * The L2 penalty y = strength / 2 * sum of w^2, whose gradient is strength * w (CS231n notes,
 * "Neural Networks Part 2", Regularization).
 */
public final class L2 {
  private L2() {}

  /** w: any shape; y: []. */
  public static Tensor apply(Tape tape, Tensor w, float strength) {
    Tensor y = tape.scalar(() -> strength / 2 * Vectors.dot(w.size(), w.data(), 0, w.data(), 0));
    tape.derivative(y, w, (dy, dw) -> Scale.scale(w.size(), strength * dy[0], w.data(), dw));
    return y;
  }
}
