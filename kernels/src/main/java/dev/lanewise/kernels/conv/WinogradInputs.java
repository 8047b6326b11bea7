package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.IN;
import static dev.lanewise.kernels.conv.Winograd.OUT;
import static dev.lanewise.kernels.conv.Winograd.POINTS;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.Strides4Simd;
import java.util.Arrays;

/**
 * The first step of {@link WinogradSimd}: NR tiles of inputs to their 36 points. What is copied
 * from where is the same for all planes, so it is worked out once.
 */
final class WinogradInputs {
  /** A row of the tiles, and of the one behind them. */
  private static final int ROW = OUT * (NR + 1);

  // Its columns, sorted by their rest modulo 4: column 4 * i + r at r * PITCH + i.
  private static final int PITCH = NR + 1;
  private static final int[] COLUMNS = {0, PITCH, 2 * PITCH, 3 * PITCH, 1, PITCH + 1};
  private static final int[] ROWS = {
    0, IN * LENGTH, 2 * IN * LENGTH, 3 * IN * LENGTH, 4 * IN * LENGTH, 5 * IN * LENGTH
  };

  private final TileSegments segments = new TileSegments(NR + 1);
  private final float[] rows = new float[IN * ROW];
  private final float[] sorted = new float[IN * OUT * PITCH];
  private final float[] lines = new float[POINTS * LENGTH];

  // Copies from a plane of the first image to the rows; where none goes there are zeros.
  private final int[] from = new int[IN * ROW];
  private final int[] to = new int[IN * ROW];
  private final int[] length = new int[IN * ROW];
  private int copies;

  /** Takes the NR tiles from {@code firstTile}. */
  void set(WinogradShape s, int firstTile) {
    segments.set(s, firstTile, NR + 1);
    Arrays.fill(rows, 0f);
    copies = 0;
    for (int i = 0; i < IN; i++) {
      for (int segment = 0; segment < segments.count; segment++) {
        int y = s.sourceRow(segments.top[segment] + i - s.padTop());
        if (y >= 0) {
          int plane = segments.image[segment] * s.groups() * s.sources();
          int row = (plane * s.sourceHeight() + y) * s.sourceWidth();
          int at = i * ROW + OUT * segments.at[segment];
          copyRow(s, row, segments.left[segment] - s.padLeft(), segments.length[segment], at);
        }
      }
    }
  }

  /** What so many tiles see of a row, from its column {@code first}. */
  private void copyRow(WinogradShape s, int row, int first, int tiles, int at) {
    int columns = OUT * tiles;
    int begin = Math.clamp(-first, 0, columns);
    int end = Math.clamp(s.sourceWidth() - first, begin, columns);
    copy(row + first + begin, at + begin, end - begin);
    for (int i = 0; s.padding() != Padding.ZERO && i < columns; i++) {
      int column = s.sourceColumn(first + i);
      if ((i < begin || i >= end) && column >= 0) {
        copy(row + column, at + i, 1);
      }
    }
  }

  private void copy(int source, int target, int count) {
    if (count > 0) {
      from[copies] = source;
      to[copies] = target;
      length[copies++] = count;
    }
  }

  /**
   * Point p of tile t goes to inputs[at + p * step + t].
   *
   * @param plane where the plane begins in the first image of x
   */
  void transform(float[] x, int plane, float[] inputs, int at, int step) {
    for (int i = 0; i < copies; i++) {
      System.arraycopy(x, plane + from[i], rows, to[i], length[i]);
    }
    for (int i = 0; i < IN; i++) {
      int row = i * ROW;
      int line = i * OUT * PITCH;
      Strides4Simd.split(rows, row, sorted, line, PITCH);
      Strides4Simd.split(rows, row + OUT * LENGTH, sorted, line + LENGTH, PITCH);
      sorted[line + NR] = rows[row + OUT * NR];
      sorted[line + PITCH + NR] = rows[row + OUT * NR + 1];
    }
    for (int tile = 0; tile < NR; tile += LENGTH) {
      for (int i = 0; i < IN; i++) {
        WinogradLinesSimd.input(
            sorted, i * OUT * PITCH + tile, COLUMNS, lines, i * IN * LENGTH, LENGTH);
      }
      for (int j = 0; j < IN; j++) {
        WinogradLinesSimd.input(lines, j * LENGTH, ROWS, inputs, at + j * step + tile, IN * step);
      }
    }
  }
}
