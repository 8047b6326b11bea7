package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever the user got wrong: one line, exit code 2, nothing written. */
class BadInputTest {
  @TempDir Path folder;
  private Path data;
  private Path out;

  @BeforeEach
  void writeData() throws IOException {
    data = Stripes.write(folder.resolve("data"));
    out = folder.resolve("run");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          train --epochs 0          | epochs: expected at least 1, actual 0
          train --batch -3          | batch: expected at least 1, actual -3
          train --batch every       | Invalid value for option '--batch': expected a number of images or all, actual every
          train --lr 0              | learning rate: expected a finite number above 0, actual 0.0
          train --lr NaN            | learning rate: expected a finite number above 0, actual NaN
          train --momentum 1        | momentum: expected at least 0 and below 1, actual 1.0
          train --optimizer sdg     | --optimizer: expected sgd, nesterov, adagrad, rmsprop, adam or adamw, actual sdg
          train --optimizer adam --momentum 0.5 | --momentum: expected sgd or nesterov with it, actual adam
          train --optimizer nesterov --momentum 0 | momentum: expected above 0 for Nesterov's, actual 0.0
          train --schedule triangle | --schedule: expected constant, step, cosine or one-cycle, actual triangle
          train --warmup 1          | warm-up: expected at least 0 and below 1, actual 1.0
          train --weight-decay -1   | weight decay: expected a finite number of at least 0, actual -1.0
          train --clip-norm NaN     | clip norm: expected a finite number of at least 0, actual NaN
          train --patience -1       | patience: expected at least 0 (no limit), actual -1
          train --max-batches -1    | max batches: expected at least 0 (no limit), actual -1
          train --augment spin      | augmentation: expected none, or some of flip, cropN, cutoutN, once each, N >= 1, actual spin
          train --size 0            | --size: expected 1 to 1024, actual 0
          train --tta crop          | --tta: expected flip or none, actual crop
          train --preset best       | --preset: expected cifar10-fast, cifar10-best, actual best
          train --preset cifar10-fast | --preset cifar10-fast: expected --data DIR with CIFAR-10 beside it, actual none
          train --resume --overwrite | --resume: expected no --overwrite beside it, actual both were given
          trian                     | did you mean train
          train --netz lenet5       | did you mean --net
          train --epochs many       | 'many' is not an int
          train --seed 1.5          | '1.5' is not a long
          train --threads 0         | --threads: expected 1 to 1024, actual 0
          info --threads 9999       | --threads: expected 1 to 1024, actual 9999
          info --kernels fast       | --kernels: expected simd or reference, actual fast
          train --colour blue       | Unknown options: '--colour', 'blue'
          train digits              | Unmatched argument at index 1: 'digits'
          train --data              | Missing required parameter for option '--data' (DIR)
          train --data none/here    | none/here: expected a folder with data, actual no such folder
          predict digit.png         | Missing required option: '--model=FILE'
          predict --model m         | Missing required parameter: 'IMAGE'
          predict --model no.st x   | no.st: expected
          look                      | Missing required option: '--model=FILE'
          look --model no.st        | no.st: expected
          gradcheck --batch 0       | --batch: expected 1 to 1024, actual 0
          gradcheck --samples -1    | --samples: expected 1 to 1000000, actual -1
          gradcheck --input 3x8     | --input: expected channels, height and width, such as 3x8x8, actual 3x8
          gradcheck --input 0x8x8   | --input: expected channels, height and width, such as 3x8x8, actual 0x8x8
          gradcheck --net gap,softmax | --net: expected a net with parameters, actual gap,softmax
          gradcheck --out .         | .: expected a file for --out, found a folder
          gradcheck --out no/x.svg  | no/x.svg: expected --out in a folder that exists, found none
          polar no.png              | no.png: expected an image, actual no such file
          polar --out .             | .: expected a file for --out, found a folder
          polar a.png b.png         | Unmatched argument at index 2: 'b.png'
          learn                     | Unmatched argument at index 0: 'learn'
          """)
  void refusesFlags(String command, String message) {
    assertRefused(Result.of((Object[]) command.strip().split(" +")), message);
  }

  @Test
  void showsHowToUseItWithoutACommand() {
    Result result = Result.of();
    assertEquals(2, result.exitCode());
    assertTrue(result.err().startsWith("Usage: lanewise"), result.err());
    assertEquals(0, Result.of("train", "--help").exitCode());
  }

  @Test
  void refusesTruncatedData() throws IOException {
    Path images = data.resolve("t10k-images-idx3-ubyte");
    byte[] whole = Files.readAllBytes(images);
    Files.write(images, Arrays.copyOf(whole, whole.length - 5));
    assertRefused(
        Result.of("train", "--data", data, "--out", out),
        images + ": expected [30, 8, 8] = 1920 bytes after the header, actual 1915");
    assertFalse(Files.exists(out));
  }

  @Test
  void refusesNetsThatDoNotFit() {
    Result pattern = Result.of("train", "--data", data, "--out", out, "--net", "conv3-4 rule fc-3");
    assertEquals(2, pattern.exitCode());
    assertTrue(pattern.err().startsWith("lanewise train: net pattern, column 9: "), pattern.err());
    assertRefused(
        Result.of("train", "--data", data, "--out", out, "--net", "fc-10 softmax"),
        "net: expected 3 scores, one per class of the data, found 10");
    String odd = "conv3-4/2 fc-3 softmax";
    Result strides =
        Result.of("train", "--data", data, "--out", out, "--net", odd, "--strict-strides");
    assertEquals(2, strides.exitCode());
    assertTrue(
        strides.err().contains("actual (8 - 3 + 2 * 1) / 2 + 1 = 4.50; would fit: stride 1"),
        strides.err());
    assertFalse(Files.exists(out));
  }

  @Test
  void refusesPlacesItCannotWriteTo() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "precious");
    assertRefused(
        Result.of("train", "--data", data, "--out", file),
        file + ": expected a folder, found that " + file + " is a file");
    assertRefused(
        Result.of("train", "--data", data, "--out", file.resolve("run")),
        file.resolve("run") + ": expected a folder, found that " + file + " is a file");
    assertRefused(
        Result.of("train", "--data", data, "--out", out, "--json", folder),
        folder + ": expected a file for --json, found a folder");
    assertEquals("precious", Files.readString(file));
    assertFalse(Files.exists(out));
  }

  /** Before anything is computed; permissions alone say that a superuser may. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void refusesFoldersThatTakeNoFile() {
    String file = "/proc/x.json: expected --%s in a folder that takes new files, found one that";
    assertRefused(Result.of("graph", "1", "--out", "/proc/x.json"), file.formatted("out"));
    assertRefused(Result.of("info", "--json", "/proc/x.json"), file.formatted("json"));
    assertRefused(
        Result.of("train", "--data", data, "--out", "/proc/x"),
        "/proc/x: expected a folder to write to, found that /proc takes no new file");
  }

  @Test
  void refusesForeignModels() throws IOException {
    Path model = folder.resolve("model.safetensors");
    Files.writeString(model, "this is no model, but it is long enough to look like one");
    assertRefused(Result.of("predict", "--model", model, "x.png"), model + ": expected ");
    Files.write(model, new byte[0]);
    assertRefused(Result.of("predict", "--model", model, "x.png"), model + ": expected ");
    assertRefused(Result.of("predict", "--model", folder, "x.png"), folder.toString());
  }

  @Test
  void refusesToResumeWithForeignSteps() throws IOException {
    Result.of("train", "--data", data, "--out", out, "--max-batches", 1, "--net", Stripes.NET);
    Path steps = out.resolve("steps.csv");
    Files.write(steps, new byte[] {'a', '\n', (byte) 0xff, (byte) 0xfe});
    assertRefused(
        Result.of("train", "--data", data, "--out", out, "--resume"), steps + ": expected step,");
    Files.delete(steps);
    Files.createDirectory(steps);
    assertRefused(
        Result.of("train", "--data", data, "--out", out, "--resume"),
        steps + ": expected a file, found a folder");
  }

  @Test
  void refusesPicturesThatAreNone() throws IOException {
    Result.of("train", "--data", data, "--out", out, "--max-batches", 1, "--net", Stripes.NET);
    Path model = out.resolve("model.safetensors");
    Path json = folder.resolve("guesses.json");
    Path text = Files.writeString(folder.resolve("text.png"), "hello");
    Path good = Stripes.writePicture(folder.resolve("good.png"), 0);
    assertRefused(
        Result.of("predict", "--model", model, good, text, "--json", json),
        text + ": expected an image (PNG, JPEG, GIF, BMP, TIFF), actual 5 bytes");
    assertFalse(Files.exists(json));
  }

  private static void assertRefused(Result result, String part) {
    assertEquals(2, result.exitCode(), result.toString());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().startsWith("lanewise"), result.err());
    assertTrue(result.err().contains(part), result.err());
    assertEquals("", result.out());
  }
}
