package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.OUT;
import static dev.lanewise.kernels.conv.Winograd.POINTS;
import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.microkernel.MicroKernel.MR;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.microkernel.MicroKernel.ZEROS;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.microkernel.MicroKernel;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.Scratch;

/**
 * {@link WinogradSimd} where tiles are few and kernels many, as in a single small image: the lanes
 * are filters instead of tiles, so that they are all used, and a part transforms the kernels of NR
 * filters and multiplies them while they are in its cache.
 */
final class WinogradFewTiles extends Task {
  private static final int FEW = 64;

  /** Planes of the source that one part transforms. */
  private static final int PLANES = 16;

  private static final Scratch INPUTS = new Scratch();
  private static final Scratch POINTS_OF_PLANE = new Scratch();
  private static final Scratch WEIGHTS = new Scratch();
  private static final Scratch PRODUCTS = new Scratch();
  private static final Scratch LINES = new Scratch();
  private static final Scratch OUTPUTS = new Scratch();
  private static final ThreadLocal<WinogradInputs> INS =
      ThreadLocal.withInitial(WinogradInputs::new);

  private WinogradShape s;
  private float[] x;
  private int xOffset;
  private float[] w;
  private int wOffset;
  private float[] bias;
  private int biasOffset;
  private float[] y;
  private int yOffset;

  private boolean transforming;
  private float[] inputs;
  private int tilePanels;

  static boolean suits(WinogradShape s) {
    return s.rows() >= NR && TileSegments.tiles(s) <= FEW;
  }

  void run(
      WinogradShape s,
      float[] x,
      int xo,
      float[] w,
      int wo,
      float[] bias,
      int bo,
      float[] y,
      int yo) {
    this.s = s;
    this.x = x;
    xOffset = xo;
    this.w = w;
    wOffset = wo;
    this.bias = bias;
    biasOffset = bo;
    this.y = y;
    yOffset = yo;
    tilePanels = tiles(TileSegments.tiles(s), MR);
    inputs = INPUTS.floats(s.groups() * POINTS * inputStep());
    transforming = true;
    Parallelism.current().run(this, s.groups() * tiles(s.sources(), PLANES));
    transforming = false;
    Parallelism.current().run(this, s.groups() * tiles(s.rows(), NR));
    this.x = null;
    this.w = null;
    this.bias = null;
    this.y = null;
  }

  @Override
  protected void part(int index) {
    if (transforming) {
      int parts = tiles(s.sources(), PLANES);
      transformInputs(index / parts, index % parts * PLANES);
    } else {
      int parts = tiles(s.rows(), NR);
      multiply(index / parts, index % parts * NR);
    }
  }

  /** From one point's inputs, [tile panels, sources, MR], to the next: not a power of two. */
  private int inputStep() {
    return tilePanels * s.sources() * MR + LENGTH;
  }

  private int inputsAt(int group, int point, int panel) {
    return (group * POINTS + point) * inputStep() + panel * s.sources() * MR;
  }

  /** All tiles of some planes. */
  private void transformInputs(int group, int firstPlane) {
    float[] points = POINTS_OF_PLANE.floats(POINTS * NR);
    WinogradInputs ins = INS.get();
    for (int first = 0; first < TileSegments.tiles(s); first += NR) {
      ins.set(s, first);
      for (int c = firstPlane; c < Math.min(firstPlane + PLANES, s.sources()); c++) {
        ins.transform(x, xOffset + s.sourcePlane(group, c), points, 0, NR);
        pack(points, group, c, first);
      }
    }
  }

  /** The points of a plane's tiles, of which {@code first} is the first. */
  private void pack(float[] points, int group, int c, int first) {
    int step = inputStep();
    for (int tile = first; tile < Math.min(first + NR, TileSegments.tiles(s)); tile++) {
      int to = inputsAt(group, 0, tile / MR) + c * MR + tile % MR;
      for (int point = 0; point < POINTS; point++) {
        inputs[to + point * step] = points[point * NR + tile - first];
      }
    }
  }

  private void multiply(int group, int firstRow) {
    int tileCount = TileSegments.tiles(s);
    int weightStep = KC * NR + LENGTH; // not a power of two, which one cache set would hold
    float[] weights = WEIGHTS.floats(POINTS * weightStep);
    float[] products = PRODUCTS.floats(tilePanels * MR * POINTS * NR); // [tiles, points, NR]
    for (int c = 0; c < s.sources(); c += KC) {
      int kc = Math.min(KC, s.sources() - c);
      WinogradWeights.pack(s, w, wOffset, group, firstRow, NR, c, kc, weights, 0, weightStep);
      for (int point = 0; point < POINTS; point++) {
        for (int panel = 0; panel < tilePanels; panel++) {
          int to = (panel * MR * POINTS + point) * NR;
          MicroKernel.tile(
              MicroKernel.readRows(Math.min(MR, tileCount - panel * MR)),
              NR,
              kc,
              inputs,
              inputsAt(group, point, panel) + c * MR,
              weights,
              point * weightStep,
              c == 0 ? ZEROS : products,
              c == 0 ? 0 : to,
              c == 0 ? 0 : POINTS * NR,
              products,
              to,
              POINTS * NR);
        }
      }
    }
    for (int tile = 0; tile < tileCount; tile++) {
      for (int row = firstRow; row < Math.min(firstRow + NR, s.rows()); row += LENGTH) {
        transformOutputs(group, row, tile, products, tile * POINTS * NR + row - firstRow);
      }
    }
  }

  /** A tile of as many planes as a vector has lanes. */
  private void transformOutputs(int group, int row, int tile, float[] products, int at) {
    float[] lines = LINES.floats(POINTS * LENGTH);
    float[] outputs = OUTPUTS.floats(OUT * OUT * LENGTH);
    WinogradLinesSimd.output(products, at, lines, outputs);
    int left = tile % s.tileColumns() * OUT;
    int top = tile / s.tileColumns() % s.tileRows() * OUT;
    int image = tile / s.tileColumns() / s.tileRows();
    int height = Math.min(OUT, s.outHeight() - top);
    int width = Math.min(OUT, s.outWidth() - left);
    for (int lane = 0; lane < Math.min(LENGTH, s.rows() - row); lane++) {
      int plane = (image * s.groups() + group) * s.rows() + row + lane;
      float b = bias == null ? 0 : bias[biasOffset + group * s.rows() + row + lane];
      for (int i = 0; i < height; i++) {
        int to = yOffset + (plane * s.outHeight() + top + i) * s.outWidth() + left;
        for (int j = 0; j < width; j++) {
          float sum = b + outputs[(i * OUT + j) * LENGTH + lane];
          y[to + j] = sum <= s.floor() ? s.floor() : sum;
        }
      }
    }
  }
}
