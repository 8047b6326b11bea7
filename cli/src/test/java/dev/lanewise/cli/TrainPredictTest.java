package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on a data set of a few kilobytes: 6 batches of 16 images are an epoch. */
class TrainPredictTest {
  private static final int BATCHES = 6;

  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void writeData() throws IOException {
    data = Stripes.write(folder.resolve("data"));
  }

  @Test
  void learnsReportsAndPredicts() throws IOException {
    Path out = folder.resolve("runs/first");
    Path json = folder.resolve("metrics.json");
    Result train = train(out, "--epochs", 6, "--json", json);
    assertEquals("", train.err());
    assertEquals(0, train.exitCode());

    JsonNode facts = new JsonMapper().readTree(json.toFile());
    assertTrue(facts.get("testAccuracy").doubleValue() > 0.9, facts.toString());
    assertTrue(facts.get("trainLoss").doubleValue() < 0.5, facts.toString());
    assertTrue(facts.get("imagesPerSecond").doubleValue() > 0);
    assertTrue(facts.get("seconds").doubleValue() > 0);
    assertEquals((9 + 1) * 4 + (4 * 4 * 4 + 1) * 3, facts.get("parameters").intValue());
    assertEquals(sha256(train), facts.get("weightsSha256").textValue());

    assertEquals(
        List.of(
            "activations-1.svg",
            "activations-2.svg",
            "activations-3.svg",
            "checkpoint.safetensors",
            "confusion.svg",
            "curves.svg",
            "filters.svg",
            "metrics.csv",
            "mistakes.svg",
            "model.safetensors",
            "report.html",
            "saliency.svg",
            "steps.csv"),
        names(out));
    assertEquals(1 + 6, Files.readAllLines(out.resolve("metrics.csv")).size());
    assertEquals(1 + 6 * BATCHES, Files.readAllLines(out.resolve("steps.csv")).size());
    Path across = Stripes.writePicture(folder.resolve("across.png"), 0);
    Path down = Stripes.writePicture(folder.resolve("down.png"), 1);
    Path guesses = folder.resolve("guesses.json");
    Result predict =
        Result.of(
            "predict",
            "--model",
            out.resolve("model.safetensors"),
            across,
            down,
            "--json",
            guesses);
    assertEquals(0, predict.exitCode(), predict.err());
    assertEquals(3, predict.out().lines().count(), predict.out());
    JsonNode predictions = new JsonMapper().readTree(guesses.toFile()).get("predictions");
    for (int label = 0; label < 2; label++) {
      JsonNode top = predictions.get(label).get("top");
      assertEquals(3, top.size());
      assertEquals(String.valueOf(label), top.get(0).get("className").textValue());
      assertTrue(top.get(0).get("probability").doubleValue() > 0.5);
    }
  }

  @Test
  void resumesWithTheSameBits() throws IOException {
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    Result uninterrupted = train(whole, "--epochs", 3);
    Result beginning = train(parts, "--epochs", 3, "--max-batches", 2 * BATCHES - 2);
    Result rest = train(parts, "--resume", "--max-batches", 0);
    assertEquals(0, rest.exitCode(), rest.err());
    assertFalse(sha256(beginning).equals(sha256(uninterrupted)));
    assertEquals(sha256(uninterrupted), sha256(rest));
    assertEquals(3 * BATCHES, Files.readAllLines(parts.resolve("steps.csv")).size() - 1);
    assertEquals(3, Files.readAllLines(parts.resolve("metrics.csv")).size() - 1);
    assertEquals(-1, Files.mismatch(whole.resolve("steps.csv"), parts.resolve("steps.csv")));

    Result nothingLeft = train(parts, "--resume");
    assertEquals(0, nothingLeft.exitCode(), nothingLeft.err());
    assertTrue(nothingLeft.out().contains("nothing left to do"), nothingLeft.out());
    assertEquals(sha256(uninterrupted), sha256(nothingLeft));
  }

  @Test
  void augmentationIsPartOfTheRun() throws IOException {
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    Path json = folder.resolve("metrics.json");
    String augment = "flip,crop2,cutout3";
    Result uninterrupted =
        train(whole, "--augment", augment, "--tta", "flip", "--epochs", 2, "--json", json);
    assertTrue(uninterrupted.out().contains("augmentation " + augment), uninterrupted.out());
    JsonNode facts = new JsonMapper().readTree(json.toFile());
    assertEquals("flip", facts.get("tta").textValue());
    assertTrue(facts.get("ttaTestAccuracy").doubleValue() > 0, facts.toString());
    assertTrue(uninterrupted.out().contains("  with --tta flip  "), uninterrupted.out());
    train(parts, "--augment", augment, "--epochs", 2, "--max-batches", BATCHES - 2);
    assertRefused(
        train(parts, "--resume", "--augment", "none"),
        "--augment: expected flip,crop2,cutout3 as the run began with, actual none");
    assertEquals(sha256(uninterrupted), sha256(train(parts, "--resume", "--max-batches", 0)));
    assertFalse(sha256(uninterrupted).equals(sha256(train(parts, "--epochs", 2, "--overwrite"))));
  }

  /** A rate of almost nothing: no epoch is better than the first, and all weights differ. */
  @Test
  void patienceEndsWithTheBestModel() throws IOException {
    Path out = folder.resolve("run");
    Path json = folder.resolve("metrics.json");
    Object[] flags = {"--lr", 1e-7, "--schedule", "constant", "--json", json};
    Result stopped = train(out, with(flags, "--epochs", 9, "--patience", 2));
    assertEquals(0, stopped.exitCode(), stopped.err());
    assertTrue(
        stopped.out().contains("stopped: 2 epochs without a better test accuracy"), stopped.out());
    assertTrue(stopped.out().contains("the model is that of epoch 1, the best"), stopped.out());
    JsonNode facts = new JsonMapper().readTree(json.toFile());
    assertEquals(3, facts.get("epochs").intValue());
    assertEquals(1, facts.get("modelEpoch").intValue());
    Path one = folder.resolve("one");
    String first = sha256(train(one, with(flags, "--epochs", 9, "--max-batches", BATCHES)));
    assertEquals(first, sha256(stopped));
    assertEquals(first, facts.get("weightsSha256").textValue());
    Path model = out.resolve("model.safetensors");
    assertEquals(-1, Files.mismatch(one.resolve("model.safetensors"), model));
    String report = Files.readString(out.resolve("report.html"));
    assertTrue(report.contains("<dt>model of epoch</dt><dd>1, the best</dd>"));
    assertEquals(0, Result.of("look", "--model", model, "--data", data).exitCode());
    assertTrue(Files.readString(out.resolve("report.html")).contains("Learning curves"));

    Result nothingLeft = train(out, "--resume");
    assertTrue(nothingLeft.out().contains("nothing left to do"), nothingLeft.out());
    assertEquals(first, sha256(nothingLeft));
  }

  /** 24 of 96 training images are held out: an epoch is 5 batches of 16, the last smaller. */
  @Test
  void watchesTheRunByImagesHeldOut() throws IOException {
    Path out = folder.resolve("run");
    Path json = folder.resolve("metrics.json");
    Result whole = train(out, "--validation", 24, "--epochs", 2, "--json", json);
    assertEquals(0, whole.exitCode(), whole.err());
    assertTrue(whole.out().contains("72 images to train on, 24 to watch the run by,"), whole.out());
    assertTrue(whole.out().contains("val. accuracy"), whole.out());
    JsonNode facts = new JsonMapper().readTree(json.toFile());
    assertEquals(24, facts.get("validationImages").intValue());
    assertEquals(2 * 5, facts.get("steps").intValue());
    assertTrue(Files.readString(out.resolve("curves.svg")).contains(">validation</text>"));
    assertTrue(
        Files.readAllLines(out.resolve("metrics.csv")).getFirst().contains(",validationLoss,"));
    String report = Files.readString(out.resolve("report.html"));
    assertTrue(report.contains("72 images to train on, 24 to watch the training by"), report);
    assertTrue(report.contains("<dt>command</dt><dd>./lanewise train "));
    assertEquals(
        0,
        Result.of("look", "--model", out.resolve("model.safetensors"), "--data", data).exitCode());
    assertTrue(Files.readString(out.resolve("curves.svg")).contains(">validation</text>"));

    Path parts = folder.resolve("parts");
    train(parts, "--validation", 24, "--epochs", 2, "--max-batches", 7);
    assertRefused(
        train(parts, "--resume", "--validation", 23),
        "--validation: expected 24 as the run began with, actual 23");
    assertEquals(sha256(whole), sha256(train(parts, "--resume", "--max-batches", 0)));
    assertRefused(
        train(folder.resolve("none"), "--validation", 96),
        "--validation: expected 0 to 95, actual 96");
  }

  private static Object[] with(Object[] flags, Object... more) {
    return Stream.concat(Stream.of(flags), Stream.of(more)).toArray();
  }

  /** 96 images: one step, of chunks of 128. */
  @Test
  void fullBatchMakesOneStepPerEpoch() throws IOException {
    Path out = folder.resolve("all");
    Result all = train(out, "--batch", "all", "--epochs", 3);
    assertEquals(0, all.exitCode(), all.err());
    assertTrue(
        all.out().contains("3 epochs, all 96 images in one batch, 96 at a time, sgd"), all.out());
    assertEquals(1 + 3, Files.readAllLines(out.resolve("steps.csv")).size());
    assertEquals(sha256(all), sha256(train(folder.resolve("96"), "--batch", 96, "--epochs", 3)));
    assertEquals(sha256(all), sha256(train(out, "--resume", "--batch", "all")));
    assertRefused(
        train(out, "--resume", "--batch", 96), "--batch: expected all as the run began with");
  }

  @Test
  void threadsLeaveNoTrace() {
    String sha256 = sha256(train(folder.resolve("1"), "--threads", 1, "--max-batches", 3));
    assertEquals(sha256, sha256(train(folder.resolve("3"), "--threads", 3, "--max-batches", 3)));
    assertFalse(sha256.equals(sha256(train(folder.resolve("s"), "--seed", 2, "--max-batches", 3))));
  }

  @Test
  void refusesToResumeAnotherRun() throws IOException {
    Path out = folder.resolve("run");
    Result none = train(out, "--resume");
    assertRefused(none, "checkpoint.safetensors: expected the checkpoint of a run to resume");
    assertFalse(Files.exists(out));
    train(out, "--max-batches", 3);
    assertRefused(train(out, "--resume", "--lr", 0.5), "--lr: expected 0.05 as the run began with");
    assertRefused(train(out, "--resume", "--seed", 9), "--seed: expected 1 as the run began with");
    Path other = Stripes.write(folder.resolve("other"));
    for (String part : List.of("images-idx3", "labels-idx1")) {
      Path file = other.resolve("train-" + part + "-ubyte");
      byte[] whole = Files.readAllBytes(file);
      byte[] changed = whole.clone();
      changed[changed.length - 1] ^= 3; // of labels: 1 instead of 2
      Files.write(file, changed);
      assertRefused(
          Result.of("train", "--data", other, "--out", out, "--resume"),
          "data: expected the images the run began with (checksum ");
      Files.write(file, whole);
    }
    Result same = Result.of("train", "--data", other, "--out", out, "--resume");
    assertEquals(0, same.exitCode(), same.err());
    Files.write(other.resolve("train-images-idx3-ubyte"), new byte[] {0, 0, 8});
    assertRefused(
        Result.of("train", "--data", other, "--out", out, "--resume"), "expected an IDX header");
  }

  @Test
  void leavesAnOlderRunAloneUntilAnEpochIsOver() throws IOException {
    Path out = folder.resolve("run");
    train(out, "--max-batches", 3);
    byte[] model = Files.readAllBytes(out.resolve("model.safetensors"));
    Result diverged = train(out, "--lr", 1e30, "--overwrite");
    assertRefused(diverged, "expected a finite loss");
    assertEquals(List.of(), names(out).stream().filter(name -> name.endsWith(".tmp")).toList());
    assertArrayEquals(model, Files.readAllBytes(out.resolve("model.safetensors")));
  }

  @Test
  void replacesAnOlderRunOnlyWhenTold() throws IOException {
    Path out = folder.resolve("run");
    train(out, "--max-batches", 3);
    byte[] model = Files.readAllBytes(out.resolve("model.safetensors"));
    assertRefused(
        train(out, "--seed", 2),
        "run: expected a folder without a run, found model.safetensors; --resume goes on with it,"
            + " --overwrite replaces it");
    assertArrayEquals(model, Files.readAllBytes(out.resolve("model.safetensors")));
    Result second = train(out, "--seed", 2, "--overwrite", "--max-batches", 3);
    assertEquals(0, second.exitCode(), second.err());
    assertFalse(Arrays.equals(model, Files.readAllBytes(out.resolve("model.safetensors"))));
  }

  private Result train(Path out, Object... more) {
    Stream<Object> flags = Stream.of("train", "--data", data, "--net", Stripes.NET, "--out", out);
    boolean rate = List.of(more).contains("--lr") || List.of(more).contains("--resume");
    Stream<Object> rest =
        rate ? Stream.of(more) : Stream.concat(Stream.of("--lr", 0.05), Stream.of(more));
    Stream<Object> batch =
        List.of(more).contains("--batch") ? Stream.of() : Stream.of("--batch", 16);
    return Result.of(Stream.of(flags, batch, rest).flatMap(flag -> flag).toArray());
  }

  private static void assertRefused(Result result, String part) {
    assertEquals(2, result.exitCode(), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().contains(part), result.err());
  }

  private static String sha256(Result result) {
    return result
        .out()
        .lines()
        .filter(line -> line.startsWith("weights SHA-256"))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .findFirst()
        .orElseThrow(() -> new AssertionError(result.toString()));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
