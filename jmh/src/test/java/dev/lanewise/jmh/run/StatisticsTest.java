package dev.lanewise.jmh.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void oneHiccupDoesNotCount() {
    Statistics calm = Statistics.of(List.of(List.of(9.0, 10.0, 11.0)));
    Statistics hiccup = Statistics.of(List.of(List.of(9.0, 10.0, 1100.0)));
    assertEquals(10, calm.median());
    // 1.4826 * 1 * 1.2533 / sqrt(3) * 4.303
    assertEquals(4.616, calm.error(), 0.001);
    assertEquals(calm, hiccup);
  }

  @Test
  void forksAreTheIndependentMeasurements() {
    List<List<Double>> forks =
        List.of(List.of(1.0, 1.0, 1.0), List.of(3.0, 3.0, 3.0), List.of(2.0, 2.0, 9.0));
    Statistics statistics = Statistics.of(forks);
    assertEquals(2, statistics.median());
    assertEquals(4.616, statistics.error(), 0.001);
    assertEquals(1, statistics.least());
  }
}
