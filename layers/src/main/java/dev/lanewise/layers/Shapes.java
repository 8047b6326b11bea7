package dev.lanewise.layers;

import java.util.Arrays;

/** Shapes of one input, without the batch. */
public final class Shapes {
  private Shapes() {}

  /** Numbers in a shape. */
  static int size(int... shape) {
    long size = 1;
    for (int length : shape) {
      size *= length;
      if (length < 1 || size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "shape: expected sizes of 1 or more and at most 2^31 - 1 in all, actual "
                + Arrays.toString(shape));
      }
    }
    return (int) size;
  }

  /**
   * Sizes that an array can hold.
   *
   * @throws IllegalArgumentException if one is below 1 or they are too many numbers
   */
  public static void requireArray(int... shape) {
    size(shape);
  }

  /** [channels, height, width]; {@code channels} 0 takes any number. */
  static void requireImage(int channels, int... shape) {
    if (shape.length != 3 || (channels != 0 && shape[0] != channels)) {
      throw new IllegalArgumentException(
          "expected an input [%s, height, width], actual %s"
              .formatted(channels == 0 ? "channels" : channels, Arrays.toString(shape)));
    }
  }

  /** A tensor's shape without its first axis, the batch. */
  static int[] ofOne(int[] batchShape) {
    return Arrays.copyOfRange(batchShape, 1, batchShape.length);
  }

  /** {@code 32 x 28 x 28}, for tables. */
  static String text(int... shape) {
    return String.join(" x ", Arrays.stream(shape).mapToObj(String::valueOf).toList());
  }
}
