package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.microkernel.MicroKernel.MR;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.microkernel.MicroKernel.ROW_PITCH;
import static dev.lanewise.kernels.microkernel.MicroKernel.ZEROS;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.microkernel.MicroKernel;
import dev.lanewise.kernels.microkernel.Pack;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.FoldSimd;
import dev.lanewise.kernels.simd.IntScratch;
import dev.lanewise.kernels.simd.RowsSimd;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;

/**
 * Gradient by many weights of one image with few pixels, as the product of dy, [filters, pixels],
 * and the image matrix transposed, [pixels, products]. To write the weights takes as long as to
 * compute them, so they are written once, in their order; that the image matrix is transposed
 * instead, taps and all, many filters make up for.
 */
final class FewPixelWeights extends Task {
  /** Weights that would not stay in a cache. */
  private static final int LEAST_WEIGHTS = 1 << 18;

  /** Floats of the image matrix that do. */
  private static final int MATRIX = 1 << 18;

  /** Channels whose rows are laid out at a time: so that their products are whole squares. */
  private static final int CHANNELS = LENGTH;

  private static final Scratch IMAGE = new Scratch();
  private static final Scratch ROWS = new Scratch();
  private static final Scratch PANELS = new Scratch();
  private static final Scratch FILTERS = new Scratch();
  private static final IntScratch FROM = new IntScratch();

  private final TapRows t = new TapRows();
  private Conv2dShape shape;
  private int pixels;
  private int channelsOfPart;

  private float[] x;
  private int xOffset;
  private float[] dy;
  private int dyOffset;
  private float[] dw;
  private int dwOffset;

  static boolean suits(Conv2dShape s) {
    return s.batch() == 1
        && s.outputHeight() * s.outputWidth() <= KC
        && s.filters() / s.groups() >= 4 * MR
        && s.weightSize() / s.groups() >= LEAST_WEIGHTS;
  }

  void run(
      Conv2dShape s,
      float[] x,
      int xo,
      float[] dy,
      int dyo,
      float[] dw,
      int dwo,
      float[] db,
      int dbo) {
    if (!s.equals(shape)) {
      shape = null; // in case this fails half way
      t.lay(s);
      pixels = s.outputHeight() * s.outputWidth();
      shape = s;
    }
    this.x = x;
    xOffset = xo;
    this.dy = dy;
    dyOffset = dyo;
    this.dw = dw;
    dwOffset = dwo;
    int share = tiles(t.sources(), Parallelism.current().threads());
    int most = Math.max(1, MATRIX / (t.taps() * pixels));
    channelsOfPart = tiles(share, tiles(share, most));
    Parallelism.current().run(this, s.groups() * tiles(t.sources(), channelsOfPart));
    for (int f = 0; db != null && f < s.filters(); f++) {
      db[dbo + f] = 0 + FoldSimd.sum(pixels, dy, dyo + f * pixels);
    }
    this.x = null;
    this.dy = null;
    this.dw = null;
  }

  @Override
  protected void part(int index) {
    int group = index % shape.groups();
    int first = index / shape.groups() * channelsOfPart;
    int channels = Math.min(channelsOfPart, t.sources() - first);
    int products = channels * t.taps();
    Slice panels = PANELS.slice(tiles(products, NR) * NR * pixels);
    for (int c = 0; c < channels; c += CHANNELS) {
      pack(group, first + c, Math.min(CHANNELS, channels - c), c * t.taps(), panels);
    }
    float[] filters = FILTERS.floats(MR * pixels);
    int ldw = t.sources() * t.taps();
    for (int f = 0; f < t.filters(); f += MR) {
      int height = Math.min(MR, t.filters() - f);
      int filter = group * t.filters() + f;
      Pack.transposed(pixels, height, dy, dyOffset + filter * pixels, pixels, MR, filters, 0);
      int to = dwOffset + filter * ldw + first * t.taps();
      for (int p = 0; p < products; p += NR) {
        int width = Math.min(NR, products - p);
        MicroKernel.tile(
            height,
            width,
            pixels,
            filters,
            0,
            panels.array,
            panels.at + p * pixels,
            ZEROS,
            0,
            0,
            dw,
            to + p,
            ldw);
      }
    }
  }

  /** The columns of some channels' products, from {@code product} on, as panels. */
  private void pack(int group, int channel, int channels, int product, Slice panels) {
    int padded = t.paddedRows(channels);
    float[] rows = ROWS.floats(t.kinds * padded * ROW_PITCH);
    float[] image = IMAGE.floats(t.imageSize(channels));
    int plane = (group * t.sources() + channel) * shape.height() * shape.width();
    t.copy(0, pixels, channels, x, xOffset + plane, image, rows);
    int end = product + channels * t.taps();
    int[] from = FROM.ints(NR);
    int next;
    for (int p = product; p < end; p = next) {
      next = Math.min((p / NR + 1) * NR, end);
      for (int i = p; i < next; i++) {
        int tap = (i - product) % t.taps();
        int row = (i - product) / t.taps() * t.kernelColumns + tap % t.kernelColumns;
        int ky = tap / t.kernelColumns;
        from[i - p] = (t.kind[ky] * padded + row) * ROW_PITCH + t.shift[ky];
      }
      int to = panels.at + p / NR * NR * pixels + p % NR;
      RowsSimd.transpose(next - p, pixels, rows, 0, from, 1, panels.array, to, NR);
    }
  }
}
