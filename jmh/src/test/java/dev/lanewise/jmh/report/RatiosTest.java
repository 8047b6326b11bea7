package dev.lanewise.jmh.report;

import static dev.lanewise.jmh.report.Reports.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatiosTest {
  private static final String SHAPE = "1x64x56x56 64x3x3 p1";

  private final Report report =
      Reports.of(
          row("conv2d", "forward", SHAPE, "lanewise", 1, 10),
          row("conv2d", "forward", SHAPE, "lanewise-plan", 1, 8),
          row("conv2d", "forward", SHAPE, "reference", 1, 90),
          row("conv2d", "forward", SHAPE, "onednn", 1, 30),
          row("conv2d", "forward", SHAPE, "onednn-blocked", 1, 16));
  private final List<Ratios.Verdict> verdicts = new Ratios(report.rows()).verdicts(1);

  /** Laid out once like ours: both comparisons. */
  @Test
  void whoLaysWeightsOutIsComparedWithThePlanToo() {
    Ratios.Verdict blocked = verdict("onednn-blocked");
    assertEquals(1.6, blocked.mean(), 1e-9);
    assertEquals(2, blocked.toPlan(), 1e-9);
    assertTrue(blocked.text().endsWith("2.00x that of lanewise-plan"), blocked::text);
    assertEquals(Double.NaN, verdict("onednn").toPlan());
  }

  @Test
  void anotherWayOfOursIsNoRival() {
    assertEquals(
        List.of("onednn", "onednn-blocked", "lanewise-plan", "reference"),
        verdicts.stream().map(Ratios.Verdict::impl).toList());
    assertFalse(verdict("lanewise-plan").text().contains("faster"));
  }

  @Test
  void theTextSaysBoth() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TextTable.print(report, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("16.0 us 1.60x (plan 2.00x)"), text);
    assertTrue(text.contains("conv 3x3 stride 1, forward, lanewise-plan"), text);
  }

  private Ratios.Verdict verdict(String impl) {
    return verdicts.stream().filter(v -> v.impl().equals(impl)).findFirst().orElseThrow();
  }
}
