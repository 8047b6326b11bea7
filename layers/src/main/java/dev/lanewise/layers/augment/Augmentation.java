package dev.lanewise.layers.augment;

import dev.lanewise.layers.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How training images are varied, in this order.
 *
 * @param flip mirror every other image, by chance, left to right
 * @param crop pad by so many pixels on each side, mirrored at the border without repeating it, and
 *     cut the old size out again at a random place; 0 for none
 * @param cutout blank a square with sides of so many pixels around a random pixel, as far as it is
 *     within the image (DeVries and Taylor 2017, "Improved Regularization of Convolutional Neural
 *     Networks with Cutout"); 0 for none
 */
public record Augmentation(boolean flip, int crop, int cutout) {
  /** Images as they are. */
  public static final Augmentation NONE = new Augmentation(false, 0, 0);

  private static final String NOTATION = "none, or some of flip, cropN, cutoutN, once each, N >= 1";
  private static final Pattern PART =
      Pattern.compile("(flip)|crop([1-9]\\d{0,4})|cutout([1-9]\\d{0,4})");

  /**
   * @throws IllegalArgumentException if a number is below 0
   */
  public Augmentation {
    if (crop < 0 || cutout < 0) {
      throw new IllegalArgumentException(
          "augmentation: expected a crop and a cutout of at least 0, actual %d and %d"
              .formatted(crop, cutout));
    }
  }

  /**
   * Reads {@code flip,crop4,cutout8}, any part of it in any order, or {@code none}: what {@link
   * #toString} writes.
   *
   * @throws IllegalArgumentException if the text is something else
   */
  public static Augmentation parse(String text) {
    if (text.equals("none")) {
      return NONE;
    }
    boolean flip = false;
    int crop = 0;
    int cutout = 0;
    for (String part : text.split(",", -1)) {
      Matcher matcher = PART.matcher(part);
      boolean known = matcher.matches();
      if (known && matcher.group(1) != null && !flip) {
        flip = true;
      } else if (known && matcher.group(2) != null && crop == 0) {
        crop = Integer.parseInt(matcher.group(2));
      } else if (known && matcher.group(3) != null && cutout == 0) {
        cutout = Integer.parseInt(matcher.group(3));
      } else {
        throw new IllegalArgumentException(
            "augmentation: expected " + NOTATION + ", actual " + text);
      }
    }
    return new Augmentation(flip, crop, cutout);
  }

  /**
   * @throws BadInputException if images of that size are too small to be varied like this
   */
  public void requireFits(int height, int width) {
    int side = Math.min(height, width);
    if (crop >= side) {
      throw new BadInputException(
          "augmentation: expected a crop below %d, as images are %d x %d, found %d"
              .formatted(side, height, width, crop));
    }
    if (cutout > side) {
      throw new BadInputException(
          "augmentation: expected a cutout of at most %d, as images are %d x %d, found %d"
              .formatted(side, height, width, cutout));
    }
  }

  /** {@code flip,crop4,cutout8}, or {@code none}. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    if (flip) {
      parts.add("flip");
    }
    if (crop > 0) {
      parts.add("crop" + crop);
    }
    if (cutout > 0) {
      parts.add("cutout" + cutout);
    }
    return parts.isEmpty() ? "none" : String.join(",", parts);
  }
}
