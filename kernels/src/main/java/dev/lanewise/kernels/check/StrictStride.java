package dev.lanewise.kernels.check;

import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.IntPredicate;

/**
 * The rule of the CS231n lectures ("Convolutional Networks", spatial arrangement): a window of size
 * F goes over W pixels with P of padding at each side in steps of S only if (W - F + 2P) / S + 1 is
 * whole. Without the rule that division is rounded down and pixels at the end are not seen.
 */
public final class StrictStride {
  private StrictStride() {}

  /**
   * @param axis its name
   * @param size pixels along it
   * @param before padding on one side
   * @param after and on the other
   * @param window from its first to its last tap, at most the padded size
   * @throws IllegalArgumentException if the stride does not divide; it says what would fit
   */
  public static void require(String axis, int size, int before, int after, int window, int stride) {
    int way = size + before + after - window;
    if (divides(stride, way)) {
      return;
    }
    String sides = before == after ? "2 * " + before : before + " + " + after;
    throw Checks.refuse(
        axis,
        "(W - F + 2P) / S + 1 to be whole",
        String.format(
            Locale.ROOT,
            "(%d - %d + %s) / %d + 1 = %.2f; would fit: stride %s, padding %s",
            size,
            window,
            sides,
            stride,
            (double) way / stride + 1,
            those(1, window, s -> divides(s, way)),
            those(0, window - 1, p -> divides(stride, size - window + 2 * p))));
  }

  private static boolean divides(int stride, int way) {
    return way >= 0 && way % stride == 0;
  }

  /** The first few numbers that fit. */
  private static String those(int from, int to, IntPredicate fits) {
    StringJoiner numbers = new StringJoiner(" or ");
    numbers.setEmptyValue("none");
    for (int i = from, found = 0; i <= to && found < 4; i++) {
      if (fits.test(i)) {
        numbers.add(String.valueOf(i));
        found++;
      }
    }
    return numbers.toString();
  }
}
