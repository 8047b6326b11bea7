package dev.lanewise.layers.look;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.layers.Network;

/**
 * How much the score of a class would change with each pixel of an image: the derivative of the
 * score, before any softmax, by the image (Simonyan, Vedaldi and Zisserman, "Deep Inside
 * Convolutional Networks", 2013, section 3).
 */
public final class Saliency {
  private Saliency() {}

  /**
   * The gradient of one score by the pixels. The net's layers are in evaluation state afterwards;
   * gradients that its parameters hold stay as they are.
   *
   * @param pixels [channels, height, width], not yet normalised; stays as it is
   * @param label the class whose score is looked at
   * @return [channels, height, width]
   * @throws IllegalArgumentException if the net has no such class or takes no such image
   */
  public static float[] gradient(Network network, float[] pixels, int label) {
    if (label < 0 || label >= network.classes()) {
      throw new IllegalArgumentException(
          "label: expected 0 to %d, actual %d".formatted(network.classes() - 1, label));
    }
    int[] shape = network.inputShape();
    int plane = shape[1] * shape[2];
    float[] x = pixels.clone();
    network.normalisation().apply(1, plane, x, 0);
    Tensor image = Tensor.parameter(x, 1, shape[0], shape[1], shape[2]);
    float[] seed = new float[network.classes()];
    seed[label] = 1;
    network.layers().evaluation();
    try (Tape tape = new Tape();
        var _ = tape.onlyBy(image)) {
      tape.backward(network.scores(tape, image), seed);
    }
    float[] gradient = image.grad();
    float[] deviation = network.normalisation().deviation();
    for (int c = 0; c < deviation.length; c++) {
      for (int i = c * plane; i < (c + 1) * plane; i++) {
        gradient[i] /= deviation[c];
      }
    }
    return gradient;
  }

  /**
   * The picture of the gradient: its largest absolute value over the channels of each pixel.
   *
   * @param pixels [channels, height, width], not yet normalised; stays as it is
   * @param label the class whose score is looked at
   * @return [height, width], at least 0
   */
  public static float[] map(Network network, float[] pixels, int label) {
    float[] gradient = gradient(network, pixels, label);
    float[] map = new float[gradient.length / network.inputShape()[0]];
    for (int i = 0; i < gradient.length; i++) {
      map[i % map.length] = Math.max(map[i % map.length], Math.abs(gradient[i]));
    }
    return map;
  }
}
