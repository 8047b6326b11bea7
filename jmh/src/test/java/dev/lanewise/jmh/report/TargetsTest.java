package dev.lanewise.jmh.report;

import static dev.lanewise.jmh.report.Reports.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetsTest {
  private static final String PLAIN = "conv 3x3 stride 1, ";
  private static final String OTHERS = "conv others, ";

  /** 3x32 are channels and rows; a stride, dilation or groups make it another convolution. */
  @ParameterizedTest
  @CsvSource({
    "64x3x32x32 6x5x5, false",
    "64x3x32x32 32x5x5 p2, false",
    "1x3x224x224 64x7x7 s2 p3, false",
    "1x256x56x56 64x1x1, false",
    "1x64x56x56 128x3x3 s2 p1, false",
    "1x64x56x56 64x3x3 p2 d2, false",
    "1x128x56x56 128x3x3 p1 g128, false",
    "64x3x32x32 6x3x3, true",
    "64x32x32x32 32x3x3 p1, true",
  })
  void theFilterSaysWhichConvolutionItIs(String shape, boolean plain) {
    for (String direction : List.of("forward", "inputGradient")) {
      String text = direction.equals("forward") ? "forward" : "input gradient";
      Report report =
          Reports.of(
              row("conv2d", direction, shape, "lanewise", 1, 10),
              row("conv2d", direction, shape, "onednn", 1, 20));
      List<String> names = names(report);
      assertEquals(plain, names.contains(PLAIN + text), names::toString);
      assertEquals(!plain, names.contains(OTHERS + text), names::toString);
    }
  }

  @Test
  void threeChannelsToSixAndDepthwiseHaveTargetsOfTheirOwn() {
    assertTrue(
        names(conv("64x3x32x32 6x5x5")).contains("conv 3 to 6 by 5x5, forward and input gradient"));
    assertTrue(
        names(conv("1x128x56x56 128x3x3 p1 g128"))
            .contains("conv depthwise, forward and input gradient"));
    assertFalse(
        names(conv("1x128x56x56 128x3x3 p1 g2"))
            .contains("conv depthwise, forward and input gradient"));
  }

  /** By shape, and for the fastest turn and the median each: it may be somebody else. */
  @Test
  void theRivalIsWhoeverIsFastest() {
    Outcome gemm =
        outcome(
            "gemm",
            Reports.of(
                row("gemm", "forward", "8x8x8 NN", "lanewise", 1, 20, 10),
                row("gemm", "forward", "8x8x8 NN", "openblas", 1, 30, 20),
                row("gemm", "forward", "8x8x8 NN", "mkl", 1, 24, 21),
                row("gemm", "forward", "8x8x8 NN", "pytorch", 1, 1, 1),
                row("gemm", "forward", "9x9x9 NN", "lanewise", 1, 20, 10),
                row("gemm", "forward", "9x9x9 NN", "onednn", 1, 15, 5),
                row("gemm", "forward", "9x9x9 NN", "mkl", 1, 24, 21)));
    assertEquals(
        List.of("openblas", "onednn"), gemm.cases().stream().map(c -> c.other().who()).toList());
    assertEquals(Math.sqrt(2 * 0.5), gemm.mean(1), 1e-9);
    assertEquals(Math.sqrt(24.0 / 20 * 15 / 20), gemm.meanOfMedians(1), 1e-9);
    assertEquals("9x9x9 NN", gemm.worst().key().shape());
    assertEquals(1, gemm.below());
    assertFalse(gemm.met(), "1.0 in the mean, but one case below 0.85");
  }

  @Test
  void theLimitAndOneThreadAreHeldAgainstUsToo() {
    String cube = "1024x1024x1024 NN";
    Report report =
        Reports.of(
            row("gemm", "forward", cube, "lanewise", 1, 200, 200),
            row("gemm", "forward", cube, "lanewise", 2, 110, 100));
    assertEquals(0.5, outcome("gemm 1024 cubed", report).mean(1), 1e-9);
    Outcome second = outcome("gemm 512 and up", report);
    assertEquals(Double.NaN, second.mean(1));
    assertEquals(2, second.mean(2), 1e-9);
    assertTrue(second.met());
  }

  @Test
  void whatIsMeasuredIsInSomeRow() {
    assertEquals(
        List.of("all other rows"),
        names(
            Reports.of(
                row("log", "forward", "16384", "lanewise", 1, 10),
                row("log", "forward", "16384", "pytorch", 1, 20))));
  }

  /** A mean may hide the shapes that lose. */
  @Test
  void whatTheMeanHidesIsCounted() {
    Report report =
        Reports.of(
            row("dot", "forward", "2048", "lanewise", 1, 10),
            row("dot", "forward", "2048", "mkl", 1, 8),
            row("sum", "forward", "2048", "lanewise", 1, 10),
            row("sum", "forward", "2048", "pytorch", 1, 30));
    Outcome simple = outcome("relu, leaky relu, axpy, dot, sum", report);
    assertTrue(simple.met());
    assertEquals(1, simple.below());
  }

  @Test
  void withoutRivalsNothingIsClaimed() {
    assertEquals(
        List.of(), names(Reports.of(row("gemm", "forward", "8x8x8 NN", "lanewise", 1, 1))));
  }

  private static Report conv(String shape) {
    return Reports.of(
        row("conv2d", "forward", shape, "lanewise", 1, 10),
        row("conv2d", "forward", shape, "onednn-blocked", 1, 20));
  }

  private static List<String> names(Report report) {
    return new Summary(new Ratios(report.rows()))
        .outcomes().stream().map(o -> o.target().text()).toList();
  }

  private static Outcome outcome(String name, Report report) {
    return new Summary(new Ratios(report.rows()))
        .outcomes().stream().filter(o -> o.target().text().equals(name)).findFirst().orElseThrow();
  }
}
