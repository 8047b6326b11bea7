package dev.lanewise.kernels.gemm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class GemmTest {
  private static final float[] A = {1, 2, 3, 4, 5, 6}; // [2, 3]
  private static final float[] B = {7, 8, 9, 10, 11, 12}; // [3, 2]

  @Test
  void productOfTwoMatrices() {
    float[] c = {Float.NaN, Float.NaN, Float.NaN, Float.NaN};
    Gemm.gemm(false, false, 2, 2, 3, A, 0, 3, B, 0, 2, 0, c, 0, 2);
    assertArrayEquals(new float[] {58, 64, 139, 154}, c);
    Gemm.gemm(false, false, 2, 2, 3, A, 0, 3, B, 0, 2, 1, c, 0, 2);
    assertArrayEquals(new float[] {116, 128, 278, 308}, c);
  }

  @Test
  void transposesReadTheSameArraysTheOtherWay() {
    float[] c = new float[9];
    Gemm.gemm(true, true, 3, 3, 2, A, 0, 3, B, 0, 2, 0, c, 0, 3);
    assertArrayEquals(new float[] {39, 49, 59, 54, 68, 82, 69, 87, 105}, c);
  }

  @Test
  void biasIsARowOrAColumn() {
    float[] c = new float[4];
    float[] bias = {100, 200};
    Gemm.gemm(false, false, 2, 2, 3, A, 0, 3, B, 0, 2, 0, c, 0, 2, Bias.ROW, bias, 0);
    assertArrayEquals(new float[] {158, 264, 239, 354}, c);
    Gemm.gemm(false, false, 2, 2, 3, A, 0, 3, B, 0, 2, 0, c, 0, 2, Bias.COLUMN, bias, 0);
    assertArrayEquals(new float[] {158, 164, 339, 354}, c);
  }

  @Test
  void matrixTimesVector() {
    float[] y = new float[2];
    Gemm.gemv(false, 2, 3, A, 0, 3, new float[] {1, 10, 100}, 0, 0, y, 0);
    assertArrayEquals(new float[] {321, 654}, y);
    float[] z = {1, 1, 1};
    Gemm.gemv(true, 2, 3, A, 0, 3, new float[] {1, 10}, 0, 1, z, 0);
    assertArrayEquals(new float[] {42, 53, 64}, z);
  }

  @Test
  void emptyProductIsItsBase() {
    float[] c = {1, 2};
    Gemm.gemm(false, false, 1, 2, 0, A, 0, 1, B, 0, 2, 1, c, 0, 2);
    assertArrayEquals(new float[] {1, 2}, c);
    Gemm.gemm(false, false, 1, 2, 0, A, 0, 1, B, 0, 2, 0, c, 0, 2);
    assertArrayEquals(new float[] {0, 0}, c);
  }

  @Test
  void refusalsNameArgumentExpectedAndActual() {
    float[] c = new float[4];
    assertRefused(
        "b: expected [4, 2] with leading dimension 2 = 8 floats from offset 0, array has 6",
        () -> Gemm.gemm(false, false, 1, 2, 4, A, 0, 4, B, 0, 2, 0, c, 0, 2));
    assertRefused(
        "a: expected a leading dimension of at least 3 (its columns), actual 2",
        () -> Gemm.gemm(false, false, 2, 2, 3, A, 0, 2, B, 0, 2, 0, c, 0, 2));
    assertRefused(
        "beta: expected 0 or 1, actual 0.5",
        () -> Gemm.gemm(false, false, 2, 2, 3, A, 0, 3, B, 0, 2, 0.5f, c, 0, 2));
    assertRefused(
        "c: expected an output apart from a, actual two that overlap in one array",
        () -> Gemm.gemm(false, false, 2, 2, 3, A, 0, 3, B, 0, 2, 0, A, 1, 2));
  }

  @Test
  void packedMatricesAreCopiesThatFitTheirProducts() {
    float[] b = B.clone();
    PackedB packed = new PackedB(false, 3, 2, b, 0, 2);
    b[0] = Float.NaN;
    float[] c = new float[4];
    Gemm.gemm(false, 2, A, 0, 3, packed, 0, c, 0, 2, null, null, 0);
    assertArrayEquals(new float[] {58, 64, 139, 154}, c);
    assertEquals(3, packed.k());
    assertEquals(2, packed.n());
    assertRefused(
        "b: expected [4, 2] with leading dimension 2 = 8 floats from offset 0, array has 6",
        () -> new PackedB(false, 4, 2, B, 0, 2));
    assertRefused("k: expected 0 or more, actual -1", () -> new PackedB(true, -1, 2, B, 0, 2));
    assertRefused(
        "a: expected a leading dimension of at least 3 (its columns), actual 2",
        () -> Gemm.gemm(false, 2, A, 0, 2, packed, 0, c, 0, 2, null, null, 0));
    assertRefused(
        "bias: expected [2] = 2 floats from offset 1, array has 2",
        () -> Gemm.gemm(false, 2, A, 0, 3, packed, 0, c, 0, 2, Bias.ROW, new float[2], 1));
    assertRefused(
        "beta: expected 0 or 1, actual 2.0",
        () -> Gemm.gemm(false, 2, A, 0, 3, packed, 2, c, 0, 2, null, null, 0));
  }

  private static void assertRefused(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
