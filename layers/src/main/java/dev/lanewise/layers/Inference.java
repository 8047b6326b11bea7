package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.autograd.op.Softmax;

/**
 * A net in use, for batches of one size: weights are packed and transformed once, as the kernels
 * read them, and a run allocates nothing. The probabilities have the bits that the net's own scores
 * give.
 *
 * <pre>{@code
 * try (var inference = new Inference(network, 1)) {
 *   inference.take(0, pixels, 0);
 *   float[] probabilities = inference.run();
 * }
 * }</pre>
 *
 * <p>Later changes of the net's weights are not seen, or in part: make another one. It holds up to
 * four times the memory of the weights, and serves one thread; the kernels it calls use as many as
 * they are allowed.
 */
public final class Inference implements AutoCloseable {
  private final Tape tape = new Tape();
  private final Network network;
  private final Tensor x;
  private final Tensor probabilities;

  /**
   * Lays out the weights; the net's layers are in evaluation state afterwards.
   *
   * @param batch images in a batch
   */
  public Inference(Network network, int batch) {
    this.network = network;
    int[] shape = network.inputShape();
    x =
        Tensor.of(
            new float[Math.multiplyExact(batch, network.inputSize())],
            batch,
            shape[0],
            shape[1],
            shape[2]);
    network.layers().evaluation();
    try (var _ = tape.frozen()) {
      probabilities = Softmax.apply(tape, network.scores(tape, x));
    }
  }

  /** What a run looks at: [batch, channels, height, width], normalised. */
  public float[] input() {
    return x.data();
  }

  /**
   * Sets an image of the input.
   *
   * @param pixels [channels, height, width] from the offset, not yet normalised; stays as it is
   */
  public void take(int image, float[] pixels, int offset) {
    int size = network.inputSize();
    System.arraycopy(pixels, offset, x.data(), image * size, size);
    int plane = size / network.inputShape()[0];
    network.normalisation().apply(1, plane, x.data(), image * size);
  }

  /**
   * The softmax of the scores of the input. (A net trained as an SVM gives no true probabilities;
   * the order is right.)
   *
   * @return [batch, classes], the same array each time
   */
  public float[] run() {
    tape.replay();
    return probabilities.data();
  }

  @Override
  public void close() {
    tape.close();
  }
}
