package dev.lanewise.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TensorTest {
  @Test
  void wrapsTheCallersArray() {
    float[] data = new float[6];
    int[] shape = {2, 3};
    Tensor x = Tensor.of(data, shape);
    shape[0] = 99;
    x.shape()[1] = 99;
    assertSame(data, x.data());
    assertArrayEquals(new int[] {2, 3}, x.shape());
    assertNotSame(x.shape(), x.shape());
    assertEquals(2, x.rank());
    assertEquals(6, x.size());
    assertEquals(2, x.dim(0));
    assertEquals(3, x.dim(-1));
    assertEquals("[2, 3]", x.toString());
  }

  @Test
  void requiresGradientOnlyAsParameter() {
    assertFalse(Tensor.of(new float[1], 1).requiresGrad());
    Tensor parameter = Tensor.parameter(new float[1], 1);
    assertTrue(parameter.requiresGrad());
    assertNull(parameter.grad());
    parameter.zeroGrad();
    assertNull(parameter.grad());
  }

  @Test
  void isAScalarWithoutDimensions() {
    Tensor x = Tensor.of(new float[] {2.5f});
    assertEquals(0, x.rank());
    assertEquals(2.5f, x.item());
    assertEquals("[]", x.toString());
  }

  @Test
  void mayBeEmpty() {
    assertEquals(0, Tensor.of(new float[0], 0, 3).size());
  }

  @Test
  void refusesWhatDoesNotFit() {
    refuses("data: expected [2, 3] = 6 floats, array has 5", () -> Tensor.of(new float[5], 2, 3));
    refuses("data: expected [2] = 2 floats, array has 3", () -> Tensor.parameter(new float[3], 2));
    refuses(
        "shape: expected no negative length, actual [-1, -1]",
        () -> Tensor.of(new float[1], -1, -1));
    refuses(
        "shape: expected at most 2^31 - 1 elements, actual [65536, 65536]",
        () -> Tensor.of(new float[0], 65536, 65536));
    assertEquals(
        "item: expected a scalar, actual [2]",
        assertThrows(IllegalStateException.class, Tensor.of(new float[2], 2)::item).getMessage());
  }

  private static void refuses(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
