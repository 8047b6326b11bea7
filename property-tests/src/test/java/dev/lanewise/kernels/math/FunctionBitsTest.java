package dev.lanewise.kernels.math;

import dev.lanewise.testing.Bits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Vectors return the bits of scalars; {@link AllFloatsExhaustive} shows it for all floats. */
class FunctionBitsTest {
  private static final float[] X = Sampled.floats();

  @ParameterizedTest
  @EnumSource
  void vectorsReturnTheBitsOfScalars(Function function) {
    float[] expected = new float[X.length];
    float[] actual = new float[X.length];
    function.scalars(X, expected);
    function.vectors(X, actual);
    Bits.assertEqual(function.name(), expected, actual);
  }
}
