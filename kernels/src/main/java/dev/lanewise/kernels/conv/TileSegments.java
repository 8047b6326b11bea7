package dev.lanewise.kernels.conv;

/**
 * Consecutive tiles as segments of neighbours in a row of tiles. Tiles are numbered through the
 * whole batch, so that a panel may hold tiles of several small images. Behind the last tile of each
 * row comes one that is nobody's: its columns are those that the last tile sees beyond its own.
 */
final class TileSegments {
  final int[] image;
  final int[] top;
  final int[] left;
  final int[] length;

  /** Where among the consecutive tiles a segment begins. */
  final int[] at;

  int count;

  TileSegments(int tiles) {
    image = new int[tiles];
    top = new int[tiles];
    left = new int[tiles];
    length = new int[tiles];
    at = new int[tiles];
  }

  /** Tiles of all images, with nobody's. */
  static int tiles(WinogradShape s) {
    return s.batch() * s.tileRows() * (s.tileColumns() + 1);
  }

  /** The {@code most} tiles from tile {@code first}, or as many as there are. */
  void set(WinogradShape s, int first, int most) {
    int rowLength = s.tileColumns() + 1;
    int tiles = Math.min(most, tiles(s) - first);
    count = 0;
    for (int done = 0; done < tiles; done += length[count++]) {
      int row = (first + done) / rowLength;
      int column = (first + done) % rowLength;
      image[count] = row / s.tileRows();
      top[count] = row % s.tileRows() * Winograd.OUT;
      left[count] = column * Winograd.OUT;
      length[count] = Math.min(rowLength - column, tiles - done);
      at[count] = done;
    }
  }

  /** The tiles of a segment that are somebody's. */
  int real(WinogradShape s, int segment) {
    return Math.min(length[segment], s.tileColumns() - left[segment] / Winograd.OUT);
  }

  /** Of all segments. */
  int real(WinogradShape s) {
    int sum = 0;
    for (int segment = 0; segment < count; segment++) {
      sum += real(s, segment);
    }
    return sum;
  }
}
