package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.OUT;
import static dev.lanewise.kernels.conv.Winograd.POINTS;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.Scratch;

/**
 * {@link WinogradSimd} where tiles are few and kernels many, as in a single small image: the lanes
 * are filters instead of tiles, so that they are all used. First all inputs are transformed; then a
 * part takes some filters through the other steps, and nobody else needs their kernels.
 */
abstract class WinogradFilterLanes extends Task {
  /** Planes of the source that one part transforms. */
  protected static final int PLANES = 16;

  private static final Scratch LINES = new Scratch();
  private static final Scratch OUTPUTS = new Scratch();

  protected WinogradShape s;
  protected float[] x;
  protected int xOffset;
  protected float[] w;
  protected int wOffset;
  private float[] bias;
  private int biasOffset;
  private float[] y;
  private int yOffset;

  private boolean transforming;

  /** Filters that a part takes. */
  protected abstract int filters();

  /** Makes room for the inputs of {@link #s}. */
  protected abstract void prepare();

  /** All tiles of PLANES planes or fewer, of which the first is given. */
  protected abstract void transformInputs(int group, int firstPlane);

  /** All tiles of a part's filters, of which {@code firstRow} is the first. */
  protected abstract void convolve(int group, int firstRow);

  final void run(
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
    prepare();
    transforming = true;
    Parallelism.current().run(this, s.groups() * tiles(s.sources(), PLANES));
    transforming = false;
    Parallelism.current().run(this, s.groups() * tiles(s.rows(), filters()));
    this.x = null;
    this.w = null;
    this.bias = null;
    this.y = null;
  }

  @Override
  protected final void part(int index) {
    if (transforming) {
      int parts = tiles(s.sources(), PLANES);
      transformInputs(index / parts, index % parts * PLANES);
    } else {
      int parts = tiles(s.rows(), filters());
      convolve(index / parts, index % parts * filters());
    }
  }

  /** A tile of as many planes as a vector has lanes; its points are {@code step} apart. */
  protected final void transformOutputs(
      int group, int row, int tile, float[] products, int at, int step) {
    float[] lines = LINES.floats(POINTS * LENGTH);
    float[] outputs = OUTPUTS.floats(OUT * OUT * LENGTH);
    WinogradLinesSimd.output(products, at, step, lines, outputs);
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
