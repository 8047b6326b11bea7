package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.POINTS;
import static dev.lanewise.kernels.conv.WinogradWeightsSimd.SORTED;
import static dev.lanewise.kernels.conv.WinogradWeightsSimd.SOURCES;
import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.microkernel.MicroKernel.LANE_ROWS;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.microkernel.MicroKernel.ZEROS;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.microkernel.Chain;
import dev.lanewise.kernels.microkernel.MicroKernel;
import dev.lanewise.kernels.simd.RowsSimd;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;

/**
 * {@link WinogradFilterLanes} that transforms the kernels of NR filters and some channels at once,
 * whose points stay in the L2 cache until they are multiplied.
 */
final class WinogradFewTiles extends WinogradFilterLanes {
  /** Tiles up to which kernels as lanes are faster than tiles as lanes. */
  private static final int FEW = 32;

  /** The same where kernels would fill a second cache by themselves, at a size that is usual. */
  private static final int FEW_OF_MANY_KERNELS = 64;

  private static final int MANY_KERNELS = 64 * 64;

  /** Channels whose kernels are transformed at once, by which the chains of all points go on. */
  private static final int BLOCK = KC / 4;

  private static final Scratch INPUTS = new Scratch();
  private static final Scratch TAPS = new Scratch();
  private static final Scratch PANEL = new Scratch();
  private static final Scratch SUMS = new Scratch();
  private static final Scratch TOTALS = new Scratch();
  private static final ThreadLocal<WinogradChannelInputsSimd> INS =
      ThreadLocal.withInitial(WinogradChannelInputsSimd::new);

  static boolean suits(WinogradShape s) {
    int few = s.rows() * s.sources() > MANY_KERNELS ? FEW_OF_MANY_KERNELS : FEW;
    return s.rows() >= NR && TileSegments.tiles(s) <= few;
  }

  @Override
  protected int filters() {
    return NR;
  }

  /** From one point's kernels, [sources, NR], to the next: not a power of two. */
  private int step() {
    return tiles(Math.min(BLOCK, s.sources()), SOURCES) * SOURCES * NR + LENGTH;
  }

  @Override
  protected int panelSize() {
    return tiles(s.sources(), BLOCK) * POINTS * step();
  }

  @Override
  protected void makePanels(int group, int firstRow) {
    for (int c = 0; c < s.sources(); c += BLOCK) {
      int at = panelAt(group, firstRow) + c / BLOCK * POINTS * step();
      makePanel(group, firstRow, c, panels.array, at);
    }
  }

  private int tilePanels() {
    return tiles(TileSegments.tiles(s), LENGTH);
  }

  /** From one point's inputs, [tile panels, sources, LENGTH], to the next: no power of two. */
  private int inputStep() {
    return tilePanels() * inputPanel() + LENGTH;
  }

  /** Whole vectors of sources. */
  private int inputPanel() {
    return tiles(s.sources(), LENGTH) * LENGTH * LENGTH;
  }

  @Override
  protected Scratch inputs() {
    return INPUTS;
  }

  @Override
  protected void takeInputs(int group) {
    WinogradChannelInputsSimd ins = INS.get();
    Slice inputs = INPUTS.slice(POINTS * inputStep());
    for (int c = 0; c < s.sources(); c += LENGTH) {
      int channels = Math.min(LENGTH, s.sources() - c);
      int to = inputs.at + c * LENGTH;
      ins.transform(
          s, x, xOffset, group, c, channels, LENGTH, inputs.array, to, inputPanel(), inputStep());
    }
  }

  @Override
  protected void convolve(int group, int firstRow) {
    int tileCount = TileSegments.tiles(s);
    int size = tilePanels() * LENGTH * POINTS * NR; // [tiles, points, NR]
    Slice sums = SUMS.slice(size);
    Slice totals = TOTALS.slice(size);
    for (int c = 0; c < s.sources(); c += BLOCK) {
      Slice block = c < KC ? totals : sums;
      if (panels == null) {
        Slice panel = PANEL.slice(POINTS * step());
        makePanel(group, firstRow, c, panel.array, panel.at);
        multiply(c, panel.array, panel.at, block);
      } else {
        int at = panelAt(group, firstRow) + c / BLOCK * POINTS * step();
        multiply(c, panels.array, at, block);
      }
      boolean ends = (c + BLOCK) % KC == 0 || c + BLOCK >= s.sources();
      if (ends && block == totals) {
        addZero(size, totals.array, totals.at);
      } else if (ends) {
        RowsSimd.add(size, totals.array, totals.at, sums.array, sums.at);
      }
    }
    for (int row = firstRow; row < Math.min(firstRow + NR, s.rows()); row += LENGTH) {
      for (int tile = 0; tile < tileCount; tile++) {
        int at = totals.at + tile * POINTS * NR + row - firstRow;
        transformOutputs(group, row, tile, totals.array, at, NR);
      }
    }
  }

  /** The first block of {@link Chain} is added to 0, which turns a -0 into it. */
  private static void addZero(int size, float[] totals, int at) {
    for (int i = at; i < at + size; i++) {
      totals[i] += 0f;
    }
  }

  /** The sums go on by BLOCK sources, or fewer; the first ones of a chain's KC begin them. */
  private void multiply(int firstSource, float[] panel, int at, Slice sums) {
    int kc = Math.min(BLOCK, s.sources() - firstSource);
    boolean begins = firstSource % KC == 0;
    Slice inputs = INPUTS.slice(POINTS * inputStep());
    for (int point = 0; point < POINTS; point++) {
      int from = inputs.at + point * inputStep() + firstSource * LENGTH;
      for (int tile = 0; tile < TileSegments.tiles(s); tile += LANE_ROWS) {
        int to = sums.at + (tile * POINTS + point) * NR;
        MicroKernel.lanes(
            kc,
            inputs.array,
            from + tile / LENGTH * inputPanel() + tile % LENGTH,
            panel,
            at + point * step(),
            begins ? ZEROS : sums.array,
            begins ? 0 : to,
            begins ? 0 : POINTS * NR,
            sums.array,
            to,
            POINTS * NR);
      }
    }
  }

  /** The points of NR filters and BLOCK sources, or fewer. */
  private void makePanel(int group, int firstRow, int firstSource, float[] panel, int at) {
    int sources = Math.min(BLOCK, s.sources() - firstSource);
    for (int row = 0; row < Math.min(NR, s.rows() - firstRow); row += LENGTH) {
      transform(group, firstRow + row, firstSource, sources, panel, at + row);
    }
  }

  /** The points of LENGTH filters. */
  private void transform(
      int group, int firstRow, int firstSource, int sources, float[] panel, int to) {
    Slice taps = TAPS.slice(WinogradWeightsSimd.TAPS);
    for (int first = 0; first < sources; first += SORTED) {
      int count = Math.min(SORTED, sources - first);
      WinogradWeightsSimd.sort(s, w, wOffset, group, firstRow, firstSource + first, count, taps);
      for (int c = 0; c < count; c += SOURCES) {
        int at = to + (first + c) * NR;
        int tap = taps.at + 9 * c * LENGTH;
        WinogradWeightsSimd.transform(taps.array, tap, s.turned(), panel, at, step(), NR);
      }
    }
  }
}
