package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.POINTS;
import static dev.lanewise.kernels.conv.WinogradColumnsSimd.TILES;
import static dev.lanewise.kernels.conv.WinogradWeightsSimd.SORTED;
import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.RowsSimd;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;
import java.util.Arrays;

/**
 * {@link WinogradFilterLanes} of at most TILES tiles, where transforming the kernels costs as much
 * as multiplying them: it takes those of LENGTH filters and few channels, which stay in L1, and
 * lets the chains of all points go on by them.
 */
final class WinogradFewestTiles extends WinogradFilterLanes {
  /** From one point's inputs to the next: [SORTED, TILES]. */
  private static final int STEP_IN = SORTED * TILES;

  /** Inputs of SORTED sources. */
  private static final int BLOCK_IN = POINTS * STEP_IN;

  /** Filters of a part where those of a channel are neighbours, so that memory is read in order. */
  private static final int NEIGHBOURS = 8 * LENGTH;

  private static final ThreadLocal<WinogradChannelInputsSimd> INS =
      ThreadLocal.withInitial(WinogradChannelInputsSimd::new);

  private static final Scratch INPUTS = new Scratch();
  private static final Scratch TAPS = new Scratch();
  private static final Scratch SUMS = new Scratch();
  private static final Scratch TOTALS = new Scratch();

  static boolean suits(WinogradShape s) {
    return s.rows() >= NR && TileSegments.tiles(s) <= TILES;
  }

  @Override
  protected int filters() {
    return s.turned() ? NEIGHBOURS : LENGTH;
  }

  /** Of the panels, which are taps: [vectors of filters, sources, 9, LENGTH]. */
  private int tapsSize() {
    return s.sources() * 9 * LENGTH;
  }

  @Override
  protected int panelSize() {
    return filters() / LENGTH * tapsSize();
  }

  @Override
  protected void makePanels(int group, int firstRow) {
    int rows = Math.min(filters(), s.rows() - firstRow);
    for (int row = 0; row < rows; row += LENGTH) {
      int at = panelAt(group, firstRow) + row / LENGTH * tapsSize();
      for (int first = 0; first < s.sources(); first += SORTED) {
        int count = Math.min(SORTED, s.sources() - first);
        Slice taps = sortedTaps(group, firstRow + row, first, count);
        int to = at + first * 9 * LENGTH;
        System.arraycopy(taps.array, taps.at, panels.array, to, count * 9 * LENGTH);
      }
    }
  }

  private Slice sortedTaps(int group, int row, int first, int count) {
    Slice taps = TAPS.slice(WinogradWeightsSimd.TAPS);
    WinogradWeightsSimd.sort(s, w, wOffset, group, row, first, count, taps);
    return taps;
  }

  /** Of a group: [blocks of sources, BLOCK_IN]. */
  private int inputsSize() {
    return tiles(s.sources(), SORTED) * BLOCK_IN;
  }

  /** Where the first point of a source is in the inputs. */
  private static int inputAt(int source) {
    return source / SORTED * BLOCK_IN + source % SORTED * TILES;
  }

  @Override
  protected Scratch inputs() {
    return INPUTS;
  }

  @Override
  protected void takeInputs(int group) {
    WinogradChannelInputsSimd ins = INS.get();
    float[] inputs = INPUTS.floats(inputsSize());
    for (int c = 0; c < s.sources(); c += LENGTH) {
      int channels = Math.min(LENGTH, s.sources() - c);
      int to = inputAt(c);
      ins.transform(s, x, xOffset, group, c, channels, TILES, inputs, to, BLOCK_IN, STEP_IN);
    }
  }

  @Override
  protected void convolve(int group, int firstRow) {
    float[] inputs = INPUTS.floats(inputsSize());
    int rows = Math.min(filters(), s.rows() - firstRow);
    int step = TILES * POINTS * LENGTH;
    int size = tiles(rows, LENGTH) * step;
    Slice sums = SUMS.slice(size); // [vectors of filters, tiles, points, LENGTH]
    Slice totals = TOTALS.slice(size);
    Arrays.fill(sums.array, sums.at, sums.at + size, 0f);
    Arrays.fill(totals.array, totals.at, totals.at + size, 0f);
    for (int first = 0; first < s.sources(); first += SORTED) {
      int count = Math.min(SORTED, s.sources() - first);
      for (int row = 0; row < rows; row += LENGTH) {
        float[] taps;
        int from = 0;
        if (panels == null) {
          Slice sorted = sortedTaps(group, firstRow + row, first, count);
          taps = sorted.array;
          from = sorted.at;
        } else {
          taps = panels.array;
          from = panelAt(group, firstRow) + row / LENGTH * tapsSize() + first * 9 * LENGTH;
        }
        WinogradColumnsSimd.multiply(
            count,
            taps,
            from,
            s.turned(),
            inputs,
            inputAt(first),
            STEP_IN,
            sums.array,
            sums.at + row / LENGTH * step);
      }
      if ((first + count) % KC == 0 || first + count == s.sources()) {
        RowsSimd.add(size, totals.array, totals.at, sums.array, sums.at);
        Arrays.fill(sums.array, sums.at, sums.at + size, 0f);
      }
    }
    for (int row = 0; row < rows; row += LENGTH) {
      for (int tile = 0; tile < TileSegments.tiles(s); tile++) {
        int at = totals.at + row / LENGTH * step + tile * POINTS * LENGTH;
        transformOutputs(group, firstRow + row, tile, totals.array, at, LENGTH);
      }
    }
  }
}
