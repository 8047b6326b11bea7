package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.autograd.op.Softmax;
import java.util.Arrays;

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
 * <p>After a change of the net's weights make another one: some of the change would be seen and
 * some not. It holds the memory of {@link dev.lanewise.kernels.conv.Conv2dPlan}s and {@link
 * dev.lanewise.kernels.gemm.PackedB}s, and serves one thread, unlike these; the kernels it calls
 * use as many as they are allowed.
 */
public final class Inference implements AutoCloseable {
  private final int batch;
  private final Tape tape = new Tape();
  private final Network network;
  private final Tensor x;
  private final Tensor probabilities;
  private boolean closed;

  /**
   * Lays out the weights; the net's layers are in evaluation state afterwards.
   *
   * @param batch images in a batch
   * @throws IllegalArgumentException if there are none, or more than an array holds
   */
  public Inference(Network network, int batch) {
    if (batch < 1 || (long) batch * network.inputSize() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "batch: expected 1 to " + Integer.MAX_VALUE / network.inputSize() + ", actual " + batch);
    }
    this.network = network;
    this.batch = batch;
    int[] shape = network.inputShape();
    x = Tensor.of(new float[batch * network.inputSize()], batch, shape[0], shape[1], shape[2]);
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
   * @param image its place in the batch
   * @param pixels [channels, height, width] from the offset, not yet normalised; stays as it is
   * @throws IllegalArgumentException if the batch has no such place, or pixels are too few
   */
  public void take(int image, float[] pixels, int offset) {
    int size = network.inputSize();
    if (image < 0 || image >= batch) {
      throw new IllegalArgumentException(
          "image: expected 0 to " + (batch - 1) + ", actual " + image);
    }
    if (offset < 0 || pixels.length - offset < size) {
      throw new IllegalArgumentException(
          "pixels: expected %s = %d floats from offset %d, array has %d"
              .formatted(Arrays.toString(network.inputShape()), size, offset, pixels.length));
    }
    System.arraycopy(pixels, offset, x.data(), image * size, size);
    int plane = size / network.inputShape()[0];
    network.normalisation().apply(1, plane, x.data(), image * size);
  }

  /**
   * The softmax of the scores of the input. (A net trained as an SVM gives no true probabilities;
   * the order is right.)
   *
   * @return [batch, classes], the same array each time
   * @throws IllegalStateException if closed
   */
  public float[] run() {
    if (closed) {
      throw new IllegalStateException("run: expected an open inference, actual: it was closed");
    }
    tape.replay();
    return probabilities.data();
  }

  @Override
  public void close() {
    closed = true;
    tape.close();
  }
}
