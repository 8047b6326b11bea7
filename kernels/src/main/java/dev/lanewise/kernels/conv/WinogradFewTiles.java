package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.POINTS;
import static dev.lanewise.kernels.conv.WinogradWeightsSimd.SORTED;
import static dev.lanewise.kernels.conv.WinogradWeightsSimd.SOURCES;
import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.microkernel.MicroKernel.MR;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.microkernel.MicroKernel.ZEROS;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.microkernel.MicroKernel;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;

/**
 * {@link WinogradFilterLanes} that transforms the kernels of NR filters and KC channels at once.
 */
final class WinogradFewTiles extends WinogradFilterLanes {
  private static final int FEW = 32;

  /** The same where kernels would fill a second cache by themselves, at a size that is usual. */
  private static final int FEW_OF_MANY_KERNELS = 64;

  private static final int MANY_KERNELS = 64 * 64;

  private static final Scratch INPUTS = new Scratch();
  private static final Scratch TAPS = new Scratch();
  private static final Scratch PANEL = new Scratch();
  private static final Scratch PRODUCTS = new Scratch();
  private static final Scratch POINTS_OF_PLANE = new Scratch();
  private static final ThreadLocal<WinogradInputs> INS =
      ThreadLocal.withInitial(WinogradInputs::new);

  private float[] inputs;
  private int tilePanels;

  static boolean suits(WinogradShape s) {
    int few = s.rows() * s.sources() > MANY_KERNELS ? FEW_OF_MANY_KERNELS : FEW;
    return s.rows() >= NR && TileSegments.tiles(s) <= few;
  }

  @Override
  protected int filters() {
    return NR;
  }

  @Override
  protected void prepare() {
    tilePanels = tiles(TileSegments.tiles(s), MR);
    inputs = INPUTS.floats(s.groups() * POINTS * inputStep());
  }

  /** From one point's kernels, [sources, NR], to the next: not a power of two. */
  private int step() {
    return tiles(Math.min(KC, s.sources()), SOURCES) * SOURCES * NR + LENGTH;
  }

  @Override
  protected int panelSize() {
    return tiles(s.sources(), KC) * POINTS * step();
  }

  @Override
  protected void makePanels(int group, int firstRow) {
    for (int c = 0; c < s.sources(); c += KC) {
      makePanel(group, firstRow, c, panels, panelAt(group, firstRow) + c / KC * POINTS * step());
    }
  }

  /** From one point's inputs, [tile panels, sources, MR], to the next: not a power of two. */
  private int inputStep() {
    return tilePanels * s.sources() * MR + LENGTH;
  }

  private int inputsAt(int group, int point, int panel) {
    return (group * POINTS + point) * inputStep() + panel * s.sources() * MR;
  }

  @Override
  protected void transformInputs(int group, int firstPlane) {
    Slice points = POINTS_OF_PLANE.slice(POINTS * NR);
    WinogradInputs ins = INS.get();
    for (int first = 0; first < TileSegments.tiles(s); first += NR) {
      ins.set(s, first);
      for (int c = firstPlane; c < Math.min(firstPlane + PLANES, s.sources()); c++) {
        int plane = xOffset + s.sourcePlane(group, c);
        ins.transform(x, plane, points.array, points.at, NR);
        pack(points, group, c, first);
      }
    }
  }

  /** The points of a plane's tiles: point p of tile t is points[p * NR + t - first]. */
  private void pack(Slice points, int group, int c, int first) {
    int step = inputStep();
    for (int tile = first; tile < Math.min(first + NR, TileSegments.tiles(s)); tile++) {
      int to = inputsAt(group, 0, tile / MR) + c * MR + tile % MR;
      for (int point = 0; point < POINTS; point++) {
        inputs[to + point * step] = points.array[points.at + point * NR + tile - first];
      }
    }
  }

  @Override
  protected void convolve(int group, int firstRow) {
    int tileCount = TileSegments.tiles(s);
    int step = step();
    Slice products = PRODUCTS.slice(tilePanels * MR * POINTS * NR); // [tiles, points, NR]
    for (int c = 0; c < s.sources(); c += KC) {
      int kc = Math.min(KC, s.sources() - c);
      float[] weights = panels;
      int from = 0;
      if (panels == null) {
        Slice panel = PANEL.slice(POINTS * step);
        weights = panel.array;
        from = panel.at;
        makePanel(group, firstRow, c, weights, from);
      } else {
        from = panelAt(group, firstRow) + c / KC * POINTS * step;
      }
      for (int point = 0; point < POINTS; point++) {
        for (int panel = 0; panel < tilePanels; panel++) {
          int to = products.at + (panel * MR * POINTS + point) * NR;
          MicroKernel.tile(
              MicroKernel.readRows(Math.min(MR, tileCount - panel * MR)),
              NR,
              kc,
              inputs,
              inputsAt(group, point, panel) + c * MR,
              weights,
              from + point * step,
              c == 0 ? ZEROS : products.array,
              c == 0 ? 0 : to,
              c == 0 ? 0 : POINTS * NR,
              products.array,
              to,
              POINTS * NR);
        }
      }
    }
    for (int row = firstRow; row < Math.min(firstRow + NR, s.rows()); row += LENGTH) {
      for (int tile = 0; tile < tileCount; tile++) {
        int at = products.at + tile * POINTS * NR + row - firstRow;
        transformOutputs(group, row, tile, products.array, at, NR);
      }
    }
  }

  /** The points of NR filters and KC sources, or fewer. */
  private void makePanel(int group, int firstRow, int firstSource, float[] panel, int at) {
    int sources = Math.min(KC, s.sources() - firstSource);
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
