package dev.lanewise.jmh.report;

import static dev.lanewise.jmh.report.Reports.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MarkdownTest {
  private final String page =
      Markdown.of(
          Reports.of(
              row("gemm", "forward", "8x8x8 NN", "lanewise", 1, 20, 10),
              row("gemm", "forward", "8x8x8 NN", "openblas", 1, 30, 20),
              row("gemm", "forward", "8x8x8 NN", "lanewise", 2, 10, 5),
              row("gemm", "forward", "8x8x8 NN", "openblas", 2, 8, 4),
              row("gemm", "forward", "9x9x9 NN", "lanewise", 2, 10, 5),
              row("gemm", "forward", "9x9x9 NN", "openblas", 2, 8, 5),
              row("gemm", "forward", "7x7x7 NN", "lanewise", 1, 10, 5),
              row("gemm", "forward", "7x7x7 NN", "mkl", 1, 10, 5),
              row("gemm", "forward", "6x6x6 NN", "lanewise", 1, 10, 5)));

  @Test
  void theSummaryHasALineForATarget() {
    assertContains(
        """
        | gemm | best of openblas, mkl, onednn, onednn-blocked | 1.0, none below 0.85 \
        | 1.41 | 0.89 | 1.22 | 0.80 | no, 1 of 4 below 0.85 | 0.80 | gemm forward 8x8x8 NN, 2 threads |
        """);
    assertContains("- A CPU, 2 cores, 1,024 MB, Linux\n");
  }

  @Test
  void everyCaseIsThere() {
    assertContains(
        """
        | gemm forward 7x7x7 NN | 5.00 us | 5.00 us mkl | 1.00 |  |  |  |
        | gemm forward 8x8x8 NN | 10.0 us | 20.0 us openblas | 2.00 | 5.00 us | 4.00 us openblas | 0.80 |
        | gemm forward 9x9x9 NN |  |  |  | 5.00 us | 5.00 us openblas | 1.00 |
        """);
    assertContains("| gemm forward 6x6x6 NN | 1 thread | lanewise | 5.00 us |\n");
  }

  /** Where nothing stands beside them. */
  @Test
  void rowsOfOursAloneAreThere() {
    String alone = Markdown.of(Reports.of(row("add", "forward", "8", "lanewise", 2, 20, 10)));
    assertTrue(alone.contains("| add forward 8 | 2 threads | lanewise | 10.0 us |\n"), alone);
  }

  @Test
  void everyTableIsWellFormed() {
    page.lines()
        .filter(line -> line.startsWith("|"))
        .map(line -> line.chars().filter(c -> c == '|').count())
        .forEach(
            bars -> assertTrue(bars == 5 || bars == 8 || bars == 11, bars + " bars in\n" + page));
  }

  /** The committed page is that of the committed report. */
  @Test
  void theResultsAreOfTheReportBesideThem() throws IOException {
    Path results = Path.of("results");
    Report report = Report.read(results.resolve("bench.json"));
    assertEquals(
        Markdown.of(report),
        Files.readString(results.resolve("cases.md")),
        "cases.md is old; ./lanewise bench --read bench.json --markdown cases.md makes it anew");
    assertEquals(report.json(), Files.readString(results.resolve("bench.json")));
  }

  private void assertContains(String part) {
    assertTrue(page.contains(part), page);
  }
}
