package dev.lanewise.kernels.check;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Argument checks of the facades. Every refusal is an {@link IllegalArgumentException} that names
 * the argument, what was expected and what was there. The fixed-arity overloads exist because a
 * varargs array per call would be the only allocation of a kernel.
 */
public final class Checks {
  private Checks() {}

  /** A count: zero or more. */
  public static void count(String name, int value) {
    if (value < 0) {
      throw refuse(name, "0 or more", value);
    }
  }

  /** A size: one or more. */
  public static void positive(String name, int value) {
    if (value < 1) {
      throw refuse(name, "1 or more", value);
    }
  }

  /** A finite number of at least 0. */
  public static void notNegative(String name, float value) {
    if (!(value >= 0 && value < Float.POSITIVE_INFINITY)) {
      throw refuse(name, "a finite number of at least 0", value);
    }
  }

  /** An argument that is there at all. */
  public static void given(String name, String expected, Object argument) {
    if (argument == null) {
      throw refuse(name, expected, null);
    }
  }

  /** An array with room for [d0] from {@code offset}. */
  public static void floats(String name, float[] array, int offset, int d0) {
    if (array == null || misses(array.length, offset, d0)) {
      throw misfit(name, "floats", array == null ? -1 : array.length, offset, d0);
    }
  }

  /** An array with room for [d0, d1] from {@code offset}. */
  public static void floats(String name, float[] array, int offset, int d0, int d1) {
    if (array == null || misses(array.length, offset, (long) d0 * d1)) {
      throw misfit(name, "floats", array == null ? -1 : array.length, offset, d0, d1);
    }
  }

  /** An array with room for [d0, d1, d2] from {@code offset}. */
  public static void floats(String name, float[] array, int offset, int d0, int d1, int d2) {
    if (array == null || misses(array.length, offset, size(d0, d1, d2, 1))) {
      throw misfit(name, "floats", array == null ? -1 : array.length, offset, d0, d1, d2);
    }
  }

  /** An array with room for [d0, d1, d2, d3] from {@code offset}. */
  public static void floats(
      String name, float[] array, int offset, int d0, int d1, int d2, int d3) {
    if (array == null || misses(array.length, offset, size(d0, d1, d2, d3))) {
      throw misfit(name, "floats", array == null ? -1 : array.length, offset, d0, d1, d2, d3);
    }
  }

  /** An array with room for [d0] from {@code offset}. */
  public static void ints(String name, int[] array, int offset, int d0) {
    if (array == null || misses(array.length, offset, d0)) {
      throw misfit(name, "ints", array == null ? -1 : array.length, offset, d0);
    }
  }

  /** An array with room for [d0, d1] from {@code offset}. */
  public static void ints(String name, int[] array, int offset, int d0, int d1) {
    if (array == null || misses(array.length, offset, (long) d0 * d1)) {
      throw misfit(name, "ints", array == null ? -1 : array.length, offset, d0, d1);
    }
  }

  /** An array with room for [d0, d1, d2, d3] from {@code offset}. */
  public static void ints(String name, int[] array, int offset, int d0, int d1, int d2, int d3) {
    if (array == null || misses(array.length, offset, size(d0, d1, d2, d3))) {
      throw misfit(name, "ints", array == null ? -1 : array.length, offset, d0, d1, d2, d3);
    }
  }

  /** A row-major matrix of {@code rows} rows, {@code columns} long, {@code ld} apart. */
  public static void matrix(String name, float[] array, int offset, int rows, int columns, int ld) {
    if (ld < Math.max(1, columns)) {
      throw refuse(
          name, "a leading dimension of at least " + Math.max(1, columns) + " (its columns)", ld);
    }
    long floats = rows == 0 || columns == 0 ? 0 : (rows - 1L) * ld + columns;
    if (array == null || misses(array.length, offset, floats)) {
      throw new IllegalArgumentException(
          name
              + ": expected ["
              + rows
              + ", "
              + columns
              + "] with leading dimension "
              + ld
              + " = "
              + floats
              + " floats from offset "
              + offset
              + ", "
              + actual(array == null ? -1 : array.length));
    }
  }

  /** The stretch from the first to the last element of the output holds none of the input. */
  public static void apart(
      String out,
      float[] y,
      int yOffset,
      long ySize,
      String in,
      float[] x,
      int xOffset,
      long xSize) {
    if (y == x
        && yOffset < xOffset + xSize
        && xOffset < yOffset + ySize
        && ySize > 0
        && xSize > 0) {
      throw new IllegalArgumentException(
          out + ": expected an output apart from " + in + ", actual two that overlap in one array");
    }
  }

  /** Output and input share no element, or are the very same elements. */
  public static void sameOrApart(
      String out, float[] y, int yOffset, String in, float[] x, int xOffset, long size) {
    if (y == x && yOffset != xOffset) {
      apart(out, y, yOffset, size, in, x, xOffset, size);
    }
  }

  /** The refusal of an argument: name, expected, actual. */
  public static IllegalArgumentException refuse(String name, String expected, Object actual) {
    return new IllegalArgumentException(name + ": expected " + expected + ", actual " + actual);
  }

  /** Sizes multiplied; anything beyond an int is as good as infinite. */
  private static long size(int d0, int d1, int d2, int d3) {
    return Math.min((long) d0 * d1, Integer.MAX_VALUE)
        * Math.min((long) d2 * d3, Integer.MAX_VALUE);
  }

  private static boolean misses(int length, int offset, long count) {
    return offset < 0 || count < 0 || offset + count > length;
  }

  private static IllegalArgumentException misfit(
      String name, String unit, int length, int offset, int... dims) {
    BigInteger size = BigInteger.ONE;
    for (int d : dims) {
      size = size.multiply(BigInteger.valueOf(d));
    }
    return new IllegalArgumentException(
        name
            + ": expected "
            + Arrays.toString(dims)
            + " = "
            + size
            + " "
            + unit
            + " from offset "
            + offset
            + ", "
            + actual(length));
  }

  private static String actual(int length) {
    return length < 0 ? "actual null" : "array has " + length;
  }
}
