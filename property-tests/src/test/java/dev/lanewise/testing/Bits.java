package dev.lanewise.testing;

import java.util.Arrays;

/** Equality without tolerance: the same bits, where any NaN is as good as another. */
public final class Bits {
  private Bits() {}

  /** Fails, with the first coordinate of {@code shape} that differs, unless all bits agree. */
  public static void assertEqual(String name, float[] expected, float[] actual, int... shape) {
    if (expected.length != actual.length) {
      throw new AssertionError(
          name + ": expected " + expected.length + " floats, actual " + actual.length);
    }
    int differing = 0;
    int first = -1;
    for (int i = expected.length - 1; i >= 0; i--) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
        differing++;
        first = i;
      }
    }
    if (differing > 0) {
      throw new AssertionError(
          "%s%s: expected %s, actual %s; %d of %d differ"
              .formatted(
                  name,
                  coordinate(first, shape),
                  show(expected[first]),
                  show(actual[first]),
                  differing,
                  expected.length));
    }
  }

  /** Fails unless both are the same. */
  public static void assertEqual(String name, float expected, float actual) {
    assertEqual(name, new float[] {expected}, new float[] {actual});
  }

  /** Fails, with the first coordinate of {@code shape} that differs, unless all are the same. */
  public static void assertEqual(String name, int[] expected, int[] actual, int... shape) {
    int first = Arrays.mismatch(expected, actual);
    if (first >= 0) {
      throw new AssertionError(
          "%s%s: expected %d, actual %d"
              .formatted(name, coordinate(first, shape), expected[first], actual[first]));
    }
  }

  /** A float and its bits. */
  static String show(float value) {
    return value + " (0x" + Integer.toHexString(Float.floatToRawIntBits(value)) + ")";
  }

  /** Where element {@code i} is; its plain index if no shape is known. */
  static String coordinate(int i, int... shape) {
    int[] at = new int[Math.max(1, shape.length)];
    for (int d = shape.length - 1; d > 0; d--) {
      at[d] = i % shape[d];
      i /= shape[d];
    }
    at[0] = i;
    return Arrays.toString(at);
  }
}
