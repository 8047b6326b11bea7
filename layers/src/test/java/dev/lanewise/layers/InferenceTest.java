package dev.lanewise.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.autograd.op.Softmax;
import dev.lanewise.layers.pattern.NetPattern;
import dev.lanewise.layers.random.Purpose;
import dev.lanewise.layers.random.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class InferenceTest {
  private static final Network NET =
      NetPattern.parse("conv3-9 bn relu pool res(conv3-9 relu) dropout-0.5 fc-12 relu fc-3 softmax")
          .build(new int[] {2, 8, 8}, 1)
          .withNormalisation(new Normalisation(new float[] {0.5f, 1}, new float[] {2, 0.5f}));

  @Test
  void givesTheProbabilitiesOfTheNet() {
    float[] pixels = noise(3 * NET.inputSize(), 1);
    float[] expected = probabilities(pixels);
    try (Inference inference = new Inference(NET, 3)) {
      for (int image = 0; image < 3; image++) {
        inference.take(image, pixels, image * NET.inputSize());
      }
      assertArrayEquals(expected, inference.run());
      float[] others = noise(NET.inputSize(), 2);
      inference.take(1, others, 0);
      System.arraycopy(others, 0, pixels, NET.inputSize(), others.length);
      assertArrayEquals(probabilities(pixels), inference.run());
    }
  }

  @Test
  void refusesWhatIsNoBatchAndNoImage() {
    refused("batch: expected 1 to 16777215, actual 0", () -> new Inference(NET, 0));
    refused("batch: expected 1 to 16777215, actual 16777216", () -> new Inference(NET, 1 << 24));
    try (Inference inference = new Inference(NET, 2)) {
      float[] pixels = new float[130];
      refused("image: expected 0 to 1, actual 2", () -> inference.take(2, pixels, 0));
      refused(
          "pixels: expected [2, 8, 8] = 128 floats from offset 3, array has 130",
          () -> inference.take(0, pixels, 3));
    }
  }

  @Test
  void doesNotRunAfterItsEnd() {
    Inference inference = new Inference(NET, 1);
    inference.close();
    assertEquals(
        "run: expected an open inference, actual: it was closed",
        assertThrows(IllegalStateException.class, inference::run).getMessage());
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  private static float[] probabilities(float[] pixels) {
    float[] x = pixels.clone();
    NET.normalisation().apply(3, 64, x, 0);
    try (Tape tape = new Tape();
        var _ = tape.noGrad()) {
      return Softmax.apply(tape, NET.scores(tape, Tensor.of(x, 3, 2, 8, 8))).data().clone();
    }
  }

  private static float[] noise(int n, int seed) {
    SeededRandom random = new SeededRandom(seed, Purpose.GRADIENT_CHECK, 0);
    float[] noise = new float[n];
    for (int i = 0; i < n; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    return noise;
  }
}
