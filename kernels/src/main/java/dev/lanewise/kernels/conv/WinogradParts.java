package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.POINTS;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;
import static dev.lanewise.kernels.simd.Lanes.roundUp;

/**
 * How {@link WinogradWeightGradient} cuts the weights into parts: some channels and some filters of
 * a group each.
 */
final class WinogradParts {
  /** The most channels and filters of a part. */
  private static final int MOST = 128;

  private WinogradShape s;
  private int channelsOfPart;
  private int channelParts;
  private int filtersOfPart;
  private int filterParts;

  /** Parts that fit the cache. */
  void lay(WinogradShape shape) {
    s = shape;
    lay(tiles(s.sources(), MOST), tiles(tiles(s.rows(), NR) * NR, MOST));
  }

  /** Something for each thread: filters by panels, or where these are too few channels, too. */
  void cutFor(int threads) {
    if (count() % threads != 0) {
      lay(channelParts, Math.min(tiles(s.rows(), NR), filterParts * threads));
    }
    if (count() < threads) {
      lay(channelParts * tiles(threads, count()), filterParts);
    }
  }

  /** At most so many parts, of whole vectors of channels and whole panels of filters. */
  private void lay(int channelParts, int filterParts) {
    channelsOfPart = roundUp(tiles(s.sources(), channelParts));
    this.channelParts = tiles(s.sources(), channelsOfPart);
    filtersOfPart = tiles(tiles(s.rows(), NR), filterParts) * NR;
    this.filterParts = tiles(s.rows(), filtersOfPart);
  }

  int count() {
    return s.groups() * channelParts * filterParts;
  }

  int channelParts() {
    return channelParts;
  }

  int group(int part) {
    return part / filterParts / channelParts;
  }

  int channelPart(int part) {
    return part / filterParts % channelParts;
  }

  /** The first channel and filter of a part, and how many it has. */
  int channel(int part) {
    return channelPart(part) * channelsOfPart;
  }

  int filter(int part) {
    return part % filterParts * filtersOfPart;
  }

  int channels(int part) {
    return Math.min(channelsOfPart, s.sources() - channel(part));
  }

  int filters(int part) {
    return Math.min(filtersOfPart, s.rows() - filter(part));
  }

  /** Floats of a row of a part's sums, of a point's, and of all. */
  int ld(int part) {
    return tiles(filters(part), NR) * NR;
  }

  int sumStep(int part) {
    return (roundUp(channels(part)) + 1) * ld(part);
  }

  int size(int part) {
    return POINTS * sumStep(part);
  }
}
