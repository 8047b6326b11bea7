package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import java.util.Arrays;

/**
 * NR consecutive tiles as segments of neighbours in a row of tiles. Tiles are numbered through the
 * whole batch, so that a panel may hold tiles of several small images. No segment goes on from one
 * vector of tiles into the next.
 */
final class TileSegments {
  /** Vectors of the middle four columns of NR tiles, of one of their rows. */
  static final int VECTORS = Winograd.OUT * NR / LENGTH;

  /** Where those of all rows begin if they lie one behind the other. */
  static final int[] SIDE_BY_SIDE = new int[Winograd.IN * VECTORS];

  static {
    Arrays.setAll(SIDE_BY_SIDE, i -> i * LENGTH);
  }

  final int[] image = new int[NR];
  final int[] top = new int[NR];
  final int[] left = new int[NR];
  final int[] length = new int[NR];

  /** Where among the consecutive tiles a segment begins. */
  final int[] at = new int[NR];

  int count;
  private int tiles;

  /** Tiles of all images. */
  static int tiles(WinogradShape s) {
    return s.batch() * s.tileRows() * s.tileColumns();
  }

  /** The NR tiles from tile {@code first}, or as many as there are. */
  void set(WinogradShape s, int first) {
    tiles = Math.min(NR, tiles(s) - first);
    count = 0;
    for (int done = 0; done < tiles; done += length[count++]) {
      int row = (first + done) / s.tileColumns();
      int column = (first + done) % s.tileColumns();
      image[count] = row / s.tileRows();
      top[count] = row % s.tileRows() * Winograd.OUT;
      left[count] = column * Winograd.OUT;
      int most = Math.min(tiles - done, LENGTH - done % LENGTH);
      length[count] = Math.min(most, s.tileColumns() - column);
      at[count] = done;
    }
  }

  /** Whether the tiles are NR, and the columns of each segment whole vectors. */
  boolean wholeVectors(WinogradShape s) {
    return tiles == NR && s.tileColumns() * Winograd.OUT % LENGTH == 0;
  }
}
