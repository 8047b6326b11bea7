package dev.lanewise.cli.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class DrawingTest {
  @Test
  void rampsReachFromEndToEnd() {
    assertEquals(0xfdfdfd, Ramp.SIGNED.rgb(0));
    assertEquals(Ramp.SIGNED.rgb(1), Ramp.SIGNED.rgb(7));
    assertEquals(0x808080, Ramp.GREY.rgb(0));
    assertEquals(0x000000, Ramp.GREY.rgb(-1));
    assertEquals(0xffffff, Ramp.GREY.rgb(1));
    assertEquals(Ramp.HEAT.rgb(0), Ramp.HEAT.rgb(-1));
  }

  @Test
  void tilesHoldThePixels() throws IOException {
    float[] pixels = {0, 1, 0.5f, 0, 0, 0, 0.5f, 0, 0, 0, 0.5f, 1};
    BufferedImage colour = decode(Tile.ofPixels(pixels, 3, 2, 2));
    assertEquals(0xff000000, colour.getRGB(0, 0));
    assertEquals(0xffff0000, colour.getRGB(1, 0));
    assertEquals(0xff808080, colour.getRGB(0, 1));
    assertEquals(0xff0000ff, colour.getRGB(1, 1));
    BufferedImage grey = decode(Tile.ofPixels(new float[] {0, 0.2f, 1, 0.6f}, 2, 1, 2));
    assertEquals(0xff808080, grey.getRGB(0, 0));
    assertEquals(0xff666666, grey.getRGB(1, 0));
    BufferedImage map = decode(Tile.ofMap(new float[] {9, -2, 2, 0}, 1, 1, 3, Ramp.SIGNED, 2));
    assertEquals(0xff000000 | Ramp.SIGNED.rgb(-1), map.getRGB(0, 0));
    assertEquals(0xff000000 | Ramp.SIGNED.rgb(1), map.getRGB(1, 0));
    assertEquals(0xfffdfdfd, map.getRGB(2, 0));
  }

  @Test
  void largeTilesAreAveragedDown() throws IOException {
    float[] board = new float[200 * 201];
    for (int i = 0; i < board.length; i++) {
      board[i] = i % 2;
    }
    BufferedImage image = decode(Tile.ofPixels(board, 1, 200, 201));
    assertEquals(101, image.getWidth());
    assertEquals(100, image.getHeight());
    assertEquals(0xff808080, image.getRGB(50, 50));
  }

  @Test
  void ticksAreRound() {
    assertEquals(List.of(0.0, 1.0, 2.0, 3.0, 4.0), Axis.ticks(0, 4));
    assertEquals(List.of(90.0, 92.0, 94.0, 96.0, 98.0, 100.0), Axis.ticks(90, 100));
    assertEquals(4, Axis.ticks(0, 0.016).size(), "even for a part of an epoch");
    assertEquals(List.of(0.05, 0.1, 0.2, 0.5, 1.0, 2.0), rounded(Axis.decades(0.03, 2.5)));
    assertEquals(List.of(0.001, 0.01, 0.1, 1.0, 10.0), rounded(Axis.decades(0.0009, 20)));
  }

  @Test
  void axesKnowWhereValuesAreAndHowTheyAreWritten() {
    assertEquals(0.25, Axis.linear("", 2, 10).part(4));
    assertEquals(0.5, Axis.logarithmic("", 1e-6, 1).part(1e-3), 1e-12);
    assertEquals("1e-5", Axis.number(1e-5));
    assertEquals("0.001", Axis.number(0.001));
    assertEquals("0", Axis.number(0));
    assertEquals("100", Axis.number(100));
  }

  @Test
  void theMedianOfErrorsIsTakenStepByStep() {
    double[] median =
        StepErrors.median(List.of(new double[] {1, 8}, new double[] {3, 4}, new double[] {2, 0}));
    assertArrayEquals(new double[] {2, 4}, median);
    assertArrayEquals(
        new double[] {1.5}, StepErrors.median(List.of(new double[] {1}, new double[] {2})));
  }

  @Test
  void textsAreEscapedAndCut() {
    Svg svg = new Svg("a < b & \"c\" \u0001");
    assertTrue(svg.inline().contains("a &lt; b &amp; &quot;c&quot; ?</text>"));
    assertEquals("abc", Svg.cut("abc", 3));
    assertEquals("ab…", Svg.cut("abcd", 3));
  }

  @Test
  void manyClassesStillFit() {
    int n = 200;
    int[][] counts = new int[n][n];
    for (int i = 0; i < n; i++) {
      counts[i][i] = 5;
      counts[i][(i * 7 + 1) % n]++;
    }
    List<String> names = java.util.Collections.nCopies(n, "a rather long name");
    String svg = ConfusionMatrix.draw("many", names, counts).inline();
    assertFalse(svg.contains(">5</text>"), "cells are too small for numbers");
    assertTrue(svg.startsWith("<svg viewBox=\"0 0 440 4"), svg.substring(0, 40));
  }

  @Test
  void probabilitiesAreNeverRoundedUpToCertainty() {
    assertEquals("99.9 %", Shown.percent(0.99999f));
    assertEquals("100.0 %", Shown.percent(1));
    assertEquals("12.3 %", Shown.percent(0.1234f));
    assertEquals("0.01 %", Shown.percent(0.000123f));
    assertEquals("0.0 %", Shown.percent(0));
  }

  private static List<Double> rounded(List<Double> values) {
    return values.stream().map(value -> Math.round(value * 1e6) / 1e6).toList();
  }

  private static BufferedImage decode(Tile tile) throws IOException {
    String data = tile.dataUri().substring(tile.dataUri().indexOf(',') + 1);
    return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(data)));
  }
}
