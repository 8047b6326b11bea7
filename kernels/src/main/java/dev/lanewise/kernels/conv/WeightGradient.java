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
import dev.lanewise.kernels.simd.RowsSimd;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;
import java.util.Arrays;

/**
 * Gradient by the weights, as the product of the image matrix, [products, pixels], with dy
 * transposed, [pixels, filters]. A part owns the weights of some channels and some filters and
 * takes all images one after the other, so that sums stay in its cache and are written once. Few
 * weights of many images are not split: a part takes some images, whose sums are added at the end.
 *
 * <p>Of the image matrix it keeps one row for each channel and kernel column, {@link TapRows}:
 * those of the other kernel rows are the same, some output rows further on.
 */
final class WeightGradient extends Task {
  /** Floats of the sums of all images that a cache holds. */
  private static final int OF_ALL_IMAGES = 1 << 19;

  private static final Scratch IMAGE = new Scratch();
  private static final Scratch ROWS = new Scratch();
  private static final Scratch PANELS = new Scratch();
  private static final Scratch SUM = new Scratch();
  private static final Scratch SUM_OF_IMAGE = new Scratch();
  private static final Scratch OF_IMAGES = new Scratch();
  private static final IntScratch ORDER = new IntScratch();

  private final TapRows t = new TapRows();
  private final WeightParts parts = new WeightParts();
  private Conv2dShape shape;
  private int pixels;

  /** Images of a part, whose sums and biases go here, [group, image]; or null. */
  private int images;

  private Slice ofImages;

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
    int threads = Parallelism.current().threads();
    long ofAll = (long) s.batch() * s.groups() * (size(t.sources(), t.filters()) + t.filters());
    if (threads > 1 && s.batch() >= 2 * threads && ofAll <= OF_ALL_IMAGES) {
      images = Math.ceilDiv(s.batch(), Math.ceilDiv(4 * threads, s.groups()));
      ofImages = OF_IMAGES.slice((int) ofAll);
      Parallelism.current().run(this, s.groups() * Math.ceilDiv(s.batch(), images));
      for (int group = 0; group < s.groups(); group++) {
        add(group);
      }
      ofImages = null;
    } else {
      parts.lay(t, s.groups(), threads);
      Parallelism.current().run(this, s.groups() * parts.count());
    }
    this.x = null;
    this.dy = null;
    this.dw = null;
    this.db = null;
  }

  @Override
  protected void part(int index) {
    if (ofImages != null) {
      sums(index % shape.groups(), index / shape.groups() * images);
      return;
    }
    int group = index / parts.count();
    int c = index % parts.count() / parts.filterParts * parts.channels;
    int f = index % parts.filterParts * parts.filters;
    int channels = Math.min(parts.channels, t.sources() - c);
    int filters = Math.min(parts.filters, t.filters() - f);
    if (channels > 0 && filters > 0) {
      gradient(group, c, channels, f, filters);
    }
  }

  /** Floats of the sums of some weights: [kernel rows, rows, filters]. */
  private int size(int channels, int filters) {
    return t.kernelRows * t.paddedRows(channels) * MicroKernel.tiles(filters, NR) * NR;
  }

  private void gradient(int group, int firstChannel, int channels, int firstFilter, int filters) {
    int size = size(channels, filters);
    Slice sum = SUM.slice(size);
    Slice ofImage = pixels > KC && shape.batch() > 1 ? SUM_OF_IMAGE.slice(size) : sum;
    // Several parts have the same filters.
    int share = firstChannel / parts.channels;
    int from = filters * share / parts.channelParts;
    int end = filters * (share + 1) / parts.channelParts;
    for (int n = 0; n < shape.batch(); n++) {
      for (int f = firstFilter + from; db != null && f < firstFilter + end; f++) {
        int at = dbOffset + group * t.filters() + f;
        db[at] = (n == 0 ? 0 : db[at]) + bias(n, group, f);
      }
      Slice target = n == 0 ? sum : ofImage;
      boolean fresh = n == 0 || target != sum;
      image(n, group, firstChannel, channels, firstFilter, filters, target.array, target.at, fresh);
      if (target != sum) {
        RowsSimd.add(size, sum.array, sum.at, target.array, target.at);
      }
    }
    write(group, firstChannel, channels, firstFilter, filters, sum);
  }

  /** The sums and biases of some images. */
  private void sums(int group, int firstImage) {
    int size = size(t.sources(), t.filters());
    int end = Math.min(firstImage + images, shape.batch());
    for (int n = firstImage; n < end; n++) {
      int at = ofImages.at + (group * shape.batch() + n) * (size + t.filters());
      for (int f = 0; db != null && f < t.filters(); f++) {
        ofImages.array[at + size + f] = bias(n, group, f);
      }
      image(n, group, 0, t.sources(), 0, t.filters(), ofImages.array, at, true);
    }
  }

  /** Adds them up. */
  private void add(int group) {
    int size = size(t.sources(), t.filters());
    int all = size + (db == null ? 0 : t.filters());
    Slice sum = SUM.slice(size + t.filters());
    Arrays.fill(sum.array, sum.at, sum.at + all, 0f);
    for (int n = 0; n < shape.batch(); n++) {
      int at = ofImages.at + (group * shape.batch() + n) * (size + t.filters());
      RowsSimd.add(all, sum.array, sum.at, ofImages.array, at);
    }
    write(group, 0, t.sources(), 0, t.filters(), sum);
    if (db != null) {
      System.arraycopy(sum.array, sum.at + size, db, dbOffset + group * t.filters(), t.filters());
    }
  }

  private float bias(int image, int group, int filter) {
    int plane = (image * shape.groups() + group) * t.filters() + filter;
    return FoldSimd.sum(pixels, dy, dyOffset + plane * pixels);
  }

  /**
   * Adds what an image gives to some weights.
   *
   * @param sum from {@code to} on: [kernel rows, rows, filters]
   * @param fresh whether it is 0, and not there yet
   */
  private void image(
      int n,
      int group,
      int firstChannel,
      int channels,
      int firstFilter,
      int filters,
      float[] sum,
      int to,
      boolean fresh) {
    int rows = t.paddedRows(channels);
    int ld = MicroKernel.tiles(filters, NR) * NR;
    boolean inPlace = t.inPlace && rows == channels;
    int pitch = inPlace ? pixels : ROW_PITCH;
    float[] copies = inPlace ? x : ROWS.floats(t.kinds * rows * ROW_PITCH);
    float[] image = IMAGE.floats(t.imageSize(channels));
    Slice panels = PANELS.slice(ld * KC);
    int planes = (n * shape.groups() + group) * t.sources() + firstChannel;
    int planesOfDy = (n * shape.groups() + group) * t.filters() + firstFilter;
    int xAt = xOffset + planes * shape.height() * shape.width();
    for (int chunk = 0; chunk < pixels; chunk += t.chunk) {
      int count = Math.min(t.chunk, pixels - chunk);
      if (!inPlace) {
        t.copy(chunk, count, channels, x, xAt, image, copies);
      }
      for (int at = 0; at < count; at += KC) {
        int kc = Math.min(KC, count - at);
        int pixel = chunk + at;
        for (int f = 0; f < filters; f += NR) {
          int from = dyOffset + (planesOfDy + f) * pixels + pixel;
          int strip = Math.min(NR, filters - f);
          int panel = panels.at + f * kc;
          Pack.transposed(kc, strip, dy, from, pixels, NR, panels.array, panel);
        }
        int a = inPlace ? xAt + pixel : at;
        multiply(kc, rows, ld, copies, a, pitch, panels, sum, to, fresh && pixel == 0);
      }
    }
  }

  /** Adds a block of products to the sums: [kernel rows, rows, ld]. */
  private void multiply(
      int kc,
      int rows,
      int ld,
      float[] a,
      int aOffset,
      int lda,
      Slice panels,
      float[] c,
      int cOffset,
      boolean first) {
    for (int f = 0; f < ld; f += NR) {
      for (int ky = 0; ky < t.kernelRows; ky++) {
        int from = aOffset + t.kind[ky] * rows * lda + t.shift[ky];
        int to = cOffset + ky * rows * ld + f;
        int height;
        for (int row = 0; row < rows; row += height) {
          height = MicroKernel.tileRows(rows - row);
          MicroKernel.rows(
              height,
              NR,
              kc,
              a,
              from + row * lda,
              lda,
              panels.array,
              panels.at + f * kc,
              first ? ZEROS : c,
              first ? 0 : to + row * ld,
              first ? 0 : ld,
              c,
              to + row * ld,
              ld);
        }
      }
    }
  }

  /** From [kernel row, channel, kernel column, filter], as the sums lie, to dW's order. */
  private void write(
      int group, int firstChannel, int channels, int firstFilter, int filters, Slice sum) {
    int rows = t.paddedRows(channels);
    int ld = MicroKernel.tiles(filters, NR) * NR;
    int products = channels * t.taps();
    int[] order = ORDER.ints(products);
    for (int p = 0; p < products; p++) {
      int tap = p % t.taps();
      order[p] =
          tap / t.kernelColumns * rows + p / t.taps() * t.kernelColumns + tap % t.kernelColumns;
    }
    int ldw = t.sources() * t.taps();
    int to = dwOffset + (group * t.filters() + firstFilter) * ldw + firstChannel * t.taps();
    RowsSimd.transpose(products, filters, sum.array, sum.at, order, ld, dw, to, ldw);
  }
}
