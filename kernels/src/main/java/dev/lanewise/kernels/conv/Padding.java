package dev.lanewise.kernels.conv;

import java.util.Locale;

/** What lies beyond the border of an image. */
public enum Padding {
  /** Zeros: 0 0 | a b c | 0 0. */
  ZERO {
    @Override
    int beyond(int index, int size) {
      return -1;
    }
  },
  /** The image mirrored at its outermost pixels, which are not repeated: c b | a b c | b a. */
  REFLECT {
    @Override
    int beyond(int index, int size) {
      return index < 0 ? -index : 2 * size - 2 - index;
    }

    @Override
    int most(int size) {
      return size - 1;
    }
  },
  /** The image mirrored at its border, half a pixel further out: b a | a b c | c b. */
  SYMMETRIC {
    @Override
    int beyond(int index, int size) {
      return index < 0 ? -1 - index : 2 * size - 1 - index;
    }

    @Override
    int most(int size) {
      return size;
    }
  },
  /** The outermost pixel over and over: a a | a b c | c c. */
  REPLICATE {
    @Override
    int beyond(int index, int size) {
      return index < 0 ? 0 : size - 1;
    }
  };

  /**
   * The pixel that a row or column of the padded image shows; negative where that is a zero, and
   * beyond the padding that {@link #most} allows.
   *
   * @param index from 0 in the image; below it, and from {@code size} on, in the padding
   * @param size rows or columns of the image
   */
  public int source(int index, int size) {
    if (index >= 0 && index < size) {
      return index;
    }
    int pixel = beyond(index, size);
    return pixel < size ? pixel : -1;
  }

  /** Where an index outside the image leads to, if it is not too far out. */
  abstract int beyond(int index, int size);

  /** How much padding an image of this size can have at a side. */
  int most(int size) {
    return Integer.MAX_VALUE;
  }

  /** As PyTorch and numpy call it: {@code reflect}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
