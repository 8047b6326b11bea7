package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.microkernel.MicroKernel.NR;

/**
 * How {@link WeightGradient} splits the weights of a group: into ranges of channels and of filters,
 * so that the threads end together and little is packed twice.
 */
final class WeightParts {
  /** Floats of sums, and of rows of the image, that stay in a core's cache. */
  private static final int SUMS = 1 << 17;

  private static final int ROWS = 3 << 16;

  private int threads;
  int channels;
  int channelParts;
  int filters;
  int filterParts;

  int count() {
    return channelParts * filterParts;
  }

  void clear() {
    threads = 0;
  }

  void lay(TapRows t, int groups, int threadsNow) {
    if (threads == threadsNow) {
      return;
    }
    long best = Long.MAX_VALUE;
    int panels = Math.ceilDiv(t.filters(), NR);
    for (int p = panels; p > 0; p--) {
      for (int c = t.sources(); c > 0; c--) {
        int cp = Math.ceilDiv(t.sources(), c);
        int fp = Math.ceilDiv(panels, p);
        if (c > 1 && Math.ceilDiv(t.sources(), c - 1) == cp) {
          continue; // as many parts, but less even
        }
        long rows = (long) t.kernelRows * t.paddedRows(c);
        boolean fits = rows * p * NR <= SUMS && (long) t.kinds * t.paddedRows(c) * t.chunk <= ROWS;
        if (!fits && (c > 1 || p > 1)) {
          continue;
        }
        // Vectors of products of a pixel; copying a float costs about as much as two of those.
        long cost = rows * p * 2 + 2 * p * NR / 3 + t.kinds * t.paddedRows(c) / 2;
        long total = cost * Math.ceilDiv(groups * cp * fp, threadsNow);
        if (total < best) {
          best = total;
          channels = c;
          channelParts = cp;
          filters = p * NR;
          filterParts = fp;
        }
      }
    }
    threads = threadsNow;
  }
}
