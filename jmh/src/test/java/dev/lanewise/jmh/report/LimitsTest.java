package dev.lanewise.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private final Limits limits =
      new Limits(
          1,
          100,
          List.of(new Limits.Bandwidth(1_000, 200, 300), new Limits.Bandwidth(1_000_000, 10, 20)));

  @Test
  void arithmeticBindsWhereThereIsMuchOfIt() {
    assertEquals(1e-5, limits.seconds(1_000_000, 100, 100), 1e-12);
  }

  @Test
  void trafficBindsOtherwise() {
    // As much as is written is copied, the rest read.
    assertEquals(1e-9 * (400 / 300.0 + 200 / 200.0), limits.seconds(1, 400, 200), 1e-15);
    assertEquals(1e-9 * 9_000_000 / 10, limits.seconds(1, 9_000_000, 0), 1e-9);
  }

  @Test
  void betweenTwoWorkingSetsBandwidthIsInBetween() {
    double middle = 31_623; // half of the way from 1,000 to 1,000,000, in logarithms
    assertEquals(1e-9 * middle / 105, limits.seconds(1, (long) middle, 0), 1e-10);
  }
}
