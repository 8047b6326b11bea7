package dev.lanewise.layers.look;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.layers.BadInputException;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Normalisation;
import dev.lanewise.layers.pattern.NetPattern;
import dev.lanewise.layers.random.SeededRandom;
import dev.lanewise.layers.train.Evaluation;
import dev.lanewise.layers.train.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LookTest {
  private static final int[] SHAPE = {2, 6, 6};

  /** Noise in three classes. */
  private record Noise(int size) implements Samples {
    @Override
    public int[] shape() {
      return SHAPE;
    }

    @Override
    public int classes() {
      return 3;
    }

    @Override
    public int label(int index) {
      return index % 3;
    }

    @Override
    public void read(int index, float[] into, int offset) {
      SeededRandom random = new SeededRandom(SeededRandom.derive(7, index));
      for (int i = 0; i < 72; i++) {
        into[offset + i] = random.nextFloat();
      }
    }
  }

  private static Network net(String pattern) {
    return NetPattern.parse(pattern)
        .build(SHAPE, 3)
        .withNormalisation(new Normalisation(new float[] {0.4f, 0.5f}, new float[] {0.5f, 2}));
  }

  private static float[] image(int index) {
    float[] pixels = new float[72];
    new Noise(index + 1).read(index, pixels, 0);
    return pixels;
  }

  /** Without kinks, so that differences converge. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fc-3 softmax",
        "conv3-4 tanh avgpool fc-3 svm",
        "(conv3-4 elu)*2 dropout-0.5 gap fc-3 softmax"
      })
  void saliencyIsTheGradientOfTheScoreByThePixels(String pattern) {
    Network net = net(pattern);
    float[] pixels = image(0);
    float[] gradient = Saliency.gradient(net, pixels, 1);
    assertArrayEquals(image(0), pixels, "left as they were");
    float h = 1f / 64;
    for (int i = 0; i < pixels.length; i += 5) {
      float before = pixels[i];
      pixels[i] = before + h;
      double up = score(net, pixels, 1);
      pixels[i] = before - h;
      double down = score(net, pixels, 1);
      pixels[i] = before;
      assertEquals((up - down) / (2 * h), gradient[i], 2e-3, pattern + ", pixel " + i);
    }
    net.parameters().forEach(p -> assertNull(p.tensor().grad(), p.name()));

    float[] map = Saliency.map(net, pixels, 1);
    assertEquals(36, map.length);
    for (int i = 0; i < 36; i++) {
      assertEquals(Math.max(Math.abs(gradient[i]), Math.abs(gradient[36 + i])), map[i]);
    }
  }

  @Test
  void saliencyRefusesClassesThatTheNetHasNot() {
    Network net = net("fc-3 softmax");
    for (int label : new int[] {-1, 3}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Saliency.gradient(net, image(0), label),
          "" + label);
    }
  }

  @Test
  void activationsAreThoseOfEachStage() {
    Network net = net("conv3-4 relu dropout-0.5 pool conv3-5 fc-6 relu fc-3 softmax");
    List<Activations> stages = Activations.of(net, image(1));
    assertEquals(
        List.of(List.of("conv1", "relu1", "dropout1"), List.of("conv2")),
        stages.stream().map(Activations::layers).toList());
    assertArrayEquals(new int[] {4, 6, 6}, stages.getFirst().shape());
    assertArrayEquals(new int[] {5, 3, 3}, stages.getLast().shape());
    assertEquals(4 * 36, stages.getFirst().values().length);
    for (float value : stages.getFirst().values()) {
      assertTrue(value >= 0, "behind relu, which conv1 is followed by");
    }
    float[] conv2 = stages.getLast().values();
    assertArrayEquals(firstLayers(net, 5), conv2);
    assertEquals(List.of(), Activations.of(net("fc-3 softmax"), image(1)));
  }

  @Test
  void answersAreThoseOfTheEvaluation() {
    Network net = net("conv3-4 relu pool fc-3 softmax");
    Samples samples = new Noise(23);
    List<Integer> done = new ArrayList<>();
    List<Answer> answers = Answer.ofAll(net, samples, 10, done::add);
    assertEquals(List.of(10, 20, 23), done);
    Evaluation expected = Evaluation.of(net, samples, 10);
    Evaluation actual = Answer.evaluation(answers, 3);
    assertTrue(Arrays.deepEquals(expected.confusion(), actual.confusion()));
    assertEquals(expected.loss(), actual.loss(), 1e-6);
    for (Answer answer : answers) {
      float[] probabilities = net.probabilities(image(answer.index()));
      assertEquals(probabilities[answer.said()], answer.probability());
      assertEquals(probabilities[answer.label()], answer.probabilityOfLabel());
      assertEquals(-StrictMath.log(answer.probabilityOfLabel()), answer.loss(), 1e-5);
    }
    List<Answer> worst = Answer.mostWrong(answers, 4);
    assertEquals(4, worst.size());
    for (int i = 1; i < 4; i++) {
      assertTrue(worst.get(i - 1).loss() >= worst.get(i).loss());
    }
    assertEquals(
        answers.stream().mapToDouble(Answer::loss).max().orElseThrow(), worst.getFirst().loss());
    assertEquals(23, Answer.mostWrong(answers, 100).size());
  }

  @Test
  void answersRefuseNetsThatDoNotFitOrAreNoNumbers() {
    Network four = net("fc-4 softmax");
    assertThrows(BadInputException.class, () -> Answer.ofAll(four, new Noise(3), 3, _ -> {}));
    Network broken = net("fc-3 softmax");
    broken.parameters().getFirst().tensor().data()[0] = Float.NaN;
    BadInputException refusal =
        assertThrows(BadInputException.class, () -> Answer.ofAll(broken, new Noise(3), 3, _ -> {}));
    assertEquals("net: expected finite scores, found NaN for image 0", refusal.getMessage());
  }

  private static double score(Network net, float[] pixels, int label) {
    float[] x = pixels.clone();
    net.normalisation().apply(1, 36, x, 0);
    try (Tape tape = new Tape()) {
      return net.scores(tape, Tensor.of(x, 1, 2, 6, 6)).data()[label];
    }
  }

  private static float[] firstLayers(Network net, int count) {
    float[] x = image(1);
    net.normalisation().apply(1, 36, x, 0);
    try (Tape tape = new Tape()) {
      Tensor y = Tensor.of(x, 1, 2, 6, 6);
      for (int i = 0; i < count; i++) {
        y = net.layers().layers().get(i).layer().forward(tape, y);
      }
      return y.data().clone();
    }
  }
}
