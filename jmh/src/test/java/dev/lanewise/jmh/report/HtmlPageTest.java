package dev.lanewise.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlPageTest {
  private final Limits limits =
      new Limits(1, 100, List.of(new Limits.Bandwidth(1 << 14, 200, 300)));
  private final Report report =
      new Report(
          "2026-11-01T00:00:00Z",
          "short",
          new Machine("A <CPU> & more", 2, 1024, "Linux", "JVM", 256, "simd"),
          List.of(limits),
          List.of(
              new Row("gemm", "8x8x8 NN", "forward", "lanewise", 1, 10, 1, 9, 50, 5, 0, 0.5),
              new Row("gemm", "8x8x8 NN", "forward", "openblas", 1, 25, 1, 24, 20, 2, 0, 0.2)),
          Map.of("8x8x8 NN", "small"),
          Map.of("openblas", "0.3"),
          List.of());

  @Test
  void onePageWithAPlotBarsAndFigures() {
    String page = HtmlPage.of(report);
    assertEquals(2, occurrences(page, "<svg"), "a roofline and a group of bars");
    assertTrue(page.contains("<td>best of openblas, mkl, onednn, onednn-blocked</td>"));
    assertEquals(1, occurrences(page, "<circle"));
    assertTrue(page.contains("<dt>openblas</dt><dd>0.3</dd>"));
    assertTrue(page.contains("openblas 25.0 us, we 10.0 us: 2.50x"));
    assertTrue(page.contains("A &lt;CPU&gt; &amp; more"));
  }

  @Test
  void itNeedsNothingElse() {
    String page = HtmlPage.of(report);
    assertFalse(Pattern.compile("(src|href)=|url\\(|@import|<script").matcher(page).find());
  }

  @Test
  void withoutOthersItStillShowsOurs() {
    Report alone =
        new Report(
            report.date(),
            report.settings(),
            report.machine(),
            report.limits(),
            report.rows().subList(0, 1),
            report.why(),
            Map.of(),
            List.of("not timed: gemm: WrongResult"));
    String page = HtmlPage.of(alone);
    assertEquals(1, occurrences(page, "<circle"));
    assertTrue(page.contains("start with <code>--peers</code>"));
    assertTrue(page.contains("not timed: gemm: WrongResult"));
    assertFalse(page.contains("<h2>Beside"), "a section without figures");
    for (String others : List.of("other libraries", "others", "onednn", "onnxruntime")) {
      assertTrue(HtmlPage.of(report).contains(others), others);
      assertFalse(page.contains(others), () -> "nobody measured " + others);
    }
  }

  private static int occurrences(String page, String what) {
    return page.split(Pattern.quote(what), -1).length - 1;
  }
}
