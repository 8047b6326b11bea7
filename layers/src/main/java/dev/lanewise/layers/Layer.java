package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import java.util.List;

/** A differentiable step from one batch to the next, with the parameters it learns. */
public interface Layer {
  /**
   * Computes the outputs of a batch.
   *
   * @param x [n, inputs...]
   * @return [n, outputs...], a tensor of the tape's current step
   * @throws IllegalArgumentException if the shape of x does not fit
   */
  Tensor forward(Tape tape, Tensor x);

  /**
   * As {@link #forward}, and max(0, .) of that: the same bits as by a {@link Relu} behind, where a
   * layer knows how in less time.
   */
  default Tensor forwardRelu(Tape tape, Tensor x) {
    return dev.lanewise.autograd.op.Relu.apply(tape, forward(tape, x));
  }

  /** What training changes, always in the same order. */
  default List<Parameter> parameters() {
    return List.of();
  }

  /**
   * What training keeps beside the parameters, without gradients: running statistics. Saved with
   * the parameters, always in the same order, under names other than theirs.
   */
  default List<Parameter> buffers() {
    return List.of();
  }

  /**
   * The shape of one output.
   *
   * @param inputShape the shape of one input, without the batch: [channels, height, width] or
   *     [features]
   * @throws IllegalArgumentException with the expected and the actual shape if the input does not
   *     fit
   */
  int[] outputShape(int... inputShape);

  /**
   * Refuses inputs at whose end the strides leave pixels unseen: the rule of the CS231n lectures,
   * that (W - F + 2P) / S + 1 is whole. Without it that number is rounded down.
   *
   * @param inputShape as for {@link #outputShape}, which accepts it
   * @throws IllegalArgumentException with the formula, its numbers and what would fit
   */
  default void requireWholeStrides(int... inputShape) {}

  /** Multiply-adds for one input; layers that do not multiply by weights count 0. */
  default long multiplyAdds(int... inputShape) {
    return 0;
  }

  /** The layer in a few words, for tables: {@code 3x3, 32 filters, pad 1}. */
  String describe();

  /**
   * From now on behave as in training. Layers with random behaviour draw it from this seed; the
   * trainer gives another one before every step.
   */
  default void training(long seed) {}

  /** From now on behave as in use, the state a layer starts in. */
  default void evaluation() {}
}
