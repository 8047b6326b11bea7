package dev.lanewise.jmh.report;

import java.util.List;
import java.util.Map;

/** Small reports. */
final class Reports {
  private Reports() {}

  static Report of(Row... rows) {
    Limits limits = new Limits(1, 100, List.of(new Limits.Bandwidth(1 << 14, 200, 300)));
    return new Report(
        "2026-11-01T00:00:00Z",
        "short",
        new Machine("A CPU", 2, 1024, "Linux", "JVM", 256, "simd"),
        List.of(limits),
        List.of(rows),
        Map.of(),
        Map.of("openblas", "0.3"),
        List.of());
  }

  /** A tenth faster in its fastest turn. */
  static Row row(String op, String direction, String shape, String impl, int threads, double us) {
    return row(op, direction, shape, impl, threads, us, 0.9 * us);
  }

  static Row row(
      String op,
      String direction,
      String shape,
      String impl,
      int threads,
      double us,
      double usLeast) {
    return new Row(op, shape, direction, impl, threads, us, 0.01 * us, usLeast, 50, 5, 0, 0.5);
  }
}
