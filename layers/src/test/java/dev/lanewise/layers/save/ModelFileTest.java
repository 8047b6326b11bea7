package dev.lanewise.layers.save;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.layers.Loss;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Normalisation;
import dev.lanewise.layers.pattern.NetPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFileTest {
  private static final float[] MEAN = {0.1307f, 1e-30f};
  private static final float[] DEVIATION = {0.3081f, 3e7f};

  @TempDir private Path folder;
  private Path file;
  private Network net;

  @BeforeEach
  void saveANet() throws IOException {
    file = folder.resolve("model.safetensors");
    net =
        NetPattern.parse("conv3-4 relu pool fc-3 svm")
            .build(new int[] {2, 6, 6}, 7)
            .withClassNames(List.of("plane", "\"car\"", "\u9e1f"))
            .withNormalisation(new Normalisation(MEAN, DEVIATION));
    ModelFile.save(net, file);
  }

  @Test
  void aNetComesBackAsItWas() throws IOException {
    Network loaded = ModelFile.load(file);
    assertEquals(net.weightsSha256(), loaded.weightsSha256());
    assertEquals(net.pattern(), loaded.pattern());
    assertArrayEquals(net.inputShape(), loaded.inputShape());
    assertEquals(Loss.SVM, loaded.loss());
    assertEquals(net.classNames(), loaded.classNames());
    assertArrayEquals(MEAN, loaded.normalisation().mean());
    assertArrayEquals(DEVIATION, loaded.normalisation().deviation());
    float[] pixels = new float[net.inputSize()];
    assertArrayEquals(net.probabilities(pixels), loaded.probabilities(pixels));
  }

  @Test
  void theSameNetGivesTheSameBytes() throws IOException {
    Path again = folder.resolve("again.safetensors");
    ModelFile.save(ModelFile.load(file), again);
    assertEquals(-1, Files.mismatch(file, again));
  }

  @Test
  void tensorsHaveTheNamesAndShapesOfTheParameters() throws IOException {
    List<String> tensors = new ArrayList<>();
    for (NamedTensor tensor : Safetensors.read(file).tensors()) {
      tensors.add(tensor.name() + java.util.Arrays.toString(tensor.shape()));
    }
    assertEquals(
        List.of("conv1.weight[4, 2, 3, 3]", "conv1.bias[4]", "fc1.weight[3, 36]", "fc1.bias[3]"),
        tensors);
  }

  @Test
  void runningStatisticsAreSavedAfterAllParameters() throws IOException {
    Network withBatchNorm =
        NetPattern.parse("conv3-4 bn relu fc-3 softmax").build(new int[] {2, 6, 6}, 7);
    withBatchNorm.buffers().get(1).tensor().data()[2] = 5;
    ModelFile.save(withBatchNorm, file);
    List<String> names = new ArrayList<>();
    Safetensors.read(file).tensors().forEach(tensor -> names.add(tensor.name()));
    assertEquals(
        List.of(
            "conv1.weight",
            "bn1.gamma",
            "bn1.beta",
            "fc1.weight",
            "fc1.bias",
            "bn1.mean",
            "bn1.variance"),
        names);
    Network loaded = ModelFile.load(file);
    assertEquals(5, loaded.buffers().get(1).tensor().data()[2]);
    assertEquals(withBatchNorm.weightsSha256(), loaded.weightsSha256());
    float[] pixels = new float[72];
    pixels[7] = 1;
    assertArrayEquals(withBatchNorm.probabilities(pixels), loaded.probabilities(pixels));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lanewise.version    |            | expected a Lanewise model, with lanewise.version in its metadata, found no such entry
          lanewise.version    | 2          | expected lanewise.version 1, found 2
          lanewise.pattern    |            | expected a Lanewise model, with lanewise.pattern in its metadata
          lanewise.pattern    | cnv3-4     | expected metadata that describes a net, found net pattern, column 1
          lanewise.pattern    | conv3-4 relu pool fc-4 svm | expected metadata that describes a net, found class names: expected 4
          lanewise.pattern    | conv5-4 relu pool fc-3 svm | expected tensor 'conv1.weight' [4, 2, 5, 5], found [4, 2, 3, 3]
          lanewise.pattern    | fc-9 relu fc-3 svm | expected tensor 'fc1.weight' [9, 72], found [3, 36]
          lanewise.pattern    | (conv3-4 relu)*2 pool fc-3 svm | expected tensor 'conv2.weight' [4, 4, 3, 3], found none of that name
          lanewise.inputShape | [2, 6]     | expected metadata that describes a net
          lanewise.inputShape | [2, 6, 0]  | expected lanewise.inputShape of sizes above 0
          lanewise.inputShape | [2, 6, "x"]| expected lanewise.inputShape of sizes above 0
          lanewise.inputShape | 2, 6, 6    | expected lanewise.inputShape to be a JSON array, found 2, 6, 6
          lanewise.classNames | [1, 2, 3]  | expected lanewise.classNames of strings
          lanewise.mean       | [1]        | expected metadata that describes a net
          lanewise.deviation  | [1, 0]     | expected metadata that describes a net
          lanewise.mean       | ["a", "b"] | expected lanewise.mean of numbers
          """)
  void damagedMetadataIsRefused(String key, String value, String problem) throws IOException {
    Safetensors content = Safetensors.read(file);
    Map<String, String> metadata = new HashMap<>(content.metadata());
    metadata.remove(key);
    if (value != null) {
      metadata.put(key, value);
    }
    new Safetensors(metadata, content.tensors()).write(file);
    assertRefused(problem);
  }

  @Test
  void tensorsThatBelongToNothingAreRefused() throws IOException {
    Safetensors content = Safetensors.read(file);
    List<NamedTensor> tensors = new ArrayList<>(content.tensors());
    tensors.add(new NamedTensor("fc2.bias", new int[] {1}, new float[1]));
    new Safetensors(content.metadata(), tensors).write(file);
    assertRefused("expected only the tensors of conv3-4 relu pool fc-3 svm, found also [fc2.bias]");
  }

  private void assertRefused(String problem) {
    BadFileException e = assertThrows(BadFileException.class, () -> ModelFile.load(file));
    assertTrue(e.getMessage().startsWith(file + ": " + problem), e::getMessage);
    assertEquals(1, e.getMessage().lines().count());
  }
}
