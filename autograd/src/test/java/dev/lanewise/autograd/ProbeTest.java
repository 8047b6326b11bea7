package dev.lanewise.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.op.Exp;
import dev.lanewise.autograd.op.Mul;
import dev.lanewise.autograd.op.Sum;
import org.junit.jupiter.api.Test;

class ProbeTest {
  private static final Probe.Function SQUARES =
      (tape, in) -> Sum.apply(tape, Mul.apply(tape, in[0], in[0]));

  @Test
  void knowsValueGradientsAndSlopes() {
    Tensor x = Tensor.parameter(new float[] {1, -2, 3}, 3);
    Tensor constant = Tensor.of(new float[] {7}, 1);
    try (Probe probe = new Probe(SQUARES, x, constant)) {
      assertEquals(14, probe.value());
      float[][] gradients = probe.gradients();
      assertArrayEquals(new float[] {2, -4, 6}, gradients[0]);
      assertNull(gradients[1]);
      assertNull(x.grad());
      assertEquals(-4, probe.slope(0, 1, 0.5)); // exact: squares have no third derivative
      Probe.Mean mean = probe.mean(0, 1, 0.5, 4);
      assertEquals(-4, mean.gradient());
      assertEquals(2, mean.variation()); // from -5 to -3
      probe.noise();
      assertArrayEquals(new float[] {1, -2, 3}, x.data());
    }
  }

  /**
   * Rounding to float, uniform in half a unit up and down, has a deviation of a unit / sqrt(12).
   */
  @Test
  void measuresTheRoundingOfFloats() {
    float[] values = new float[100];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i);
    }
    Tensor x = Tensor.parameter(values, 100);
    double unit = Math.ulp(1f);
    // One addition rounds the sum, of about 1000.
    Tensor far = Tensor.parameter(new float[] {1000}, 1);
    Probe.Function offset =
        (tape, in) -> Sum.apply(tape, Mul.apply(tape, in[0], Tensor.of(new float[] {1.1f}, 1)));
    try (Probe probe = new Probe(offset, far)) {
      double last = Math.ulp(1100f) / Math.sqrt(12);
      assertTrue(probe.noise() >= last && probe.noise() < 2 * last, "" + probe.noise() / last);
    }
    // A hundred exponentials, each rounded, then 7 additions each on the way to the sum.
    try (Probe probe = new Probe((tape, in) -> Sum.apply(tape, Exp.apply(tape, in[0])), x)) {
      double value = probe.value();
      double noise = probe.noise() / (unit * value);
      assertTrue(noise > 0.1 && noise < 2, "" + noise);
    }
  }
}
