package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class folders of red and of green noise: hue tells them apart, brightness does not. */
class FeaturesCommandTest {
  private static final int IMAGES = 40;

  @TempDir Path folder;
  private Path data;
  private Path out;

  @BeforeEach
  void writeData() throws IOException {
    data = folder.resolve("colours");
    out = folder.resolve("pictures");
    SplittableRandom random = new SplittableRandom(1);
    for (String part : new String[] {"train", "test"}) {
      for (int label = 0; label < 2; label++) {
        Path images =
            Files.createDirectories(data.resolve(part).resolve(label == 0 ? "red" : "green"));
        for (int i = 0; i < IMAGES; i++) {
          BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
          for (int pixel = 0; pixel < 256; pixel++) {
            int high = 100 + random.nextInt(156);
            int low = random.nextInt(80);
            int rgb = label == 0 ? high << 16 | low << 8 | low : low << 16 | high << 8 | low;
            image.setRGB(pixel % 16, pixel / 16, rgb);
          }
          ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
        }
      }
    }
  }

  @Test
  void comparesFeatures() throws IOException {
    Path json = folder.resolve("features.json");
    Result result = features("--json", json, "--train", 60);
    assertEquals(0, result.exitCode(), result.err());
    JsonNode facts = new JsonMapper().readTree(json.toFile());
    assertEquals(60, facts.get("trainImages").intValue());
    assertEquals(2 * IMAGES, facts.get("testImages").intValue());
    assertEquals(
        "raw pixels, colour histogram, HoG, HoG + colour histogram, bag of visual words",
        String.join(
            ", ",
            StreamSupport.stream(facts.get("rows").spliterator(), false)
                .map(row -> row.get("feature").textValue())
                .toList()));
    JsonNode colours = facts.get("rows").get(1);
    assertEquals(64, colours.get("numbers").intValue());
    assertTrue(colours.get("softmaxAccuracy").doubleValue() > 0.95, colours.toString());
    assertTrue(colours.get("svmAccuracy").doubleValue() > 0.95, colours.toString());
    assertTrue(result.out().contains("bag of visual words"), result.out());
    for (String picture : new String[] {"hog.svg", "words.svg"}) {
      String svg = Files.readString(out.resolve(picture));
      assertTrue(svg.startsWith("<svg") && svg.contains("<image"), picture);
    }
  }

  @Test
  void saysWhatItCannotLearn() {
    Result result = features("--train", 1);
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(
        result.err().strip().matches("warning: no training image of class (red|green)"),
        result.err());
  }

  @Test
  void refusesWhatItCannotDo() {
    assertRefused(features("--train", 81), "--train: expected 1 to 80, actual 81");
    assertRefused(features("--size", 7), "--data: expected images of at least 8 x 8");
    assertRefused(Result.of("features", "--data", folder.resolve("no")), "no such folder");
    assertFalse(Files.exists(out));
  }

  private Result features(Object... more) {
    return Result.of(
        Stream.concat(Stream.<Object>of("features", "--data", data, "--out", out), Stream.of(more))
            .toArray());
  }

  private static void assertRefused(Result result, String part) {
    assertEquals(2, result.exitCode(), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().contains(part), result.err());
  }
}
