package dev.lanewise.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.conv.Padding;
import dev.lanewise.layers.init.Init;
import dev.lanewise.layers.pattern.NetPattern;
import dev.lanewise.layers.random.SeededRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayerTest {
  private final Tape tape = new Tape();

  static List<Layer> layersOfImages() {
    SeededRandom random = new SeededRandom(3);
    Window uneven = Window.of(3, 2).stride(2, 1).pad(1, 0, 1, 0);
    return List.of(
        new Conv2d(4, 6, Window.of(3).same()).initialise(Init.HE, random),
        new Conv2d(4, 6, uneven.dilation(1, 2), 2, Padding.REFLECT, true)
            .initialise(Init.HE, random),
        new TransposedConv2d(4, 3, uneven).initialise(Init.HE, random),
        new MaxPool2d(uneven),
        new AvgPool2d(uneven),
        new GlobalAvgPool2d(),
        new Flatten(),
        new Relu(),
        new LeakyRelu(),
        new Elu(),
        new Prelu(4),
        new Gelu(),
        new Silu(),
        new Softplus(),
        new Sigmoid(),
        new Tanh(),
        new Maxout(2),
        new BatchNorm(4, false),
        new LayerNorm(4, 7, 5),
        new Residual(Sequential.of(new Tanh(), new Conv2d(4, 4, Window.of(3).same()))),
        new Dropout(0.5f));
  }

  @ParameterizedTest
  @MethodSource("layersOfImages")
  void forwardHasTheShapeThatWasAnnounced(Layer layer) {
    Tensor x = Tensor.of(new float[2 * 4 * 7 * 5], 2, 4, 7, 5);
    Tensor y = layer.forward(tape, x);
    assertEquals(2, y.dim(0));
    assertArrayEquals(layer.outputShape(4, 7, 5), Shapes.ofOne(y.shape()));
  }

  @Test
  void linearIsWeightsTimesInputPlusBias() {
    Linear linear = new Linear(2, 3);
    System.arraycopy(new float[] {1, 2, 3, 4, 5, 6}, 0, data(linear, 0), 0, 6);
    System.arraycopy(new float[] {10, 20, 30}, 0, data(linear, 1), 0, 3);
    Tensor y = linear.forward(tape, Tensor.of(new float[] {1, -1, 2, 1}, 2, 2));
    assertArrayEquals(new float[] {9, 19, 29, 14, 30, 46}, y.data());
    assertEquals(6, linear.multiplyAdds(2));
  }

  @Test
  void convolutionSlidesItsFilter() {
    Conv2d conv = new Conv2d(1, 1, Window.of(2));
    System.arraycopy(new float[] {1, 0, 0, -1}, 0, data(conv, 0), 0, 4);
    data(conv, 1)[0] = 5;
    Tensor y = conv.forward(tape, Tensor.of(new float[] {1, 2, 4, 8, 16, 32}, 1, 1, 2, 3));
    assertArrayEquals(new float[] {5 + 1 - 16, 5 + 2 - 32}, y.data());
  }

  /** Dumoulin and Visin, section 4.1: every pixel spreads the window, which overlap and add up. */
  @Test
  void transposedConvolutionSpreadsItsFilter() {
    TransposedConv2d conv = new TransposedConv2d(1, 1, Window.of(3).stride(2).pad(1));
    System.arraycopy(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 0, data(conv, 0), 0, 9);
    Tensor y = conv.forward(tape, Tensor.of(new float[] {1, 10}, 1, 1, 1, 2));
    assertArrayEquals(new int[] {1, 1, 1, 3}, y.shape());
    assertArrayEquals(new float[] {5, 6 + 40, 50}, y.data());
    assertEquals(18, conv.multiplyAdds(1, 1, 2));
  }

  @Test
  void misfitsNameExpectedAndActual() {
    assertMessage("expected an input [2], actual [3]", () -> new Linear(2, 3).outputShape(3));
    Conv2d conv = new Conv2d(3, 8, Window.of(3));
    assertMessage(
        "expected an input [3, height, width], actual [1, 8, 8]", () -> conv.outputShape(1, 8, 8));
    assertMessage(
        "expected an input [3, height, width], actual [1, 8, 8]",
        () -> conv.forward(tape, Tensor.of(new float[64], 1, 1, 8, 8)));
    assertMessage(
        "second: expected an input [2], actual [3]",
        () ->
            new Sequential(
                    List.of(
                        new Sequential.Named("first", new Linear(1, 3)),
                        new Sequential.Named("second", new Linear(2, 3))))
                .outputShape(1));
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Dropout(1));
    assertThrows(IllegalArgumentException.class, () -> new Maxout(0));
    assertThrows(IllegalArgumentException.class, () -> new LeakyRelu(0));
    assertThrows(IllegalArgumentException.class, () -> new Elu(Float.NaN));
    assertThrows(IllegalArgumentException.class, () -> new Linear(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new MaxPool2d(Window.of(2).dilation(2)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Conv2d(3, 8, Window.of(3), 2, Padding.ZERO, true));
  }

  @Test
  void dropoutDropsInTrainingOnlyAndByItsSeed() {
    Dropout dropout = new Dropout(0.25f);
    float[] ones = new float[40_000];
    Arrays.fill(ones, 1);
    Tensor x = Tensor.of(ones, 1, ones.length);
    assertSame(x, dropout.forward(tape, x));

    dropout.training(5);
    float[] y = dropout.forward(tape, x).data().clone();
    int dropped = 0;
    for (float value : y) {
      assertTrue(value == 0 || value == 1 / 0.75f);
      dropped += value == 0 ? 1 : 0;
    }
    assertEquals(10_000, dropped, 5 * Math.sqrt(40_000 * 0.25 * 0.75));
    assertArrayEquals(y, dropout.forward(tape, x).data());
    dropout.training(6);
    assertFalse(Arrays.equals(y, dropout.forward(tape, x).data()));

    dropout.evaluation();
    assertSame(x, dropout.forward(tape, x));
  }

  /** The figures are those of the paper's algorithms 1 and 2, by hand. */
  @Test
  void batchNormNormalisesByTheBatchInTrainingAndByRunningStatisticsInUse() {
    BatchNorm norm = new BatchNorm(2, false);
    System.arraycopy(new float[] {1, 10}, 0, data(norm, 0), 0, 2);
    System.arraycopy(new float[] {0, 3}, 0, data(norm, 1), 0, 2);
    Tensor x = Tensor.of(new float[] {1, 7, 3, 7, 5, 7, 7, 7}, 4, 2);
    norm.training(1);
    float[] y = norm.forward(tape, x).data();
    float unit = (float) (1 / Math.sqrt(5 + 1e-5));
    assertArrayEquals(new float[] {-3 * unit, 3, -unit, 3, unit, 3, 3 * unit, 3}, y, 1e-6f);
    float[] mean = norm.buffers().get(0).tensor().data();
    float[] variance = norm.buffers().get(1).tensor().data();
    assertArrayEquals(new float[] {0.4f, 0.7f}, mean, 1e-6f);
    assertArrayEquals(new float[] {0.9f + 0.1f * 20 / 3, 0.9f}, variance, 1e-6f);

    norm.evaluation();
    float[] used = norm.forward(tape, Tensor.of(new float[] {1, 7}, 1, 2)).data();
    assertEquals(0.6 / Math.sqrt(variance[0] + 1e-5), used[0], 1e-6);
    assertEquals(10 * 6.3 / Math.sqrt(0.9 + 1e-5) + 3, used[1], 1e-4);
    assertArrayEquals(new float[] {0.4f, 0.7f}, mean, 1e-6f);
  }

  @Test
  void residualAddsItsInputAndHandsItsModeOn() {
    Residual block = new Residual(Sequential.of(new Relu(), new Dropout(0.5f)));
    Tensor x = Tensor.of(new float[] {-1, 2}, 1, 2);
    assertArrayEquals(new float[] {-1, 4}, block.forward(tape, x).data());
    block.training(3);
    float y = block.forward(tape, x).data()[1];
    assertTrue(y == 2 || y == 6, () -> "" + y);
    block.evaluation();
    assertArrayEquals(new float[] {-1, 4}, block.forward(tape, x).data());
  }

  @Test
  void layerNormNormalisesEveryInputByItself() {
    LayerNorm norm = new LayerNorm(4);
    System.arraycopy(new float[] {1, 1, 1, 10}, 0, data(norm, 0), 0, 4);
    System.arraycopy(new float[] {0, 0, 0, 3}, 0, data(norm, 1), 0, 4);
    float[] y = norm.forward(tape, Tensor.of(new float[] {1, 3, 5, 7, 9, 9, 9, 9}, 2, 4)).data();
    float unit = (float) (1 / Math.sqrt(5 + 1e-5));
    assertArrayEquals(new float[] {-3 * unit, -unit, unit, 30 * unit + 3, 0, 0, 0, 3}, y, 1e-5f);
    assertMessage("expected an input [4], actual [5]", () -> norm.outputShape(5));
  }

  @Test
  void twoDropoutsOfANetDropDifferently() {
    Sequential net = Sequential.of(new Dropout(0.5f), new Dropout(0.5f));
    net.training(5);
    float[] ones = new float[1000];
    Arrays.fill(ones, 1);
    Tensor y = net.forward(tape, Tensor.of(ones, 1, 1000));
    int kept = 0;
    for (float value : y.data()) {
      kept += value == 0 ? 0 : 1;
    }
    assertEquals(250, kept, 5 * Math.sqrt(1000 * 0.25 * 0.75));
  }

  @Test
  void parametersAreNamedByLayer() {
    Sequential net = Sequential.of(new Conv2d(1, 2, Window.of(3)), new Relu(), new Linear(8, 3));
    assertEquals(
        List.of("0.weight", "0.bias", "2.weight", "2.bias"),
        net.parameters().stream().map(Parameter::name).toList());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Sequential(
                List.of(
                    new Sequential.Named("a", new Relu()), new Sequential.Named("a", new Tanh()))));
  }

  @Test
  void probabilitiesAreTheSoftmaxOfTheScoresOfTheNormalisedImage() {
    Network net = NetPattern.parse("fc-2 softmax").build(new int[] {1, 1, 2}, 1);
    System.arraycopy(new float[] {1, 0, 0, 1}, 0, net.parameters().get(0).tensor().data(), 0, 4);
    Network normalised =
        net.withNormalisation(new Normalisation(new float[] {2}, new float[] {0.5f}));
    float[] pixels = {2, 2.5f}; // normalised: 0, 1
    float[] probabilities = normalised.probabilities(pixels);
    double e = Math.E;
    assertArrayEquals(
        new float[] {(float) (1 / (1 + e)), (float) (e / (1 + e))}, probabilities, 1e-6f);
    assertArrayEquals(new float[] {2, 2.5f}, pixels);
  }

  @Test
  void normalisationIsPerChannel() {
    Normalisation normalisation = new Normalisation(new float[] {1, 10}, new float[] {2, 0.5f});
    float[] x = {99, 1, 3, 10, 11, 5, 7, 9, 8};
    normalisation.apply(2, 2, x, 1);
    assertArrayEquals(new float[] {99, 0, 1, 0, 2, 2, 3, -2, -4}, x);
    assertThrows(
        IllegalArgumentException.class, () -> new Normalisation(new float[] {0}, new float[] {0}));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Normalisation(new float[] {Float.NaN}, new float[] {1}));
  }

  @Test
  void namesAndNormalisationMustFitTheNet() {
    Network net = NetPattern.parse("fc-2 softmax").build(new int[] {1, 1, 2}, 1);
    assertMessage(
        "class names: expected 2, one per score of the net, actual 1",
        () -> net.withClassNames(List.of("a")));
    assertMessage(
        "normalisation: expected 1 channels as in the input, actual 2",
        () -> net.withNormalisation(new Normalisation(new float[2], new float[] {1, 1})));
  }

  private static float[] data(Layer layer, int parameter) {
    return layer.parameters().get(parameter).tensor().data();
  }

  private static void assertMessage(String message, Runnable body) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, body::run).getMessage());
  }
}
