package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.TileSegments.VECTORS;
import static dev.lanewise.kernels.conv.Winograd.IN;
import static dev.lanewise.kernels.conv.Winograd.OUT;
import static dev.lanewise.kernels.conv.Winograd.POINTS;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.CopiesSimd;
import dev.lanewise.kernels.simd.Slice;
import java.util.Arrays;

/**
 * The first step of {@link WinogradSimd}: NR tiles of inputs to their 36 points. The middle four of
 * a tile's six columns make up vectors, the outer two are those of its neighbours. Where the tiles'
 * rows are whole vectors they are read where they lie in the image; else they are copied side by
 * side. What comes from where is the same for all planes, so it is worked out once.
 */
final class WinogradInputs {
  /** All lanes of all vectors. */
  private static final int[] ALL = new int[IN * OUT * NR];

  static {
    Arrays.fill(ALL, -1);
  }

  private final TileSegments segments = new TileSegments();
  private final Slice rows = Slice.of(IN * OUT * NR);
  private final Slice lines = Slice.of(POINTS * LENGTH);

  /** Outer columns of tiles whose neighbours are not in the next lanes: [IN, 2, NR]. */
  private final float[] ends = new float[IN * 2 * NR];

  // For each tile the lanes of its neighbours, or LENGTH + its own lane where ends have them.
  private final int[] previous = new int[NR];
  private final int[] next = new int[NR];

  // From a plane of the first image; where no copy goes there are zeros.
  private final CopiesSimd toRows = new CopiesSimd();
  private final CopiesSimd toEnds = new CopiesSimd();

  private boolean inPlace;

  /** Where the vectors lie in a plane of the first image, [IN, VECTORS], and the lanes to keep. */
  private final int[] from = new int[IN * VECTORS];

  private final int[] keep = new int[IN * OUT * NR];
  private int least;
  private int most;

  /** Takes the NR tiles from {@code firstTile}. */
  void set(WinogradShape s, int firstTile) {
    segments.set(s, firstTile);
    inPlace = segments.wholeVectors(s) && s.padding() == Padding.ZERO;
    least = Integer.MAX_VALUE;
    most = 0;
    Arrays.fill(rows.array, rows.at, rows.at + IN * OUT * NR, 0f);
    Arrays.fill(ends, 0f);
    toRows.clear();
    toEnds.clear();
    for (int tile = 0; tile < NR; tile++) {
      previous[tile] = Math.max(0, tile % LENGTH - 1);
      next[tile] = tile % LENGTH + 1;
    }
    for (int segment = 0; segment < segments.count; segment++) {
      int tiles = segments.length[segment];
      int at = segments.at[segment];
      int last = at + tiles - 1;
      int first = segments.left[segment] - s.padLeft();
      int plane = segments.image[segment] * s.groups() * s.sources();
      previous[at] = LENGTH + at % LENGTH;
      next[last] = LENGTH + last % LENGTH;
      for (int i = 0; i < IN; i++) {
        int y = s.sourceRow(segments.top[segment] + i - s.padTop());
        int row = (plane * s.sourceHeight() + Math.max(y, 0)) * s.sourceWidth();
        if (y >= 0) {
          copyRow(s, row, first + 1, OUT * tiles, toRows, OUT * (i * NR + at));
          copyRow(s, row, first, 1, toEnds, i * 2 * NR + at);
          copyRow(s, row, first + OUT * tiles + 1, 1, toEnds, (i * 2 + 1) * NR + last);
        }
        for (int v = 0; inPlace && v < OUT * tiles; v += LENGTH) {
          leave(s, row, first + 1 + v, y >= 0, OUT * (i * NR + at) + v);
        }
      }
    }
  }

  /** A vector of a row that is read where it lies, from column {@code first}. */
  private void leave(WinogradShape s, int row, int first, boolean real, int at) {
    from[at / LENGTH] = row + first;
    least = Math.min(least, row + first);
    most = Math.max(most, row + first);
    Arrays.fill(keep, at, at + LENGTH, 0);
    if (real) {
      int begin = Math.clamp(-first, 0, LENGTH);
      int end = Math.clamp(s.sourceWidth() - first, begin, LENGTH);
      Arrays.fill(keep, at + begin, at + end, -1);
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
    // Lanes that are not kept may lie before the array or behind it.
    boolean leave = inPlace && plane + least >= 0 && plane + most <= x.length - LENGTH;
    if (!leave) {
      toRows.run(x, plane, rows.array, rows.at);
    }
    toEnds.run(x, plane, ends, 0);
    float[] src = leave ? x : rows.array;
    int base = leave ? plane : rows.at;
    int[] places = leave ? from : TileSegments.SIDE_BY_SIDE;
    int[] lanes = leave ? keep : ALL;
    for (int tile = 0; tile < NR; tile += LENGTH) {
      WinogradLinesSimd.inputRows(src, base, places, lanes, ends, tile, previous, next, lines);
      WinogradLinesSimd.inputColumns(lines, inputs, at + tile, step);
    }
  }
}
