package dev.lanewise.kernels.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Output sizes, and what a pooling cannot be. */
class Pool2dShapeTest {
  @Test
  void outputSizes() {
    Pool2dShape halves = Pool2dShape.of(2, 3, 28, 30, 2, 2).strict();
    assertEquals(14, halves.outputHeight());
    assertEquals(15, halves.outputWidth());
    assertEquals(2 * 3 * 28 * 30, halves.inputSize());
    assertEquals(2 * 3 * 14 * 15, halves.outputSize());
    // ResNet's first pooling, and AlexNet's overlapping one.
    assertEquals(56, resNet().outputHeight());
    assertEquals(27, Pool2dShape.of(1, 96, 55, 55, 3, 3).stride(2, 2).strict().outputWidth());
    // What does not fill a window is left over.
    assertEquals(2, Pool2dShape.of(1, 1, 5, 5, 2, 2).outputHeight());
    // A window may be larger than the image if padding makes up for it.
    assertEquals(1, Pool2dShape.of(1, 1, 2, 2, 3, 3).pad(1, 0, 0, 1).outputHeight());
  }

  @Test
  void eachAxisHasItsOwnWindowStrideAndPadding() {
    Pool2dShape shape = Pool2dShape.of(1, 1, 7, 11, 3, 4).stride(2, 3).pad(1, 0, 2, 1);
    assertEquals((7 + 1 - 3) / 2 + 1, shape.outputHeight());
    assertEquals((11 + 3 - 4) / 3 + 1, shape.outputWidth());
  }

  @Test
  void refusals() {
    assertRefused(
        "windowHeight: expected 1 or more, actual 0", () -> Pool2dShape.of(1, 1, 4, 4, 0, 2));
    assertRefused("batch: expected 1 or more, actual -1", () -> Pool2dShape.of(-1, 1, 4, 4, 2, 2));
    assertRefused(
        "strideWidth: expected 1 or more, actual 0",
        () -> Pool2dShape.of(1, 1, 4, 4, 2, 2).stride(1, 0));
    assertRefused(
        "padLeft: expected 0 or more and less than the window, 2, actual 2",
        () -> Pool2dShape.of(1, 1, 4, 4, 2, 2).pad(0, 0, 2, 0));
    assertRefused(
        "padBottom: expected 0 or more and less than the window, 2, actual -1",
        () -> Pool2dShape.of(1, 1, 4, 4, 2, 2).pad(0, -1, 0, 0));
    assertRefused(
        "windowWidth: expected at most the padded input, 4 + 0 + 0, actual 5",
        () -> Pool2dShape.of(1, 1, 4, 4, 2, 5).outputWidth());
    assertRefused(
        "input: expected at most 2147483647 floats, actual [1024, 1024, 64, 64]",
        () -> Pool2dShape.of(1024, 1024, 64, 64, 2, 2).inputSize());
    assertRefused(
        "window: expected at most 2147483647 pixels, actual [65536, 65536]",
        () -> Pool2dShape.of(1, 1, 4, 4, 65536, 65536));
  }

  @Test
  void theStrictRuleRefusesLeftOvers() {
    assertRefused(
        "width: expected (W - F + 2P) / S + 1 to be whole, actual (7 - 2 + 2 * 0) / 2 + 1 = 3.50;"
            + " would fit: stride 1, padding none",
        () -> Pool2dShape.of(1, 1, 4, 7, 2, 2).strict());
    assertRefused(
        "height: expected (W - F + 2P) / S + 1 to be whole, actual (112 - 3 + 2 * 1) / 2 + 1 ="
            + " 56.50; would fit: stride 1 or 3, padding none",
        () -> resNet().strict());
  }

  private static Pool2dShape resNet() {
    return Pool2dShape.of(1, 64, 112, 112, 3, 3).stride(2, 2).pad(1, 1, 1, 1);
  }

  private static void assertRefused(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
