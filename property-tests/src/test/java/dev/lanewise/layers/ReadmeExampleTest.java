package dev.lanewise.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.GradientCheck;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.autograd.op.Mul;
import dev.lanewise.autograd.op.Sigmoid;
import dev.lanewise.autograd.op.Sum;
import dev.lanewise.layers.pattern.NetPattern;
import dev.lanewise.layers.save.ModelFile;
import dev.lanewise.layers.train.Samples;
import dev.lanewise.layers.train.Trainer;
import dev.lanewise.layers.train.TrainingConfig;
import dev.lanewise.vision.DataSet;
import dev.lanewise.vision.LabelledImages;
import dev.lanewise.vision.features.Hog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's second example, which is this file's lines. */
class ReadmeExampleTest {
  @TempDir Path folder;

  @Test
  void fromTheFirstGateToATrainedNet() throws IOException {
    Path file = folder.resolve("model.safetensors");
    // A neuron, forwards and backwards.
    Tensor w = Tensor.parameter(new float[] {2, -3}, 2);
    Tensor x = Tensor.of(new float[] {-1, -2}, 2);
    float[] gradient;
    try (Tape tape = new Tape()) {
      Tensor y = Sigmoid.apply(tape, Sum.apply(tape, Mul.apply(tape, w, x)));
      tape.backward(y);
      gradient = w.grad().clone(); // dy/dw
    }

    // Is a gradient right? Numeric against analytic.
    var report = GradientCheck.check((t, in) -> Sum.apply(t, Sigmoid.apply(t, in[0])), w);

    // A net, some digits, and what the pixels look like to HoG.
    LabelledImages digits = DataSet.mnist().test().pick(new int[] {0, 1, 2, 3, 4, 5, 6, 7});
    Samples samples = Samples.of(digits.labels(), 10, digits::read, 1, 28, 28);
    Network net = NetPattern.parse("conv3-8 relu pool fc-10 softmax").build(samples.shape(), 1);
    TrainingConfig config = TrainingConfig.builder().epochs(30).batch(4).seed(1).build();
    double accuracy =
        new Trainer(net, samples, Optional.of(samples), config)
            .run()
            .getLast()
            .validationAccuracy();
    ModelFile.save(net, file);
    float[] pixels = new float[28 * 28];
    digits.read(0, pixels, 0);
    float[] probabilities;
    try (var inference = new Inference(net, 1)) { // in use: weights laid out once
      inference.take(0, pixels, 0);
      probabilities = inference.run().clone();
    }
    Hog hog = new Hog(1, 28, 28, 7, 2, 9); // cells of 7 pixels, blocks of 2 x 2, 9 directions

    assertEquals(-0.01766, gradient[0], 1e-5); // y = 1 / (1 + exp(-4)); -y (1 - y)
    assertTrue(report.passed());
    assertEquals(1, accuracy);
    assertTrue(hog.size() > 0);
    assertTrue(probabilities[digits.labels()[0]] > 0.5);
    assertEquals(net.weightsSha256(), ModelFile.load(file).weightsSha256());
  }

  @Test
  void theReadmeShowsTheseLines() throws IOException {
    String own =
        Files.readString(Path.of("src/test/java/dev/lanewise/layers/ReadmeExampleTest.java"));
    String readme = Files.readString(Path.of("../README.md"));
    String example = readme.substring(readme.indexOf("// A neuron, forwards"));
    example = example.substring(0, example.indexOf("```"));
    assertTrue(packed(own).contains(packed(example)), example);
  }

  /** Without the formatter's line breaks. */
  private static String packed(String text) {
    return text.replaceAll("\\s+", "");
  }
}
