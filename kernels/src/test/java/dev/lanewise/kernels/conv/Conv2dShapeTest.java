package dev.lanewise.kernels.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class Conv2dShapeTest {
  /** CS231n, lecture on convolutional networks: 32x32x3 and six 5x5x3 filters. */
  @Test
  void numbersOfTheLectures() {
    Conv2dShape s = Conv2dShape.of(1, 3, 32, 32, 6, 5, 5);
    assertEquals(28, s.outputHeight());
    assertEquals(28, s.outputWidth());
    assertEquals(456, s.parameters());
    assertEquals(6L * 28 * 28 * 5 * 5 * 3, s.multiplyAdds());
    Conv2dShape ten = Conv2dShape.of(1, 3, 32, 32, 10, 5, 5).pad(2, 2, 2, 2).strict();
    assertEquals(32, ten.outputHeight());
    assertEquals(760, ten.parameters());
  }

  /** CS231n: a 7x7 input and a 3x3 filter fit with strides 1 and 2, but not with 3. */
  @Test
  void strictRuleOfTheLectures() {
    Conv2dShape seven = Conv2dShape.of(1, 1, 7, 7, 1, 3, 3);
    assertEquals(5, seven.strict().outputHeight());
    assertEquals(3, seven.stride(2, 2).strict().outputHeight());
    assertEquals(2, seven.stride(3, 3).outputHeight());
    assertRefused(
        "height: expected (W - F + 2P) / S + 1 to be whole, actual (7 - 3 + 2 * 0) / 3 + 1 = 2.33;"
            + " would fit: stride 1 or 2, padding 1",
        () -> seven.stride(3, 3).strict());
    assertRefused(
        "width: expected (W - F + 2P) / S + 1 to be whole, actual (7 - 5 + 1 + 2) / 2 + 1 = 3.50;"
            + " would fit: stride 1 or 5, padding 0 or 1 or 2 or 3",
        () -> seven.dilation(1, 2).pad(0, 0, 1, 2).stride(1, 2).strict());
  }

  /** CS231n: AlexNet's images are said to be 224 x 224, but only 227 x 227 makes sense. */
  @Test
  void strictRuleFindsTheSlipInAlexNet() {
    Conv2dShape first = Conv2dShape.of(1, 3, 227, 227, 96, 11, 11).stride(4, 4);
    assertEquals(55, first.strict().outputHeight());
    assertRefused(
        "height: expected (W - F + 2P) / S + 1 to be whole, actual (224 - 11 + 2 * 0) / 4 + 1 ="
            + " 54.25; would fit: stride 1 or 3, padding none",
        () -> Conv2dShape.of(1, 3, 224, 224, 96, 11, 11).stride(4, 4).strict());
  }

  @Test
  void strictRefusesKernelsThatDoNotFit() {
    assertRefused(
        "kernelHeight: expected a kernel of at most 3 (input 3, padding 0 + 0), actual 5",
        () -> Conv2dShape.of(1, 1, 3, 3, 1, 5, 5).stride(2, 2).strict());
  }

  @Test
  void axesAreIndependent() {
    Conv2dShape s =
        Conv2dShape.of(2, 4, 10, 20, 6, 3, 5).stride(1, 2).pad(1, 0, 2, 3).dilation(2, 1).groups(2);
    assertEquals(7, s.outputHeight());
    assertEquals(11, s.outputWidth());
    assertEquals(6 * 2 * 3 * 5, s.weightSize());
    assertEquals(2 * 6 * 7 * 11, s.outputSize());
  }

  @Test
  void refusesWhatCannotBe() {
    assertRefused(
        "kernelHeight: expected a kernel of at most 4 (input 4, padding 0 + 0), actual 5",
        () -> Conv2dShape.of(1, 1, 4, 9, 1, 5, 5).outputHeight());
    assertRefused(
        "kernelWidth: expected a kernel of at most 9 (input 9, padding 0 + 0), actual 3 with"
            + " dilation 5 = 11",
        () -> Conv2dShape.of(1, 1, 4, 9, 1, 3, 3).dilation(1, 5).outputWidth());
    assertRefused(
        "groups: expected a divisor of 4 channels and 6 filters, actual 4",
        () -> Conv2dShape.of(1, 4, 9, 9, 6, 3, 3).groups(4));
    assertRefused(
        "x: expected at most 2147483647 floats, actual [65536, 65536, 65536, 65536]",
        () -> Conv2dShape.of(65536, 65536, 65536, 65536, 1, 3, 3));
    assertRefused("batch: expected 1 or more, actual 0", () -> Conv2dShape.of(0, 1, 3, 3, 1, 3, 3));
  }

  /** A mirror image has so many pixels and no more; zeros and edges have no end. */
  @Test
  void mirrorImagesEndWithTheImage() {
    Conv2dShape s = Conv2dShape.of(1, 1, 3, 9, 1, 3, 3);
    s.pad(2, 2, 8, 8).padding(Padding.REFLECT);
    s.pad(3, 3, 9, 9).padding(Padding.SYMMETRIC);
    s.pad(4, 4, 99, 99).padding(Padding.REPLICATE);
    assertRefused(
        "padTop: expected at most 2 (reflect padding, height 3), actual 3",
        () -> s.pad(3, 0, 0, 0).padding(Padding.REFLECT));
    assertRefused(
        "padRight: expected at most 8 (reflect padding, width 9), actual 9",
        () -> s.padding(Padding.REFLECT).pad(0, 0, 0, 9));
    assertRefused(
        "padBottom: expected at most 3 (symmetric padding, height 3), actual 4",
        () -> s.pad(0, 4, 0, 0).padding(Padding.SYMMETRIC));
  }

  @Test
  void arraysMustFitTheShape() {
    Conv2dShape s = Conv2dShape.of(1, 3, 32, 32, 32, 5, 5);
    assertRefused(
        "weights: expected [32, 3, 5, 5] = 2400 floats from offset 0, array has 2000",
        () ->
            Conv2d.forward(
                s, new float[3072], 0, new float[2000], 0, null, 0, new float[28 * 28 * 32], 0));
  }

  @Test
  void pooledOutputsMustFitTheShape() {
    Conv2dShape s = Conv2dShape.of(1, 1, 6, 7, 2, 3, 3); // outputs of 4 x 5
    float[] x = new float[42];
    float[] w = new float[18];
    Conv2d.forwardPooled(s, x, 0, w, 0, null, 0, new float[8], 0, new int[8], 0);
    assertRefused(
        "y: expected [1, 2, 2, 2] = 8 floats from offset 1, array has 8",
        () -> Conv2d.forwardPooled(s, x, 0, w, 0, null, 0, new float[8], 1, null, 0));
    assertRefused(
        "y: expected an output apart from x, actual two that overlap in one array",
        () -> Conv2d.forwardPooled(s, x, 0, w, 0, null, 0, x, 0, null, 0));
    assertRefused(
        "argmax: expected [1, 2, 2, 2] = 8 ints from offset 1, array has 8",
        () -> Conv2d.forwardPooled(s, x, 0, w, 0, null, 0, new float[8], 0, new int[8], 1));
    assertRefused(
        "shape: expected outputs of 2 x 2 at least, actual 1 x 5",
        () ->
            Conv2d.forwardPooled(
                Conv2dShape.of(1, 1, 3, 7, 2, 3, 3),
                x,
                0,
                w,
                0,
                null,
                0,
                new float[8],
                0,
                null,
                0));
  }

  @Test
  void planesMustBeAddressable() {
    Conv2dShape.of(1, 1, 46_340, 46_340, 1, 3, 3);
    assertThrows(
        IllegalArgumentException.class, () -> Conv2dShape.of(1, 1, 50_000, 50_000, 1, 3, 3));
    Conv2dShape s = Conv2dShape.of(1, 1, 9, 9, 1, 3, 3);
    int most = Integer.MAX_VALUE;
    assertThrows(IllegalArgumentException.class, () -> s.pad(most, most, 1, 1));
  }

  private static void assertRefused(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
