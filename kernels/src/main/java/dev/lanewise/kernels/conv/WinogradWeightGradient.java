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
 * {@link WinogradReference#weightGradient} on vectors. A part is the weights of some channels and
 * some filters. It takes the tiles in blocks of KC and these a chunk at a time: transforms what its
 * channels and its filters have there, and lets each of its 36 matrices of sums, [channels,
 * filters], go on by the product of [channels, tiles] and [tiles, filters]. The blocks' sums are
 * added in order.
 *
 * <p>Threads share out the parts, or where these are few the blocks: to cut the parts instead would
 * make each thread transform what others transform, too.
 */
final class WinogradWeightGradient extends Task {
  private static final Scratch INPUTS = new Scratch();
  private static final Scratch GRADIENTS = new Scratch();
  private static final Scratch SUMS = new Scratch();
  private static final Scratch TOTALS = new Scratch();
  private static final Scratch LINES = new Scratch();
  private static final Scratch PLANE_SUMS = new Scratch();
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

  private Conv2dShape shape;
  private WinogradShape s;
  private int tileCount;
  private final WinogradParts parts = new WinogradParts();
  private final Blocks blocks = new Blocks();

  private float[] x;
  private int xOffset;
  private float[] dy;
  private int dyOffset;
  private float[] dw;
  private int dwOffset;
  private float[] db;
  private int dbOffset;

  /** Sums of the images' planes of dy: [batch, filters]. */
  private float[] planeSums;

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
    planeSums = db == null ? null : PLANE_SUMS.floats(c.batch() * c.filters());
    parts.lay(s);
    int threads = Parallelism.current().threads();
    if (parts.count() % threads != 0 && tiles(tileCount, KC) >= threads) {
      for (int part = 0; part < parts.count(); part++) {
        blocks.run(part, threads);
      }
    } else {
      parts.cutFor(threads);
      Parallelism.current().run(this, parts.count());
    }
    if (db != null) {
      addPlaneSums(c.filters());
    }
    planeSums = null;
    this.x = null;
    this.dy = null;
    this.dw = null;
    this.db = null;
  }

  @Override
  protected void part(int part) {
    int size = parts.size(part);
    Slice totals = TOTALS.slice(size);
    sum(part, 0, totals.array, totals.at);
    for (int block = 1; block < tiles(tileCount, KC); block++) {
      Slice sums = SUMS.slice(size);
      sum(part, block, sums.array, sums.at);
      RowsSimd.add(size, totals.array, totals.at, sums.array, sums.at);
    }
    write(part, totals);
  }

  /** A part whose blocks threads share out: some blocks' sums at once, then the next ones'. */
  private final class Blocks extends Task {
    private int part;
    private int size;
    private Slice totals;
    private Slice sums;
    private int firstBlock;
    private int count;
    private boolean adding;

    void run(int part, int threads) {
      this.part = part;
      size = parts.size(part);
      totals = TOTALS.slice(size);
      int blocks = tiles(tileCount, KC);
      sums = SUMS.slice(threads * size);
      for (firstBlock = 0; firstBlock < blocks; firstBlock += count) {
        count = Math.min(threads, blocks - firstBlock);
        adding = false;
        Parallelism.current().run(this, count);
        adding = true;
        Parallelism.current().run(this, count);
      }
      write(part, totals);
      totals = null;
      sums = null;
    }

    /** A share of all points' sums, in the order of the blocks. */
    private void add(int share) {
      int begin = size / LENGTH * share / count * LENGTH;
      int n = size / LENGTH * (share + 1) / count * LENGTH - begin;
      for (int i = firstBlock == 0 ? 1 : 0; i < count; i++) {
        int from = sums.at + i * size + begin;
        RowsSimd.add(n, totals.array, totals.at + begin, sums.array, from);
      }
    }

    @Override
    protected void part(int index) {
      if (adding) {
        add(index);
      } else if (firstBlock + index == 0) {
        sum(part, 0, totals.array, totals.at);
      } else {
        sum(part, firstBlock + index, sums.array, sums.at + index * size);
      }
    }
  }

  /** The sums of a block of tiles: [points, channels and one, filters in whole panels]. */
  private void sum(int part, int block, float[] sums, int at) {
    int group = parts.group(part);
    int channels = parts.channels(part);
    int filters = parts.filters(part);
    int rows = roundUp(channels);
    int ld = parts.ld(part);
    Slice inputs = INPUTS.slice(rows / LENGTH * POINTS * INPUT_STEP);
    Slice gradients = GRADIENTS.slice(ld / NR * POINTS * GRADIENT_STEP);
    INS.get().lay(s);
    OUTS.get().lay(s);
    int begin = block * KC;
    int end = Math.min(begin + KC, tileCount);
    if (planeSums != null) {
      sumPlanes(part, begin, end);
    }
    for (int tile = begin; tile < end; tile += CHUNK) {
      int count = Math.min(CHUNK, end - tile);
      transformInputs(tile, count, group, parts.channel(part), channels, inputs);
      transformGradients(tile, count, group, parts.filter(part), filters, gradients);
      for (int point = 0; point < POINTS; point++) {
        int to = at + point * parts.sumStep(part);
        multiply(count, rows, ld, inputs, gradients, point, sums, to, tile == begin);
      }
    }
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
      float[] sums,
      int to,
      boolean first) {
    for (int f = 0; f < ld; f += NR) {
      for (int c = 0; c < rows; c += MicroKernel.LANE_ROWS) {
        int at = to + c * ld + f;
        MicroKernel.lanes(
            kc,
            inputs.array,
            inputs.at + (c / LENGTH * POINTS + point) * INPUT_STEP + c % LENGTH,
            gradients.array,
            gradients.at + (f / NR * POINTS + point) * GRADIENT_STEP,
            first ? ZEROS : sums,
            first ? 0 : at,
            first ? 0 : ld,
            sums,
            at,
            ld);
      }
    }
  }

  /** The sums of a part to its weights. */
  private void write(int part, Slice sums) {
    int channels = parts.channels(part);
    int ld = parts.ld(part);
    int step = parts.sumStep(part);
    Slice lines = LINES.slice(POINTS * LENGTH);
    for (int at = 0; at < channels * ld; at += LENGTH) {
      WinogradPlaneLinesSimd.taps(sums.array, sums.at + at, step, lines);
    }
    int taps = channels * 9;
    int[] order = ORDER.ints(taps);
    for (int i = 0; i < taps; i++) {
      order[i] = i % 9 * step / ld + i / 9;
    }
    int to = dwOffset + s.kernel(parts.group(part), parts.filter(part), parts.channel(part));
    RowsSimd.transpose(
        taps, parts.filters(part), sums.array, sums.at, order, ld, dw, to, s.weightRowStep());
  }

  /** Of the images that begin in a block; parts of the same filters share them. */
  private void sumPlanes(int part, int begin, int end) {
    int share = parts.channelPart(part);
    int shares = parts.channelParts();
    int first = parts.group(part) * s.rows() + parts.filter(part);
    int tilesOfImage = s.tileRows() * s.tileColumns();
    int pixels = s.outHeight() * s.outWidth();
    for (int n = tiles(begin, tilesOfImage); n < tiles(end, tilesOfImage); n++) {
      int from = n * s.groups() * s.rows() + first;
      int filters = parts.filters(part);
      for (int f = filters * share / shares; f < filters * (share + 1) / shares; f++) {
        planeSums[from + f] = FoldSimd.sum(pixels, dy, dyOffset + (from + f) * pixels);
      }
    }
  }

  private void addPlaneSums(int filters) {
    for (int f = 0; f < filters; f++) {
      float sum = 0;
      for (int n = 0; n < s.batch(); n++) {
        sum += planeSums[n * filters + f];
      }
      db[dbOffset + f] = sum;
    }
  }
}
