package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.IN;
import static dev.lanewise.kernels.conv.Winograd.OUT;
import static dev.lanewise.kernels.conv.Winograd.POINTS;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.CopiesSimd;
import java.util.Arrays;

/**
 * The first step of {@link WinogradSimd}: NR tiles of inputs to their 36 points. What is copied
 * from where is the same for all planes, so it is worked out once.
 */
final class WinogradInputs {
  /** A row of the tiles: the first four columns of each. */
  private static final int ROW = OUT * NR;

  private final TileSegments segments = new TileSegments();
  private final float[] rows = new float[IN * ROW];
  private final float[] lines = new float[POINTS * LENGTH];

  // The other two columns of tiles whose right neighbour is not in the next lane: [IN, 2, NR].
  private final float[] ends = new float[IN * 2 * NR];

  /** For each tile the lane of its neighbour, or LENGTH + its own lane where ends have it. */
  private final int[] next = new int[NR];

  // From a plane of the first image; where no copy goes there are zeros.
  private final CopiesSimd toRows = new CopiesSimd();
  private final CopiesSimd toEnds = new CopiesSimd();

  /** Takes the NR tiles from {@code firstTile}. */
  void set(WinogradShape s, int firstTile) {
    segments.set(s, firstTile);
    Arrays.fill(rows, 0f);
    Arrays.fill(ends, 0f);
    toRows.clear();
    toEnds.clear();
    for (int tile = 0; tile < NR; tile++) {
      next[tile] = tile % LENGTH + 1;
    }
    for (int segment = 0; segment < segments.count; segment++) {
      int tiles = segments.length[segment];
      int at = segments.at[segment];
      int last = at + tiles - 1;
      int first = segments.left[segment] - s.padLeft();
      int plane = segments.image[segment] * s.groups() * s.sources();
      next[last] = LENGTH + last % LENGTH;
      for (int i = 0; i < IN; i++) {
        int y = s.sourceRow(segments.top[segment] + i - s.padTop());
        if (y >= 0) {
          int row = (plane * s.sourceHeight() + y) * s.sourceWidth();
          copyRow(s, row, first, OUT * tiles, toRows, i * ROW + OUT * at);
          copyRow(s, row, first + OUT * tiles, 1, toEnds, i * 2 * NR + last);
          copyRow(s, row, first + OUT * tiles + 1, 1, toEnds, (i * 2 + 1) * NR + last);
        }
      }
    }
  }

  /** Some columns of a row, beginning with column {@code first}. */
  private static void copyRow(
      WinogradShape s, int row, int first, int columns, CopiesSimd copies, int at) {
    int begin = Math.clamp(-first, 0, columns);
    int end = Math.clamp(s.sourceWidth() - first, begin, columns);
    copies.add(row + first + begin, at + begin, end - begin);
    for (int i = 0; s.padding() != Padding.ZERO && i < columns; i++) {
      int column = s.sourceColumn(first + i);
      if ((i < begin || i >= end) && column >= 0) {
        copies.add(row + column, at + i, 1);
      }
    }
  }

  /**
   * Point p of tile t goes to inputs[at + p * step + t].
   *
   * @param plane where the plane begins in the first image of x
   */
  void transform(float[] x, int plane, float[] inputs, int at, int step) {
    toRows.run(x, plane, rows, 0);
    toEnds.run(x, plane, ends, 0);
    for (int tile = 0; tile < NR; tile += LENGTH) {
      WinogradLinesSimd.inputRows(rows, OUT * tile, ROW, ends, tile, next, lines);
      WinogradLinesSimd.inputColumns(lines, inputs, at + tile, step);
    }
  }
}
