package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.GradientCheck;
import dev.lanewise.autograd.GradientCheck.Report;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Sequential;
import dev.lanewise.layers.Sequential.Named;
import dev.lanewise.layers.pattern.NetPattern;
import dev.lanewise.layers.pattern.Preset;
import dev.lanewise.layers.random.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole nets against numeric gradients. */
class BatchLossTest {
  private static final int[] SMALL = {2, 6, 6};

  @ParameterizedTest
  @ValueSource(
      strings = {
        "relu",
        "lrelu",
        "prelu",
        "elu",
        "gelu",
        "silu",
        "softplus",
        "sigmoid",
        "tanh",
        "maxout2",
        "bn",
        "bn relu",
        "ln relu",
        "relu dropout-0.5",
        "pool",
        "avgpool",
        "pool3/2p1",
        "gap",
        "relu tconv2-4/2",
        "res(relu conv3-4 bn relu)",
        "relu conv3-4/2m",
        "relu conv3-4d2g2"
      })
  void gradientsOfEveryLayerAgree(String layers) {
    agree("conv3-4 " + layers + " fc-6 relu fc-3 softmax", SMALL, 3, 5);
    agree("conv3-4 " + layers + " fc-3 svm", SMALL, 3, 5);
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void gradientsOfEveryPresetAgree(Preset preset) {
    int[] shape = preset == Preset.LENET5 ? new int[] {1, 28, 28} : new int[] {3, 8, 8};
    agree(preset.pattern(), shape, 4, 1);
  }

  private static void agree(String pattern, int[] shape, int batch, int samples) {
    Report report = check(NetPattern.parse(pattern).build(shape, 1), batch, samples);
    assertTrue(report.passed(), () -> pattern + ": " + report);
  }

  private static Report check(Network net, int batch, int samples) {
    BatchLoss loss = BatchLoss.ofNoise(net, batch, 1);
    return GradientCheck.check(loss, samples, new SeededRandom(1), _ -> {}, loss.parameters());
  }

  /** A gradient that is 5 % too large is seen in all that lies below it, and nowhere else. */
  @Test
  void findsAWrongGradientInTheMiddleOfANet() {
    Network net =
        NetPattern.parse("conv3-8 relu pool conv3-8 relu fc-16 relu fc-3 softmax").build(SMALL, 1);
    List<Named> layers = new ArrayList<>(net.layers().layers());
    layers.add(4, new Named("crooked", new Crooked()));
    assertEquals("conv2", layers.get(3).name());
    Network wrong = new Network("crooked", SMALL, new Sequential(layers), net.loss());
    assertTrue(check(net, 3, 10).passed());
    Report report = check(wrong, 3, 10);
    assertFalse(report.passed(), report::toString);
    for (GradientCheck.Finding finding : report.findings()) {
      boolean below = finding.tensor() < 4; // weights and biases of two convolutions
      assertEquals(below, finding.worst().wrong(), finding::toString);
    }
  }

  /** The identity, with a gradient of 1.05. */
  private static final class Crooked implements Layer {
    @Override
    public Tensor forward(Tape tape, Tensor x) {
      Tensor y = tape.like(x);
      System.arraycopy(x.data(), 0, y.data(), 0, x.size());
      tape.derivative(
          y,
          x,
          (dy, dx) -> {
            for (int i = 0; i < x.size(); i++) {
              dx[i] = 1.05f * dy[i];
            }
          });
      return y;
    }

    @Override
    public int[] outputShape(int... inputShape) {
      return inputShape.clone();
    }

    @Override
    public String describe() {
      return "";
    }
  }

  @Test
  void theSameSeedGivesTheSameLossAndAnotherOneAnother() {
    Network net = NetPattern.parse("conv3-4 relu dropout-0.5 fc-3 softmax").build(SMALL, 1);
    float loss = value(BatchLoss.ofNoise(net, 3, 1));
    assertEquals(loss, value(BatchLoss.ofNoise(net, 3, 1)));
    assertTrue(loss != value(BatchLoss.ofNoise(net, 3, 2)));
  }

  private static float value(BatchLoss loss) {
    try (Tape tape = new Tape()) {
      return loss.apply(tape).item();
    }
  }
}
