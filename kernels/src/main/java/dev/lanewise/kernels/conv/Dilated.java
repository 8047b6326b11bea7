package dev.lanewise.kernels.conv;

/**
 * When a convolution with dilation is computed as one without, of its phases (see {@link
 * PhasePlanes}) as images: for the sake of {@link Winograd}. Chen et al., "DeepLab" (2016), section
 * 3.1, has this of Shensa's algorithme a trous.
 */
final class Dilated {
  /** Channels from which the products saved outweigh the copies too. */
  private static final int CHANNELS = 32;

  /** A direct sum has to have so many times the products; where tiles are full it has 4 times. */
  private static final int SAVED = 3;

  private Dilated() {}

  static boolean suits(Conv2dShape s) {
    return (s.dilationHeight() > 1 || s.dilationWidth() > 1)
        && WinogradShape.suitsUndilated(s)
        && s.channels() / s.groups() >= CHANNELS
        && s.filters() / s.groups() >= CHANNELS
        && isFilled(s)
        && isAddressable(s);
  }

  private static boolean isFilled(Conv2dShape s) {
    long tileRows = tiles(s.outputHeight(), s.dilationHeight());
    long tileColumns = tiles(s.outputWidth(), s.dilationWidth());
    return SAVED * Winograd.POINTS * tileRows * tileColumns
        <= 9L * s.outputHeight() * s.outputWidth();
  }

  /** Tiles in the rows or columns of all phases. */
  private static long tiles(int outputs, int dilation) {
    return (long) dilation * Math.ceilDiv(Math.ceilDiv(outputs, dilation), Winograd.OUT);
  }

  /** Whether arrays can hold an image's phases, all of which are as large as the largest. */
  private static boolean isAddressable(Conv2dShape s) {
    long rows = (long) s.dilationHeight() * Math.ceilDiv(s.outputHeight(), s.dilationHeight());
    long columns = (long) s.dilationWidth() * Math.ceilDiv(s.outputWidth(), s.dilationWidth());
    long seen = (rows + 2 * s.dilationHeight()) * (columns + 2 * s.dilationWidth());
    return s.channels() * seen <= Integer.MAX_VALUE
        && s.filters() * rows * columns <= Integer.MAX_VALUE;
  }
}
