package dev.lanewise.kernels.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Errors stay within what is published; {@link AllFloatsExhaustive} shows it for all floats. */
class FunctionAccuracyTest {
  private static final float[] X = Sampled.floats();

  @ParameterizedTest
  @EnumSource
  void theErrorIsWithinThePublishedBound(Function function) {
    float[] y = new float[X.length];
    function.scalars(X, y);
    for (int i = 0; i < X.length; i++) {
      double exact = function.exact(X[i]);
      double ulps = Function.ulps(y[i], exact);
      if (!(ulps <= function.maxUlps)) {
        throw new AssertionError(
            "%s(%a) = %a: expected %a, %.3f ulp off".formatted(function, X[i], y[i], exact, ulps));
      }
    }
  }

  @Test
  void specialValues() {
    float inf = Float.POSITIVE_INFINITY;
    assertEquals(inf, Exp.exp(inf));
    assertEquals(0f, Exp.exp(-inf));
    assertEquals(1f, Exp.exp(-0f));
    assertEquals(Float.MIN_VALUE, Exp.exp(-103.5f));
    assertEquals(-0f, Elu.elu(2f, -0f));
    assertEquals(-2f, Elu.elu(2f, -inf));
    assertEquals(-Float.MIN_VALUE, Elu.elu(1f, -Float.MIN_VALUE));
    assertEquals(-inf, Log.log(-0f));
    assertEquals(Float.NaN, Log.log(-Float.MIN_VALUE));
    assertEquals(0f, Log.log(1f));
    assertEquals(-0f, Tanh.tanh(-0f));
    assertEquals(-1f, Tanh.tanh(-inf));
    assertEquals(0f, Sigmoid.sigmoid(-inf));
    assertEquals(1f, Sigmoid.sigmoid(inf));
    assertEquals(0.5f, Sigmoid.sigmoid(-0f));
    assertEquals(-0f, Gelu.gelu(-0f));
    assertEquals(-0f, Gelu.gelu(-inf));
    assertEquals(inf, Gelu.gelu(inf));
    assertEquals(-0f, Silu.silu(-0f));
    assertEquals(-0f, Silu.silu(-inf));
    assertEquals(inf, Silu.silu(inf));
    assertEquals(0f, Softplus.softplus(-inf));
    assertEquals(inf, Softplus.softplus(inf));
  }

  /** Slopes pass through 0, so their errors are absolute: in units of 2^-24. */
  @Test
  void slopesOfSmoothRelus() {
    for (float x : X) {
      double e = StrictMath.exp(-(double) x);
      double s = 1 / (1 + e);
      double silu = x < -700 ? 0 : x > 700 ? 1 : s * (1 + x * e * s);
      double density = StrictMath.exp(-(double) x * x / 2) / StrictMath.sqrt(2 * Math.PI);
      double tail = StrictMath.exp(-(double) x * x / 2) * Normal.quotient(Math.abs((double) x));
      double gelu = Math.abs(x) > 100 ? (x < 0 ? 0 : 1) : (x < 0 ? tail : 1 - tail) + x * density;
      if (Float.isNaN(x)) {
        assertTrue(Float.isNaN(Silu.slope(x)) && Float.isNaN(Gelu.slope(x)));
      } else {
        assertEquals(silu, Silu.slope(x), 4 * 0x1p-24, () -> "silu' at " + x);
        assertEquals(gelu, Gelu.slope(x), 4 * 0x1p-24, () -> "gelu' at " + x);
      }
    }
  }

  @Test
  void ulpsAreMeasuredAtTheExactValue() {
    assertEquals(1, Function.ulps(1f + 0x1p-23f, 1), 0);
    assertEquals(0.5, Function.ulps(1f, 1 + 0x1p-24), 0);
    assertEquals(1, Function.ulps(1f - 0x1p-24f, 1 - 0x1p-23), 0);
    assertEquals(2, Function.ulps(0f, 2 * Float.MIN_VALUE), 0);
    assertEquals(1, Function.ulps(Float.POSITIVE_INFINITY, Float.MAX_VALUE), 0);
    assertEquals(0, Function.ulps(Float.POSITIVE_INFINITY, 1e300), 0);
    assertTrue(Function.ulps(Float.NaN, 1) > 1e9);
  }
}
