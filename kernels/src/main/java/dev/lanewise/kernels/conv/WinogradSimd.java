package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.IN;
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
import dev.lanewise.kernels.simd.Strides4Simd;
import java.util.Arrays;

/**
 * {@link WinogradReference} on vectors of tiles. A part takes a panel of NR tiles through all three
 * steps, so that what lies between them stays in the L2 cache: transform the inputs into 36 packed
 * B panels, multiply each by its packed weights, transform the 36 products into outputs.
 */
final class WinogradSimd extends Task {
  /** Rows of a part where there are too few panels to share out. */
  private static final int SOME_ROWS = 64;

  private static final int FEW_PANELS = 16;

  // Columns of an image row, sorted by their rest modulo 4: column 4 * i + r at r * PITCH + i.
  private static final int PITCH = NR + 1;
  private static final int[] COLUMNS = {0, PITCH, 2 * PITCH, 3 * PITCH, 1, PITCH + 1};
  private static final int[] ROWS = {
    0, IN * LENGTH, 2 * IN * LENGTH, 3 * IN * LENGTH, 4 * IN * LENGTH, 5 * IN * LENGTH
  };

  private static final Scratch WEIGHTS = new Scratch();
  private static final Scratch KERNELS = new Scratch();
  private static final Scratch INPUTS = new Scratch();
  private static final Scratch PRODUCTS = new Scratch();
  private static final Scratch ROW = new Scratch();
  private static final Scratch SORTED = new Scratch();
  private static final Scratch LINES = new Scratch();
  private static final Scratch OUTPUTS = new Scratch();
  private static final Scratch MERGED = new Scratch();
  private static final ThreadLocal<TileSegments> SEGMENTS =
      ThreadLocal.withInitial(() -> new TileSegments(NR + 1));

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
  private float[] weights;
  private int rowTiles;
  private int panels;
  private int rowsOfPart;

  void forward(
      Conv2dShape c,
      float[] x,
      int xo,
      float[] w,
      int wo,
      float[] bias,
      int bo,
      float[] y,
      int yo) {
    if (!c.equals(shape)) {
      shape = c;
      s = WinogradShape.forward(c);
    }
    run(x, xo, w, wo, bias, bo, y, yo);
  }

  void inputGradient(Conv2dShape c, float[] dy, int dyo, float[] w, int wo, float[] dx, int dxo) {
    if (!c.equals(shape)) {
      shape = c;
      s = WinogradShape.inputGradient(c);
    }
    run(dy, dyo, w, wo, null, 0, dx, dxo);
  }

  private void run(float[] x, int xo, float[] w, int wo, float[] bias, int bo, float[] y, int yo) {
    this.x = x;
    xOffset = xo;
    this.w = w;
    wOffset = wo;
    this.bias = bias;
    biasOffset = bo;
    this.y = y;
    yOffset = yo;
    rowTiles = tiles(s.rows(), MR);
    panels = tiles(TileSegments.tiles(s), NR);
    rowsOfPart = s.groups() * panels >= FEW_PANELS ? s.rows() : Math.min(s.rows(), SOME_ROWS);
    weights = WEIGHTS.floats(s.groups() * POINTS * pointStep());
    packing = true;
    Parallelism.current().run(this, s.groups() * rowTiles);
    packing = false;
    Parallelism.current().run(this, s.groups() * panels * tiles(s.rows(), rowsOfPart));
    this.x = null;
    this.w = null;
    this.bias = null;
    this.y = null;
  }

  @Override
  protected void part(int index) {
    if (packing) {
      packWeights(index / rowTiles, index % rowTiles);
    } else {
      int blocks = tiles(s.rows(), rowsOfPart);
      int panel = index / blocks % panels;
      convolve(index / blocks / panels, panel, index % blocks * rowsOfPart);
    }
  }

  /** Floats of a point and tile of rows in the packed weights: [sources, MR] in whole vectors. */
  private int tileStep() {
    return tiles(s.sources() * MR, LENGTH) * LENGTH;
  }

  /** From one point's packed weights to the next: not a power of two, which one cache set holds. */
  private int pointStep() {
    return rowTiles * tileStep() + LENGTH;
  }

  private int weightsAt(int group, int point, int tile) {
    return (group * POINTS + point) * pointStep() + tile * tileStep();
  }

  /** A vector's lanes are as many kernels, in the order in which they are packed. */
  private void packWeights(int group, int tile) {
    float[] kernels = KERNELS.floats((9 + 3 * IN) * LENGTH);
    int lines = 9 * LENGTH;
    int to = weightsAt(group, 0, tile);
    for (int first = 0; first < s.sources() * MR; first += LENGTH) {
      for (int lane = 0; lane < LENGTH; lane++) {
        int source = (first + lane) / MR;
        int row = tile * MR + (first + lane) % MR;
        boolean real = source < s.sources() && row < s.rows();
        int kernel = wOffset + (real ? s.kernel(group, row, source) : 0);
        for (int i = 0; i < 9; i++) {
          kernels[i * LENGTH + lane] = real ? w[kernel + (s.turned() ? 8 - i : i)] : 0;
        }
      }
      for (int i = 0; i < 3; i++) {
        WinogradLinesSimd.weights(
            kernels, 3 * i * LENGTH, LENGTH, kernels, lines + i * IN * LENGTH, LENGTH);
      }
      for (int j = 0; j < IN; j++) {
        WinogradLinesSimd.weights(
            kernels,
            lines + j * LENGTH,
            IN * LENGTH,
            weights,
            to + j * pointStep() + first,
            IN * pointStep());
      }
    }
  }

  private void convolve(int group, int panel, int firstRow) {
    int rows = Math.min(rowsOfPart, s.rows() - firstRow);
    // Not powers of two, which one cache set would hold.
    int inputStep = s.sources() * NR + LENGTH;
    int productStep = rows * NR + LENGTH;
    float[] inputs = INPUTS.floats(POINTS * inputStep);
    float[] products = PRODUCTS.floats(POINTS * productStep);
    TileSegments segments = SEGMENTS.get();
    segments.set(s, panel * NR, NR + 1);
    for (int c = 0; c < s.sources(); c++) {
      transformInputs(group, c, segments, inputs, inputStep);
    }
    for (int point = 0; point < POINTS; point++) {
      multiply(group, point, firstRow, rows, inputs, inputStep, products, productStep);
    }
    segments.set(s, panel * NR, NR);
    for (int row = 0; row < rows; row++) {
      transformOutputs(group, firstRow, row, segments, products, productStep);
    }
  }

  /** The panel's tiles of one plane, to column {@code c} of the 36 packed panels. */
  private void transformInputs(int group, int c, TileSegments segments, float[] inputs, int step) {
    float[] row = ROW.floats(OUT * (NR + 1));
    float[] sorted = SORTED.floats(IN * OUT * PITCH);
    float[] lines = LINES.floats(POINTS * LENGTH);
    for (int i = 0; i < IN; i++) {
      for (int segment = 0; segment < segments.count; segment++) {
        int plane = (segments.image[segment] * s.groups() + group) * s.sources() + c;
        copyRow(
            plane,
            segments.top[segment] + i,
            segments.left[segment],
            OUT * segments.length[segment],
            row,
            OUT * segments.at[segment]);
      }
      int line = i * OUT * PITCH;
      Strides4Simd.split(row, 0, sorted, line, PITCH);
      Strides4Simd.split(row, OUT * LENGTH, sorted, line + LENGTH, PITCH);
      sorted[line + NR] = row[OUT * NR];
      sorted[line + PITCH + NR] = row[OUT * NR + 1];
    }
    for (int tile = 0; tile < NR; tile += LENGTH) {
      for (int i = 0; i < IN; i++) {
        WinogradLinesSimd.input(
            sorted, i * OUT * PITCH + tile, COLUMNS, lines, i * IN * LENGTH, LENGTH);
      }
      for (int j = 0; j < IN; j++) {
        WinogradLinesSimd.input(
            lines, j * LENGTH, ROWS, inputs, j * step + c * NR + tile, IN * step);
      }
    }
  }

  /** {@code columns} columns of a row, from the one that output column {@code left} sees first. */
  private void copyRow(int plane, int top, int left, int columns, float[] row, int to) {
    int y = s.sourceRow(top - s.padTop());
    if (y < 0) {
      Arrays.fill(row, to, to + columns, 0f);
      return;
    }
    int from = xOffset + (plane * s.sourceHeight() + y) * s.sourceWidth();
    int first = left - s.padLeft();
    int begin = Math.clamp(-first, 0, columns);
    int end = Math.clamp(s.sourceWidth() - first, begin, columns);
    if (begin < end) {
      System.arraycopy(x, from + first + begin, row, to + begin, end - begin);
    }
    beyond(from, first, row, to, 0, begin);
    beyond(from, first, row, to, end, columns);
  }

  private void beyond(int from, int first, float[] row, int to, int begin, int end) {
    Arrays.fill(row, to + begin, to + end, 0f);
    for (int i = begin; s.mirror() && i < end; i++) {
      int column = s.sourceColumn(first + i);
      if (column >= 0) {
        row[to + i] = x[from + column];
      }
    }
  }

  private void multiply(
      int group,
      int point,
      int firstRow,
      int rows,
      float[] inputs,
      int inputStep,
      float[] products,
      int productStep) {
    for (int c = 0; c < s.sources(); c += KC) {
      int kc = Math.min(KC, s.sources() - c);
      for (int row = 0; row < rows; row += MR) {
        int to = point * productStep + row * NR;
        MicroKernel.tile(
            Math.min(MR, rows - row),
            NR,
            kc,
            weights,
            weightsAt(group, point, (firstRow + row) / MR) + c * MR,
            inputs,
            point * inputStep + c * NR,
            c == 0 ? ZEROS : products,
            c == 0 ? 0 : to,
            c == 0 ? 0 : NR,
            products,
            to,
            NR);
      }
    }
  }

  private void transformOutputs(
      int group, int firstRow, int row, TileSegments segments, float[] products, int step) {
    float[] lines = LINES.floats(POINTS * LENGTH);
    float[] outputs = OUTPUTS.floats(OUT * OUT * LENGTH);
    float[] merged = MERGED.floats(OUT * OUT * NR);
    int rowInGroup = firstRow + row;
    float b = bias == null ? 0 : bias[biasOffset + group * s.rows() + rowInGroup];
    for (int tile = 0; tile < NR; tile += LENGTH) {
      for (int i = 0; i < IN; i++) {
        int at = i * IN * step + row * NR + tile;
        WinogradLinesSimd.output(products, at, step, lines, i * IN * LENGTH, LENGTH);
      }
      for (int j = 0; j < OUT; j++) {
        WinogradLinesSimd.output(lines, j * LENGTH, IN * LENGTH, outputs, j * LENGTH, OUT * LENGTH);
      }
      for (int i = 0; i < OUT; i++) {
        Strides4Simd.merge(outputs, i * OUT * LENGTH, LENGTH, b, merged, OUT * (i * NR + tile));
      }
    }
    for (int segment = 0; segment < segments.count; segment++) {
      int plane = (segments.image[segment] * s.groups() + group) * s.rows() + rowInGroup;
      int top = segments.top[segment];
      int left = segments.left[segment];
      int columns = Math.min(OUT * segments.length[segment], s.outWidth() - left);
      for (int i = 0; i < Math.min(OUT, s.outHeight() - top) && columns > 0; i++) {
        int to = yOffset + (plane * s.outHeight() + top + i) * s.outWidth() + left;
        System.arraycopy(merged, OUT * (i * NR + segments.at[segment]), y, to, columns);
      }
    }
  }
}
