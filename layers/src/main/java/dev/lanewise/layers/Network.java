package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.autograd.op.Softmax;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A classifier: layers from an input to one score per class, the loss they are trained with, and
 * what is needed to use them on data (classes, normalisation). Made by {@code NetPattern}, trained
 * by {@code Trainer}, kept by {@code ModelFile}.
 */
public final class Network {
  private final String pattern;
  private final int[] inputShape;
  private final Sequential layers;
  private final Loss loss;
  private final int classes;
  private final List<String> classNames;
  private final Normalisation normalisation;

  /**
   * @param pattern the net in the notation that built it
   * @param inputShape [channels, height, width]
   * @throws IllegalArgumentException if the layers do not fit the input, or give no single row of
   *     scores
   */
  public Network(String pattern, int[] inputShape, Sequential layers, Loss loss) {
    this(pattern, inputShape, layers, loss, List.of(), Normalisation.NONE);
  }

  private Network(
      String pattern,
      int[] inputShape,
      Sequential layers,
      Loss loss,
      List<String> classNames,
      Normalisation normalisation) {
    Shapes.requireImage(0, inputShape);
    int[] scores = layers.outputShape(inputShape);
    if (scores.length != 1) {
      throw new IllegalArgumentException(
          "expected a net that ends in scores [classes], actual " + Arrays.toString(scores));
    }
    if (!classNames.isEmpty() && classNames.size() != scores[0]) {
      throw new IllegalArgumentException(
          "class names: expected %d, one per score of the net, actual %d"
              .formatted(scores[0], classNames.size()));
    }
    if (normalisation.channels() != 0 && normalisation.channels() != inputShape[0]) {
      throw new IllegalArgumentException(
          "normalisation: expected %d channels as in the input, actual %d"
              .formatted(inputShape[0], normalisation.channels()));
    }
    this.pattern = pattern;
    this.inputShape = inputShape.clone();
    this.layers = layers;
    this.loss = loss;
    this.classes = scores[0];
    this.classNames = List.copyOf(classNames);
    this.normalisation = normalisation;
  }

  /**
   * The same net (the very same weights) with names for its classes.
   *
   * @throws IllegalArgumentException if there is not one name per score
   */
  public Network withClassNames(List<String> classNames) {
    return new Network(pattern, inputShape, layers, loss, classNames, normalisation);
  }

  /**
   * The same net (the very same weights) with a normalisation of its inputs.
   *
   * @throws IllegalArgumentException if it is for another number of channels
   */
  public Network withNormalisation(Normalisation normalisation) {
    return new Network(pattern, inputShape, layers, loss, classNames, normalisation);
  }

  public String pattern() {
    return pattern;
  }

  /** [channels, height, width]. */
  public int[] inputShape() {
    return inputShape.clone();
  }

  /** Numbers in one input. */
  public int inputSize() {
    return Shapes.size(inputShape);
  }

  public Sequential layers() {
    return layers;
  }

  public Loss loss() {
    return loss;
  }

  /** How many scores the net gives. */
  public int classes() {
    return classes;
  }

  /** The names of the classes; empty if they have none. */
  public List<String> classNames() {
    return classNames;
  }

  public Normalisation normalisation() {
    return normalisation;
  }

  public List<Parameter> parameters() {
    return layers.parameters();
  }

  /** What training keeps beside the parameters: running statistics. */
  public List<Parameter> buffers() {
    return layers.buffers();
  }

  /** Parameters, then buffers: all that training leaves behind. */
  public List<Parameter> state() {
    List<Parameter> state = new ArrayList<>(parameters());
    state.addAll(buffers());
    return state;
  }

  /** How many numbers training changes. */
  public long parameterCount() {
    return parameters().stream().mapToLong(parameter -> parameter.tensor().size()).sum();
  }

  /** Multiply-adds for one input. */
  public long multiplyAdds() {
    return layers.multiplyAdds(inputShape);
  }

  /**
   * Scores of a batch.
   *
   * @param x [n, channels, height, width], normalised
   * @return [n, classes]
   */
  public Tensor scores(Tape tape, Tensor x) {
    return layers.forward(tape, x);
  }

  /**
   * The softmax of the scores of one image; of many, one after the other, {@link Inference} gives
   * it faster. (A net trained as an SVM gives no true probabilities; the order is right.)
   *
   * @param pixels [channels, height, width], not yet normalised; stays as it is
   * @return one probability per class
   */
  public float[] probabilities(float[] pixels) {
    float[] x = pixels.clone();
    normalisation.apply(1, inputShape[1] * inputShape[2], x, 0);
    try (Tape tape = new Tape();
        var _ = tape.noGrad()) {
      Tensor input = Tensor.of(x, 1, inputShape[0], inputShape[1], inputShape[2]);
      return Softmax.apply(tape, scores(tape, input)).data().clone();
    }
  }

  public Summary summary() {
    return Summary.of(this);
  }

  /**
   * SHA-256 over all parameters, then buffers, in order, as little-endian float bits; equal only if
   * every bit is.
   */
  public String weightsSha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
      int chunk = bytes.capacity() / Float.BYTES;
      for (Parameter parameter : state()) {
        float[] data = parameter.tensor().data();
        for (int from = 0; from < data.length; from += chunk) {
          int count = Math.min(chunk, data.length - from);
          bytes.clear().asFloatBuffer().put(data, from, count);
          digest.update(bytes.limit(count * Float.BYTES));
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
