package dev.lanewise.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.autograd.op.Softmax;
import dev.lanewise.layers.pattern.NetPattern;
import dev.lanewise.layers.random.Purpose;
import dev.lanewise.layers.random.SeededRandom;
import org.junit.jupiter.api.Test;

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
