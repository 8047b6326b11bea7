package dev.lanewise.kernels.conv;

/**
 * When a convolution with dilation is computed as one without, of its phases (see {@link
 * PhasePlanes}) as images: for the sake of {@link Winograd}. Chen et al., "DeepLab" (2016), section
 * 3.1, has this of Shensa's algorithme a trous.
 */
final class Dilated {
  /** Channels from which the products saved outweigh the copies too. */
  private static final int CHANNELS = 32;

  /** How many times fewer products than directly there have to be, of 4 where tiles are full. */
  private static final int SAVED = 3;

  private Dilated() {}

  static boolean suits(Conv2dShape s) {
    return (s.dilationHeight() > 1 || s.dilationWidth() > 1)
        && WinogradShape.suitsUndilated(s)
        && s.channels() / s.groups() >= CHANNELS
        && s.filters() / s.groups() >= CHANNELS
        && 36
                * SAVED
                * tiles(s.outputHeight(), s.dilationHeight())
                * tiles(s.outputWidth(), s.dilationWidth())
            <= 9L * s.outputHeight() * s.outputWidth();
  }

  /** Tiles in the rows or columns of all phases. */
  private static long tiles(int outputs, int dilation) {
    return (long) dilation * Math.ceilDiv(Math.ceilDiv(outputs, dilation), Winograd.OUT);
  }

  /** The convolution of some images' phases. */
  static Conv2dShape phases(Conv2dShape s, int images) {
    PhasePlanes inputs = PhasePlanes.inputs(s);
    Conv2dShape phases =
        Conv2dShape.of(
                images * s.dilationHeight() * s.dilationWidth(),
                s.channels(),
                inputs.phaseHeight(),
                inputs.phaseWidth(),
                s.filters(),
                s.kernelHeight(),
                s.kernelWidth())
            .groups(s.groups());
    return s.rectified() ? phases.relu() : phases;
  }
}
