package dev.lanewise.kernels.conv;

/** What lies beyond the border of an image. */
public enum Padding {
  /** Zeros. */
  ZERO,
  /** The image mirrored at its outermost pixels, which are not repeated: c b | a b c | b a. */
  MIRROR
}
