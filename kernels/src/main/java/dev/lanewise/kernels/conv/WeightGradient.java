package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.microkernel.MicroKernel.ROW_PITCH;
import static dev.lanewise.kernels.microkernel.MicroKernel.ZEROS;

import dev.lanewise.kernels.microkernel.MicroKernel;
import dev.lanewise.kernels.microkernel.Pack;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.FoldSimd;
import dev.lanewise.kernels.simd.IntScratch;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;

/**
 * Gradient by the weights, as the product of the image matrix, [products, pixels], with dy
 * transposed, [pixels, filters]. A part owns the weights of some channels and some filters and
 * takes all images one after the other, so that sums stay in its cache and are written once.
 *
 * <p>Of the image matrix it keeps one row for each channel and kernel column, {@link TapRows}:
 * those of the other kernel rows are the same, some output rows further on.
 */
final class WeightGradient extends Task {
  private static final Scratch IMAGE = new Scratch();
  private static final Scratch ROWS = new Scratch();
  private static final Scratch PANELS = new Scratch();
  private static final Scratch SUM = new Scratch();
  private static final Scratch SUM_OF_IMAGE = new Scratch();
  private static final IntScratch ORDER = new IntScratch();

  private final TapRows t = new TapRows();
  private final WeightParts parts = new WeightParts();
  private Conv2dShape shape;
  private int pixels;

  private float[] x;
  private int xOffset;
  private float[] dy;
  private int dyOffset;
  private float[] dw;
  private int dwOffset;
  private float[] db;
  private int dbOffset;

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
      parts.clear();
    }
    this.x = x;
    xOffset = xo;
    this.dy = dy;
    dyOffset = dyo;
    this.dw = dw;
    dwOffset = dwo;
    this.db = db;
    dbOffset = dbo;
    parts.lay(t, s.groups(), Parallelism.current().threads());
    Parallelism.current().run(this, s.groups() * parts.count());
    this.x = null;
    this.dy = null;
    this.dw = null;
    this.db = null;
  }

  @Override
  protected void part(int index) {
    int group = index / parts.count();
    int c = index % parts.count() / parts.filterParts * parts.channels;
    int f = index % parts.filterParts * parts.filters;
    int channels = Math.min(parts.channels, t.sources() - c);
    int filters = Math.min(parts.filters, t.filters() - f);
    if (channels > 0 && filters > 0) {
      gradient(group, c, channels, f, filters);
    }
  }

  private void gradient(int group, int firstChannel, int channels, int firstFilter, int filters) {
    int rows = t.paddedRows(channels);
    int ld = MicroKernel.tiles(filters, NR) * NR;
    int size = t.kernelRows * rows * ld;
    Slice sum = SUM.slice(size);
    Slice ofImage = pixels > KC && shape.batch() > 1 ? SUM_OF_IMAGE.slice(size) : sum;
    float[] copies = ROWS.floats(t.kinds * rows * ROW_PITCH);
    float[] image = IMAGE.floats(t.imageSize(channels));
    Slice panels = PANELS.slice(ld * KC);
    int plane = shape.height() * shape.width();
    for (int n = 0; n < shape.batch(); n++) {
      int planes = (n * shape.groups() + group) * t.sources() + firstChannel;
      int planesOfDy = (n * shape.groups() + group) * t.filters() + firstFilter;
      if (db != null) {
        biases(n, group, firstChannel, firstFilter, filters, planesOfDy);
      }
      Slice target = n == 0 ? sum : ofImage;
      for (int chunk = 0; chunk < pixels; chunk += t.chunk) {
        int count = Math.min(t.chunk, pixels - chunk);
        t.copy(chunk, count, channels, x, xOffset + planes * plane, image, copies);
        for (int at = 0; at < count; at += KC) {
          int kc = Math.min(KC, count - at);
          int pixel = chunk + at;
          for (int f = 0; f < filters; f += NR) {
            int from = dyOffset + (planesOfDy + f) * pixels + pixel;
            int to = panels.at + f * kc;
            int strip = Math.min(NR, filters - f);
            Pack.transposed(kc, strip, dy, from, pixels, NR, panels.array, to);
          }
          boolean first = pixel == 0 && (n == 0 || target != sum);
          multiply(kc, at, rows, ld, copies, panels, target, first);
        }
      }
      if (target != sum) {
        TapRowsSimd.add(size, sum.array, sum.at, target.array, target.at);
      }
    }
    write(group, firstChannel, channels, firstFilter, filters, rows, ld, sum);
  }

  /** Adds a block of products to the sums: [kernel rows, rows, ld]. */
  private void multiply(
      int kc, int at, int rows, int ld, float[] copies, Slice panels, Slice c, boolean first) {
    for (int f = 0; f < ld; f += NR) {
      for (int ky = 0; ky < t.kernelRows; ky++) {
        int from = t.kind[ky] * rows * ROW_PITCH + t.shift[ky] + at;
        int to = c.at + ky * rows * ld + f;
        int height;
        for (int row = 0; row < rows; row += height) {
          height = MicroKernel.tileRows(rows - row);
          MicroKernel.rows(
              height,
              NR,
              kc,
              copies,
              from + row * ROW_PITCH,
              panels.array,
              panels.at + f * kc,
              NR,
              first ? ZEROS : c.array,
              first ? 0 : to + row * ld,
              first ? 0 : ld,
              c.array,
              to + row * ld,
              ld);
        }
      }
    }
  }

  /** From [kernel row, channel, kernel column, filter], as the sums lie, to dW's order. */
  private void write(
      int group,
      int firstChannel,
      int channels,
      int firstFilter,
      int filters,
      int rows,
      int ld,
      Slice sum) {
    int products = channels * t.taps();
    int[] order = ORDER.ints(products);
    for (int p = 0; p < products; p++) {
      int tap = p % t.taps();
      order[p] =
          tap / t.kernelColumns * rows + p / t.taps() * t.kernelColumns + tap % t.kernelColumns;
    }
    int ldw = t.sources() * t.taps();
    int to = dwOffset + (group * t.filters() + firstFilter) * ldw + firstChannel * t.taps();
    TapRowsSimd.transpose(products, filters, sum.array, sum.at, order, ld, dw, to, ldw);
  }

  /** Those of a part's filters that fall to it, as several parts have the same. */
  private void biases(
      int n, int group, int firstChannel, int firstFilter, int filters, int planesOfDy) {
    int share = firstChannel / parts.channels;
    int from = filters * share / parts.channelParts;
    int end = filters * (share + 1) / parts.channelParts;
    for (int f = from; f < end; f++) {
      int at = dbOffset + group * t.filters() + firstFilter + f;
      float sofar = n == 0 ? 0 : db[at];
      db[at] = sofar + FoldSimd.sum(pixels, dy, dyOffset + (planesOfDy + f) * pixels);
    }
  }
}
