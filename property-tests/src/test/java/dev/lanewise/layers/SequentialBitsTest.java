package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.conv.Padding;
import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Layers that a sequence computes together, or in another order, give the bits of one by one. */
class SequentialBitsTest {
  @Property(tries = 150)
  void reluWithItsNeighbours(@ForAll Values values, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int channels = random.nextInt(1, 12);
    int size = random.nextInt(9, 20);
    Sequential net = net(random, channels, size);
    for (Parameter parameter : net.parameters()) {
      float[] data = parameter.tensor().data();
      System.arraycopy(values.floats(data.length, random.nextLong()), 0, data, 0, data.length);
    }
    float[] images = values.floats(2 * channels * size * size, random.nextLong());
    Tensor x = Tensor.parameter(images, 2, channels, size, size);
    long seedOfGradient = random.nextLong();
    List<float[]> together = run(net, x, values, seedOfGradient, true);
    List<float[]> oneByOne = run(net, x, values, seedOfGradient, false);
    for (int i = 0; i < together.size(); i++) {
      Bits.assertEqual("result " + i + " of " + net.layers(), oneByOne.get(i), together.get(i));
    }
    try (Tape tape = new Tape();
        var _ = tape.noGrad()) {
      float[] y = net.forward(tape, x).data();
      Bits.assertEqual("without gradients, of " + net.layers(), oneByOne.get(0), y);
    }
    try (Tape tape = new Tape();
        var _ = tape.frozen()) {
      float[] y = net.forward(tape, x).data();
      Bits.assertEqual("frozen, of " + net.layers(), oneByOne.get(0), y);
    }
  }

  /** Convolutions, maximum poolings and ReLUs in any order. */
  private static Sequential net(SplittableRandom random, int channels, int size) {
    List<Layer> layers = new ArrayList<>();
    int planes = channels;
    int rows = size;
    for (int i = 0; i < 5; i++) {
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          int filters = random.nextInt(1, 12);
          int kernel = random.nextInt(1, 4);
          int stride = random.nextInt(1, 3);
          Window window = Window.of(kernel).stride(stride).pad(1);
          boolean biased = random.nextBoolean();
          layers.add(new Conv2d(planes, filters, window, 1, Padding.ZERO, biased));
          planes = filters;
          rows = (rows + 2 - kernel) / stride + 1;
        }
        case 2 -> {
          int window = rows == 1 ? 3 : random.nextInt(2, 4); // one row is too few for two
          int stride = window == 2 ? 2 - random.nextInt(4) / 3 : random.nextInt(1, 3);
          int pad = window - 2;
          layers.add(new MaxPool2d(Window.of(window).stride(stride).pad(pad)));
          rows = (rows + 2 * pad - window) / stride + 1;
        }
        default -> layers.add(new Relu());
      }
    }
    return Sequential.of(layers.toArray(Layer[]::new));
  }

  /** The outputs, and the gradients by the input and all parameters. */
  private static List<float[]> run(
      Sequential net, Tensor x, Values values, long seed, boolean together) {
    List<float[]> results = new ArrayList<>();
    try (Tape tape = new Tape()) {
      Tensor y = x;
      if (together) {
        y = net.forward(tape, x);
      } else {
        for (Sequential.Named named : net.layers()) {
          y = named.layer().forward(tape, y);
        }
      }
      results.add(y.data().clone());
      if (y != x) {
        tape.backward(y, values.floats(y.size(), seed));
        List<Tensor> leaves = new ArrayList<>();
        leaves.add(x);
        net.parameters().forEach(parameter -> leaves.add(parameter.tensor()));
        for (Tensor leaf : leaves) {
          results.add(leaf.grad().clone());
          leaf.zeroGrad();
        }
      }
    }
    return results;
  }
}
