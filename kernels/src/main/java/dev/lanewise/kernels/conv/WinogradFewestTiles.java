package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.POINTS;
import static dev.lanewise.kernels.conv.WinogradWeightsSimd.SORTED;
import static dev.lanewise.kernels.conv.WinogradWeightsSimd.SOURCES;
import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;
import static dev.lanewise.kernels.microkernel.MicroKernelOnward4x1.ROWS;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.microkernel.Chain;
import dev.lanewise.kernels.microkernel.MicroKernelOnward4x1;
import dev.lanewise.kernels.simd.Scratch;
import java.util.Arrays;

/**
 * {@link WinogradFilterLanes} where transforming the kernels costs as much as multiplying them: it
 * transforms those of LENGTH filters and few channels, which stay in L1, and lets the chains of all
 * points go on by them.
 */
final class WinogradFewestTiles extends WinogradFilterLanes {
  private static final int FEWEST = 16;

  /** From one point's weights to the next: no power of two, which few cache sets would hold. */
  private static final int STEP = SOURCES * LENGTH + LENGTH;

  /** The points of a panel of tiles and SOURCES planes: [points, SOURCES, ROWS]. */
  private static final int PANEL = POINTS * SOURCES * ROWS;

  private static final Scratch INPUTS = new Scratch();
  private static final Scratch TAPS = new Scratch();
  private static final Scratch WEIGHTS = new Scratch();
  private static final Scratch SUMS = new Scratch();
  private static final Scratch TOTALS = new Scratch();

  private float[] inputs;
  private int tilePanels;

  WinogradFewestTiles() {
    super(LENGTH);
  }

  static boolean suits(WinogradShape s) {
    return s.rows() >= NR && TileSegments.tiles(s) <= FEWEST;
  }

  @Override
  protected void prepare() {
    tilePanels = tiles(TileSegments.tiles(s), ROWS);
    inputs = INPUTS.floats(s.groups() * tiles(s.sources(), SOURCES) * blockSize());
    // Sources that do not exist are zeros.
    for (int group = 0; s.sources() % SOURCES != 0 && group < s.groups(); group++) {
      int last = blockAt(group, s.sources());
      Arrays.fill(inputs, last, last + blockSize(), 0f);
    }
  }

  /** Inputs: [groups, blocks of sources, panels of tiles, PANEL]. */
  private int blockSize() {
    return tilePanels * PANEL;
  }

  private int blockAt(int group, int source) {
    return (group * tiles(s.sources(), SOURCES) + source / SOURCES) * blockSize();
  }

  @Override
  protected void pack(float[] points, int group, int c, int first) {
    for (int tile = first; tile < Math.min(first + NR, TileSegments.tiles(s)); tile++) {
      int to = blockAt(group, c) + tile / ROWS * PANEL + c % SOURCES * ROWS + tile % ROWS;
      for (int point = 0; point < POINTS; point++) {
        inputs[to + point * SOURCES * ROWS] = points[point * NR + tile - first];
      }
    }
  }

  @Override
  protected void convolve(int group, int firstRow) {
    int size = tilePanels * ROWS * POINTS * LENGTH;
    float[] taps = TAPS.floats(WinogradWeightsSimd.TAPS);
    float[] weights = WEIGHTS.floats(POINTS * STEP);
    float[] sums = SUMS.floats(size); // [tiles, points, LENGTH]
    float[] totals = TOTALS.floats(size);
    Arrays.fill(sums, 0, size, 0f);
    Arrays.fill(totals, 0, size, 0f);
    for (int first = 0; first < s.sources(); first += SORTED) {
      int count = Math.min(SORTED, s.sources() - first);
      WinogradWeightsSimd.sort(s, w, wOffset, group, firstRow, first, count, taps);
      // Sources that do not exist add zeros, which changes no sum.
      Arrays.fill(taps, 9 * count * LENGTH, 9 * tiles(count, SOURCES) * SOURCES * LENGTH, 0f);
      for (int c = 0; c < count; c += SOURCES) {
        WinogradWeightsSimd.transform(taps, 9 * c * LENGTH, s.turned(), weights, 0, STEP, LENGTH);
        multiply(blockAt(group, first + c), weights, sums);
        int done = first + c + SOURCES;
        if (done % KC == 0 || done >= s.sources()) {
          addBlock(sums, totals, size);
        }
      }
    }
    for (int tile = 0; tile < TileSegments.tiles(s); tile++) {
      transformOutputs(group, firstRow, tile, totals, tile * POINTS * LENGTH, LENGTH);
    }
  }

  private void multiply(int block, float[] weights, float[] sums) {
    for (int panel = 0; panel < tilePanels; panel++) {
      MicroKernelOnward4x1.run(
          POINTS,
          inputs,
          block + panel * PANEL,
          weights,
          0,
          STEP,
          sums,
          panel * ROWS * POINTS * LENGTH,
          POINTS * LENGTH);
    }
  }

  /** Ends a block of {@link Chain}. */
  private static void addBlock(float[] sums, float[] totals, int size) {
    for (int i = 0; i < size; i++) {
      totals[i] += sums[i];
      sums[i] = 0;
    }
  }
}
