package dev.lanewise.kernels.conv;

/**
 * The tiles of a panel as runs of neighbours in a row of tiles, none longer than a vector. Tiles
 * are numbered through the whole batch, so that a panel may hold tiles of several small images.
 */
final class TileRuns {
  final int[] image;
  final int[] top;
  final int[] left;
  final int[] length;

  /** Where in the panel a run begins. */
  final int[] at;

  int runs;

  TileRuns(int panel) {
    image = new int[panel];
    top = new int[panel];
    left = new int[panel];
    length = new int[panel];
    at = new int[panel];
  }

  /** The {@code count} tiles from tile {@code first}. */
  void set(WinogradShape s, int first, int count, int longest) {
    runs = 0;
    for (int done = 0; done < count; done += length[runs++]) {
      int row = (first + done) / s.tileColumns();
      int column = (first + done) % s.tileColumns();
      image[runs] = row / s.tileRows();
      top[runs] = row % s.tileRows() * Winograd.OUT;
      left[runs] = column * Winograd.OUT;
      length[runs] = Math.min(Math.min(s.tileColumns() - column, longest), count - done);
      at[runs] = done;
    }
  }
}
