package dev.lanewise.jmh.work;

import java.util.Arrays;

/**
 * An array that some work reads or writes.
 *
 * @param name what NUMERICS.md and the facades call it
 * @param low inputs are spread evenly over low..high
 */
public record Array(String name, float low, float high, int... dims) {

  /** Values -1..1. */
  static Array of(String name, int... dims) {
    return new Array(name, -1, 1, dims);
  }

  /** The same with other values. */
  Array values(float low, float high) {
    return new Array(name, low, high, dims);
  }

  public int size() {
    return Arrays.stream(dims).reduce(1, Math::multiplyExact);
  }

  /** {@code y[3, 0, 17, 5]}. */
  public String coordinate(int index) {
    int[] at = new int[dims.length];
    for (int d = dims.length - 1; d >= 0; d--) {
      at[d] = index % dims[d];
      index /= dims[d];
    }
    return name + Arrays.toString(at);
  }
}
