package dev.lanewise.kernels.conv;

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
import dev.lanewise.kernels.simd.Slice;

/**
 * {@link WinogradReference} on vectors of tiles. A part takes a panel of NR tiles through all three
 * steps, so that what lies between them stays in the L2 cache: transform the inputs into 36 packed
 * B panels, multiply each by its packed weights, transform the 36 products into outputs.
 */
final class WinogradSimd extends Task {
  /** Rows of a part where panels are too few to share out: half of the usual 64, in whole tiles. */
  private static final int SOME_ROWS = tiles(32, MR) * MR;

  private static final int FEW_PANELS = 16;

  private static final Scratch PANELS = new Scratch();
  private static final Scratch INPUTS = new Scratch();
  private static final Scratch PRODUCTS = new Scratch();
  private static final ThreadLocal<WinogradInputs> INS =
      ThreadLocal.withInitial(WinogradInputs::new);
  private static final ThreadLocal<WinogradOutputs> OUTS =
      ThreadLocal.withInitial(WinogradOutputs::new);

  private final WinogradFewTiles few = new WinogradFewTiles();
  private final WinogradFewestTiles fewest = new WinogradFewestTiles();
  private Conv2dShape shape;
  private WinogradShape s;
  private float[] x;
  private int xOffset;
  private float[] w;
  private int wOffset;
  private float[] bias;
  private int biasOffset;
  private float[] y;
  private int yOffset;

  private boolean packing;

  /** Whether outputs are pooled; argmax is null if not, or if nobody asks for the winners. */
  private boolean pooled;

  private int[] argmax;
  private int argmaxOffset;

  /** The kernels, [groups, row tiles, points, sources, MR]; null where threads have their own. */
  private Slice panels;

  /** The {@link Scratch#numbers} of their own, by groups, and of the inputs, by panels of tiles. */
  private long panelNumbers;

  private long inputNumbers;

  private int rowTiles;
  private int tilePanels;
  private int rowsOfPart;

  /** The kernels as the forward pass reads them. */
  Slice panels(Conv2dShape c, float[] w, int wo) {
    set(c);
    if (WinogradFewestTiles.suits(s)) {
      return fewest.panels(s, w, wo);
    }
    if (WinogradFewTiles.suits(s)) {
      return few.panels(s, w, wo);
    }
    return pack(w, wo, Slice.alone(panelsSize()));
  }

  /**
   * @param panels what {@link #panels} has made of the weights, or null to make it now
   */
  void forward(
      Conv2dShape c,
      float[] x,
      int xo,
      float[] w,
      int wo,
      Slice panels,
      float[] bias,
      int bo,
      float[] y,
      int yo) {
    set(c);
    pooled = false;
    run(x, xo, w, wo, panels, bias, bo, y, yo);
  }

  /** With max pooling of 2 x 2; does nothing and is false where tiles are few. */
  boolean forwardPooled(
      Conv2dShape c,
      float[] x,
      int xo,
      float[] w,
      int wo,
      Slice panels,
      float[] bias,
      int bo,
      float[] y,
      int yo,
      int[] argmax,
      int ao) {
    set(c);
    if (WinogradFewTiles.suits(s)) {
      return false;
    }
    pooled = true;
    this.argmax = argmax;
    argmaxOffset = ao;
    run(x, xo, w, wo, panels, bias, bo, y, yo);
    this.argmax = null;
    return true;
  }

  private void set(Conv2dShape c) {
    if (!c.equals(shape)) {
      shape = c;
      s = WinogradShape.forward(c);
    }
  }

  void inputGradient(Conv2dShape c, float[] dy, int dyo, float[] w, int wo, float[] dx, int dxo) {
    if (!c.equals(shape)) {
      shape = c;
      s = WinogradShape.inputGradient(c);
    }
    pooled = false;
    run(dy, dyo, w, wo, null, null, 0, dx, dxo);
  }

  private void run(
      float[] x, int xo, float[] w, int wo, Slice panels, float[] bias, int bo, float[] y, int yo) {
    if (WinogradFewestTiles.suits(s)) {
      fewest.run(s, x, xo, w, wo, panels, bias, bo, y, yo);
      return;
    }
    if (WinogradFewTiles.suits(s)) {
      few.run(s, x, xo, w, wo, panels, bias, bo, y, yo);
      return;
    }
    rowTiles = tiles(s.rows(), MR);
    tilePanels = tiles(TileSegments.tiles(s), NR);
    // Kernels are transformed by each thread where that is no more than its inputs.
    boolean own =
        (long) s.rows() * Parallelism.current().threads() <= TileSegments.tiles(s)
            && groupSize() <= Scratch.OWN;
    this.panels = panels == null && !own ? pack(w, wo, PANELS.slice(panelsSize())) : panels;
    this.w = w;
    wOffset = wo;
    this.x = x;
    xOffset = xo;
    this.bias = bias;
    biasOffset = bo;
    this.y = y;
    yOffset = yo;
    packing = false;
    panelNumbers = Scratch.numbers(s.groups());
    inputNumbers = Scratch.numbers(s.groups() * tilePanels);
    rowsOfPart = s.groups() * tilePanels >= FEW_PANELS ? s.rows() : Math.min(s.rows(), SOME_ROWS);
    Parallelism.current().run(this, s.groups() * tilePanels * tiles(s.rows(), rowsOfPart));
    this.x = null;
    this.w = null;
    this.panels = null;
    this.bias = null;
    this.y = null;
  }

  private int panelsSize() {
    return s.groups() * groupSize();
  }

  private int groupSize() {
    return tiles(s.rows(), MR) * tileSize();
  }

  private Slice pack(float[] w, int wo, Slice to) {
    this.w = w;
    wOffset = wo;
    panels = to;
    rowTiles = tiles(s.rows(), MR);
    packing = true;
    Parallelism.current().run(this, s.groups() * rowTiles);
    this.w = null;
    panels = null;
    return to;
  }

  @Override
  protected void part(int index) {
    if (packing) {
      packTile(index / rowTiles, index % rowTiles, panels.array, panels.at + index * tileSize());
    } else {
      int blocks = tiles(s.rows(), rowsOfPart);
      int panel = index / blocks % tilePanels;
      convolve(index / blocks / tilePanels, panel, index % blocks * rowsOfPart);
    }
  }

  private void packTile(int group, int tile, float[] to, int at) {
    WinogradWeights.pack(s, w, wOffset, group, tile * MR, MR, 0, s.sources(), to, at, pointStep());
  }

  /** This thread's own panels of a group. */
  private Slice ownPanels(int group) {
    Slice own = PANELS.slice(groupSize());
    if (PANELS.lacks(panelNumbers + group)) {
      for (int tile = 0; tile < rowTiles; tile++) {
        packTile(group, tile, own.array, own.at + tile * tileSize());
      }
    }
    return own;
  }

  /** From one point's weights to the next: not a power of two, which one cache set would hold. */
  private int pointStep() {
    return WinogradWeights.panelSize(s.sources(), MR) + LENGTH;
  }

  private int tileSize() {
    return POINTS * pointStep();
  }

  private void convolve(int group, int panel, int firstRow) {
    int rows = Math.min(rowsOfPart, s.rows() - firstRow);
    int inputStep = s.sources() * NR + LENGTH; // not a power of two, which one cache set would hold
    Slice inputs = INPUTS.slice(POINTS * inputStep);
    Slice products = PRODUCTS.slice(rows * POINTS * NR);
    if (INPUTS.lacks(inputNumbers + group * tilePanels + panel)) {
      WinogradInputs ins = INS.get();
      ins.set(s, panel * NR);
      for (int c = 0; c < s.sources(); c++) {
        int plane = xOffset + s.sourcePlane(group, c);
        ins.transform(x, plane, inputs.array, inputs.at + c * NR, inputStep);
      }
    }
    Slice kernels = panels == null ? ownPanels(group) : panels;
    int kernelsAt = kernels.at + (panels == null ? 0 : group * groupSize());
    for (int point = 0; point < POINTS; point++) {
      int at = kernelsAt + point * pointStep();
      multiply(kernels.array, at, point, firstRow, rows, inputs, inputStep, products);
    }
    WinogradOutputs outs = OUTS.get();
    outs.set(s, panel * NR, pooled);
    for (int row = 0; row < rows; row++) {
      int r = group * s.rows() + firstRow + row;
      float b = bias == null ? 0 : bias[biasOffset + r];
      int from = products.at + row * POINTS * NR;
      int plane = r * outs.planeSize();
      outs.transform(products.array, from, b, y, yOffset + plane, argmax, argmaxOffset + plane);
    }
  }

  /** Products: [rows, points, NR], as the last step reads them. */
  private void multiply(
      float[] kernels,
      int kernelsAt,
      int point,
      int firstRow,
      int rows,
      Slice inputs,
      int inputStep,
      Slice products) {
    for (int c = 0; c < s.sources(); c += KC) {
      int kc = Math.min(KC, s.sources() - c);
      for (int row = 0; row < rows; row += MR) {
        int to = products.at + (row * POINTS + point) * NR;
        MicroKernel.tile(
            Math.min(MR, rows - row),
            NR,
            kc,
            kernels,
            kernelsAt + (firstRow + row) / MR * tileSize() + c * MR,
            inputs.array,
            inputs.at + point * inputStep + c * NR,
            c == 0 ? ZEROS : products.array,
            c == 0 ? 0 : to,
            c == 0 ? 0 : POINTS * NR,
            products.array,
            to,
            POINTS * NR);
      }
    }
  }
}
