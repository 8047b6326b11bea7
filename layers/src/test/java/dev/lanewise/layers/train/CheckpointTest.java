package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.layers.Network;
import dev.lanewise.layers.augment.Augmentation;
import dev.lanewise.layers.optim.Schedule;
import dev.lanewise.layers.optim.UpdateRule;
import dev.lanewise.layers.pattern.NetPattern;
import dev.lanewise.layers.save.BadFileException;
import dev.lanewise.layers.save.ModelFile;
import dev.lanewise.layers.save.NamedTensor;
import dev.lanewise.layers.save.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {
  private static final TrainingConfig CONFIG =
      new TrainingConfig(
          3,
          16,
          7,
          Augmentation.parse("flip,crop2"),
          UpdateRule.NESTEROV,
          0.1f,
          Schedule.STEP,
          0.1f,
          0.7f,
          1e-3f,
          5f,
          2,
          -5,
          4);

  @TempDir private Path folder;
  private Path file;
  private Trainer trainer;

  @BeforeEach
  void saveACheckpoint() throws IOException {
    file = folder.resolve("checkpoint.safetensors");
    Network net = NetPattern.parse("fc-4 softmax").build(new int[] {1, 8, 8}, 7);
    trainer = new Trainer(net, new Blobs(40, 1), Optional.of(new Blobs(9, 2)), CONFIG);
    trainer.run();
    trainer.checkpoint().save(file);
  }

  @Test
  void everythingComesBack() throws IOException {
    Checkpoint saved = trainer.checkpoint();
    Checkpoint loaded = Checkpoint.load(file);
    assertEquals(saved.network().weightsSha256(), loaded.network().weightsSha256());
    assertEquals(CONFIG, loaded.config());
    assertEquals(4, loaded.step());
    assertEquals(40, loaded.samples());
    assertEquals(new Blobs(40, 1).checksum(), loaded.checksum());
    assertEquals(saved.totals().images(), loaded.totals().images());
    assertEquals(saved.totals().loss(), loaded.totals().loss());
    assertEquals(saved.totals().right(), loaded.totals().right());
    assertEquals(saved.history(), loaded.history());
    assertEquals(2, loaded.history().size());
    assertEquals(2, loaded.bestWeights().size());
    for (int i = 0; i < 2; i++) {
      assertArrayEquals(saved.bestWeights().get(i), loaded.bestWeights().get(i));
    }
    Path again = folder.resolve("again.safetensors");
    loaded.save(again);
    assertEquals(-1, java.nio.file.Files.mismatch(file, again));
  }

  @Test
  void modelsAndCheckpointsAreNotMixedUp() throws IOException {
    Path model = folder.resolve("model.safetensors");
    ModelFile.save(trainer.checkpoint().network(), model);
    assertRefused(
        model + ": expected a checkpoint of a training run", () -> Checkpoint.load(model));
    assertRefused(file + ": expected only the tensors of fc-4", () -> ModelFile.load(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          training.epochs   |        | expected training.epochs in its metadata, found no such entry
          training.batch    | many   | expected training.batch in its metadata, found many
          training.batch    | 0      | expected a training configuration that makes sense, found batch: expected at least 1, actual 0
          training.chunk    | -1     | expected a training configuration that makes sense, found chunk: expected at least 0 (whole batches), actual -1
          training.schedule | LINEAR | expected training.schedule in its metadata, found LINEAR
          training.optimizer | FAST  | expected training.optimizer in its metadata, found FAST
          training.optimizer | ADAM  | expected tensor 'optimizer/means/fc1.weight' [4, 64], found none of that name
          training.augmentation | turn | expected training.augmentation in its metadata, found turn
          training.step     | -1     | expected training.step
          training.checksum | new    | expected training.checksum in its metadata, found new
          training.samples  | 0      | expected training.samples in its metadata, found 0
          training.patience | 0      | expected only the state of NESTEROV, found also [best/fc1.weight, best/fc1.bias]
          training.history  | []     | expected only the state of NESTEROV, found also [best/fc1.weight, best/fc1.bias]
          training.history  | {}     | expected training.history in its metadata, found {}
          training.momentum | 0.0    | expected a training configuration that makes sense
          """)
  void damagedMetadataIsRefused(String key, String value, String problem) throws IOException {
    Safetensors content = Safetensors.read(file);
    Map<String, String> metadata = new HashMap<>(content.metadata());
    metadata.remove(key);
    if (value != null) {
      metadata.put(key, value);
    }
    new Safetensors(metadata, content.tensors()).write(file);
    assertRefused(file + ": " + problem, () -> Checkpoint.load(file));
  }

  @Test
  void missingAndSuperfluousStateIsRefused() throws IOException {
    Safetensors content = Safetensors.read(file);
    new Safetensors(content.metadata(), content.tensors().subList(0, 3)).write(file);
    assertRefused(
        file + ": expected tensor 'optimizer/velocity/fc1.bias' [4], found none of that name",
        () -> Checkpoint.load(file));
    new Safetensors(content.metadata(), content.tensors().subList(0, 5)).write(file);
    assertRefused(
        file + ": expected tensor 'best/fc1.bias' [4], found none of that name",
        () -> Checkpoint.load(file));
    List<NamedTensor> tensors = new java.util.ArrayList<>(content.tensors());
    tensors.add(new NamedTensor("optimizer/velocity/fc2.bias", new int[] {1}, new float[1]));
    new Safetensors(content.metadata(), tensors).write(file);
    assertRefused(
        file + ": expected only the state of NESTEROV, found also [optimizer/velocity/fc2.bias]",
        () -> Checkpoint.load(file));
  }

  private interface Body {
    void run() throws IOException;
  }

  private static void assertRefused(String message, Body body) {
    BadFileException e = assertThrows(BadFileException.class, body::run);
    assertTrue(e.getMessage().startsWith(message), e::getMessage);
  }
}
