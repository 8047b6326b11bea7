package dev.lanewise.layers.look;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Sequential.Named;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one stage of a net makes of an image: a layer with weights, and the layers without that
 * follow it and keep the shape (its activation, for instance).
 *
 * @param layers the names of its layers
 * @param shape [channels, height, width]
 * @param values one map per channel
 */
public record Activations(List<String> layers, int[] shape, float[] values) {
  /**
   * Of every stage that answers with images, first to last. The net's layers are in evaluation
   * state afterwards.
   *
   * @param pixels [channels, height, width], not yet normalised; stays as it is
   */
  public static List<Activations> of(Network network, float[] pixels) {
    int[] input = network.inputShape();
    float[] x = pixels.clone();
    network.normalisation().apply(1, input[1] * input[2], x, 0);
    network.layers().evaluation();
    List<Activations> stages = new ArrayList<>();
    try (Tape tape = new Tape();
        var _ = tape.noGrad()) {
      Tensor y = Tensor.of(x, 1, input[0], input[1], input[2]);
      int[] shape = input;
      for (Named named : network.layers().layers()) {
        Layer layer = named.layer();
        int[] output = layer.outputShape(shape);
        boolean weighs = layer.multiplyAdds(shape) > 0;
        y = layer.forward(tape, y);
        if (output.length == 3 && weighs) {
          stages.add(new Activations(List.of(named.name()), output, y.data().clone()));
        } else if (!stages.isEmpty() && Arrays.equals(output, stages.getLast().shape)) {
          stages.add(stages.removeLast().followedBy(named.name(), output, y.data().clone()));
        }
        shape = output;
      }
    }
    return stages;
  }

  private Activations followedBy(String name, int[] shape, float[] values) {
    List<String> names = new ArrayList<>(layers);
    names.add(name);
    return new Activations(List.copyOf(names), shape, values);
  }
}
