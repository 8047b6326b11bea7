package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.POINTS;
import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.microkernel.MicroKernel.ZEROS;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static dev.lanewise.kernels.simd.Lanes.roundUp;

import dev.lanewise.kernels.microkernel.MicroKernel;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.FoldSimd;
import dev.lanewise.kernels.simd.IntScratch;
import dev.lanewise.kernels.simd.RowsSimd;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;

/**
 * {@link WinogradReference#weightGradient} on vectors. A part owns the weights of some channels and
 * some filters and takes all tiles, a chunk at a time: transforms what its channels and its filters
 * have there, and lets each of its 36 matrices of sums, [channels, filters], go on by the product
 * of [channels, tiles] and [tiles, filters].
 */
final class WinogradWeightGradient extends Task {
  private static final Scratch INPUTS = new Scratch();
  private static final Scratch GRADIENTS = new Scratch();
  private static final Scratch SUMS = new Scratch();
  private static final Scratch TOTALS = new Scratch();
  private static final Scratch LINES = new Scratch();
  private static final IntScratch ORDER = new IntScratch();
  private static final ThreadLocal<WinogradPlanes> INS =
      ThreadLocal.withInitial(() -> new WinogradPlanes(true));
  private static final ThreadLocal<WinogradPlanes> OUTS =
      ThreadLocal.withInitial(() -> new WinogradPlanes(false));

  /**
   * Tiles at a time, so that all points of a part, and its sums, stay in the L2 cache; divides KC.
   */
  private static final int CHUNK = 64;

  // From a point to the next, of LENGTH channels and of NR filters; no powers of two.
  private static final int INPUT_STEP = CHUNK * LENGTH + LENGTH;
  private static final int GRADIENT_STEP = CHUNK * NR + LENGTH;

  /** The most channels and filters of a part. */
  private static final int MOST = 128;

  private Conv2dShape shape;
  private WinogradShape s;
  private int tileCount;
  private int channelsOfPart;
  private int channelParts;
  private int filtersOfPart;
  private int filterParts;

  private float[] x;
  private int xOffset;
  private float[] dy;
  private int dyOffset;
  private float[] dw;
  private int dwOffset;
  private float[] db;
  private int dbOffset;

  void run(
      Conv2dShape c,
      float[] x,
      int xo,
      float[] dy,
      int dyo,
      float[] dw,
      int dwo,
      float[] db,
      int dbo) {
    if (!c.equals(shape)) {
      shape = c;
      s = WinogradShape.forward(c);
      tileCount = TileSegments.tiles(s);
    }
    this.x = x;
    xOffset = xo;
    this.dy = dy;
    dyOffset = dyo;
    this.dw = dw;
    dwOffset = dwo;
    this.db = db;
    dbOffset = dbo;
    lay(Parallelism.current().threads());
    Parallelism.current().run(this, s.groups() * channelParts * filterParts);
    this.x = null;
    this.dy = null;
    this.dw = null;
    this.db = null;
  }

  /** Something for each thread: filters by panels, or where these are too few channels, too. */
  private void lay(int threads) {
    channelParts = tiles(s.sources(), MOST);
    int panels = tiles(s.rows(), NR);
    filterParts = tiles(panels * NR, MOST);
    if (s.groups() * channelParts * filterParts % threads != 0) {
      filterParts = Math.min(panels, filterParts * threads);
    }
    filtersOfPart = tiles(panels, filterParts) * NR;
    filterParts = tiles(s.rows(), filtersOfPart);
    int parts = s.groups() * channelParts * filterParts;
    if (parts < threads) {
      channelParts *= tiles(threads, parts);
    }
    channelsOfPart = roundUp(tiles(s.sources(), channelParts));
    channelParts = tiles(s.sources(), channelsOfPart);
  }

  @Override
  protected void part(int index) {
    int group = index / filterParts / channelParts;
    int channel = index / filterParts % channelParts * channelsOfPart;
    int filter = index % filterParts * filtersOfPart;
    int channels = Math.min(channelsOfPart, s.sources() - channel);
    int filters = Math.min(filtersOfPart, s.rows() - filter);
    if (channels > 0 && filters > 0) {
      gradient(group, channel, channels, filter, filters);
    }
  }

  private void gradient(int group, int channel, int channels, int filter, int filters) {
    int rows = roundUp(channels);
    int ld = tiles(filters, NR) * NR;
    Slice inputs = INPUTS.slice(rows / LENGTH * POINTS * INPUT_STEP);
    Slice gradients = GRADIENTS.slice(ld / NR * POINTS * GRADIENT_STEP);
    int sumStep = (rows + 1) * ld;
    Slice totals = TOTALS.slice(POINTS * sumStep);
    Slice others = tileCount > KC ? SUMS.slice(POINTS * sumStep) : totals;
    INS.get().lay(s);
    OUTS.get().lay(s);
    for (int tile = 0; tile < tileCount; tile += CHUNK) {
      int count = Math.min(CHUNK, tileCount - tile);
      Slice sums = tile < KC ? totals : others;
      if (db != null) {
        biases(tile, count, group, channel, filter, filters);
      }
      transformInputs(tile, count, group, channel, channels, inputs);
      transformGradients(tile, count, group, filter, filters, gradients);
      for (int point = 0; point < POINTS; point++) {
        boolean first = tile % KC == 0;
        multiply(count, rows, ld, inputs, gradients, point, sums, point * sumStep, first);
      }
      boolean ends = (tile + CHUNK) % KC == 0 || tile + CHUNK >= tileCount;
      if (ends && sums != totals) {
        RowsSimd.add(POINTS * sumStep, totals.array, totals.at, sums.array, sums.at);
      }
    }
    write(group, channel, channels, filter, filters, totals, ld, sumStep);
  }

  /** A block of tiles of some channels: [channels / LENGTH, POINTS, tiles, LENGTH]. */
  private void transformInputs(
      int tile, int count, int group, int channel, int channels, Slice inputs) {
    WinogradPlanes planes = INS.get();
    for (int c = 0; c < channels; c += LENGTH) {
      planes.transform(
          x,
          xOffset + s.sourcePlane(group, channel + c),
          Math.min(LENGTH, channels - c),
          tile,
          count,
          inputs.array,
          inputs.at + c / LENGTH * POINTS * INPUT_STEP,
          LENGTH,
          INPUT_STEP);
    }
  }

  /** A block of tiles of some filters: [filters / NR, POINTS, tiles, NR]. */
  private void transformGradients(
      int tile, int count, int group, int filter, int filters, Slice gradients) {
    WinogradPlanes planes = OUTS.get();
    for (int f = 0; f < filters; f += LENGTH) {
      planes.transform(
          dy,
          dyOffset + (group * s.rows() + filter + f) * s.outHeight() * s.outWidth(),
          Math.min(LENGTH, filters - f),
          tile,
          count,
          gradients.array,
          gradients.at + f / NR * POINTS * GRADIENT_STEP + f % NR,
          NR,
          GRADIENT_STEP);
    }
  }

  /** Lets the sums of a point go on by some products. */
  private static void multiply(
      int kc,
      int rows,
      int ld,
      Slice inputs,
      Slice gradients,
      int point,
      Slice sums,
      int to,
      boolean first) {
    for (int f = 0; f < ld; f += NR) {
      for (int c = 0; c < rows; c += MicroKernel.LANE_ROWS) {
        int at = sums.at + to + c * ld + f;
        MicroKernel.lanes(
            kc,
            inputs.array,
            inputs.at + (c / LENGTH * POINTS + point) * INPUT_STEP + c % LENGTH,
            gradients.array,
            gradients.at + (f / NR * POINTS + point) * GRADIENT_STEP,
            first ? ZEROS : sums.array,
            first ? 0 : at,
            first ? 0 : ld,
            sums.array,
            at,
            ld);
      }
    }
  }

  /** The sums of a part to its weights. */
  private void write(
      int group, int channel, int channels, int filter, int filters, Slice sums, int ld, int step) {
    Slice lines = LINES.slice(POINTS * LENGTH);
    for (int at = 0; at < channels * ld; at += LENGTH) {
      WinogradPlaneLinesSimd.taps(sums.array, sums.at + at, step, lines);
    }
    int taps = channels * 9;
    int[] order = ORDER.ints(taps);
    for (int i = 0; i < taps; i++) {
      order[i] = i % 9 * step / ld + i / 9;
    }
    int to = dwOffset + s.kernel(group, filter, channel);
    RowsSimd.transpose(taps, filters, sums.array, sums.at, order, ld, dw, to, s.weightRowStep());
  }

  /** Of the images that begin in this block; parts of the same filters share them. */
  private void biases(int tile, int kc, int group, int channel, int filter, int filters) {
    int share = channel / channelsOfPart;
    int from = filters * share / channelParts;
    int end = filters * (share + 1) / channelParts;
    int tilesOfImage = s.tileRows() * s.tileColumns();
    int pixels = s.outHeight() * s.outWidth();
    for (int n = tiles(tile, tilesOfImage); n < tiles(tile + kc, tilesOfImage); n++) {
      for (int f = from; f < end; f++) {
        int plane = group * s.rows() + filter + f;
        int at = (n * s.groups() * s.rows() + plane) * pixels;
        float sofar = n == 0 ? 0 : db[dbOffset + plane];
        db[dbOffset + plane] = sofar + FoldSimd.sum(pixels, dy, dyOffset + at);
      }
    }
  }
}
