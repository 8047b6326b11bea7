package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolarCommandTest {
  @TempDir Path folder;

  @Test
  void turnsAndScalesAreTheShiftsTheyShouldBe() throws IOException {
    Path svg = folder.resolve("polar.svg");
    Result digit = Result.of("polar", "--out", svg);
    assertEquals(0, digit.exitCode(), digit.err());
    assertTrue(
        digit
            .out()
            .startsWith(
                """
                turned by 60°: log-polar moved by 16 of 96 rays, 0 of 72 circles
                scaled by 0.6: log-polar moved by 0 of 96 rays, 11 of 72 circles
                expected: 16.0 rays, 11.0 circles
                """),
        digit.out());
    String picture = Files.readString(svg);
    assertEquals(9, picture.split("<image", -1).length - 1);
    assertTrue(Files.size(svg) < 60_000);
  }

  @Test
  void drawsAPicture() throws IOException {
    BufferedImage image = new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setColor(Color.ORANGE);
    canvas.fillOval(22, 10, 18, 8);
    canvas.dispose();
    Path png = folder.resolve("spot.png");
    ImageIO.write(image, "png", png.toFile());
    Result result = Result.of("polar", png, "--out", folder.resolve("spot.svg"));
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().contains("turned by 60°: log-polar moved by 16 of 96 rays, 0 of"));
  }
}
