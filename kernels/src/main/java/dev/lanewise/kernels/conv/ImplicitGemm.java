package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.microkernel.MicroKernel.MR;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.microkernel.MicroKernel.ZEROS;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;

import dev.lanewise.kernels.microkernel.ShiftedProduct;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.ReluSimd;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;
import dev.lanewise.kernels.simd.Strides2Simd;
import java.util.Arrays;

/**
 * Multiplies {@link Lowering}s out: packs the weights, unless they are, then takes part by part (a
 * group, a block of output rows of an image, or several small images) and multiplies with the
 * image, shifted by the taps. The im2col matrix never exists.
 */
final class ImplicitGemm extends Task {
  /** Output pixels of a part of several images, about. */
  private static final int IMAGES_PIXELS = 1024;

  /** Output pixels of a thread from which it packs all weights for itself, if they are few. */
  private static final int OWN_PIXELS = 256;

  private static final Scratch PANELS = new Scratch();
  private static final Scratch COLUMN_BIAS = new Scratch();
  private static final Scratch IMAGE = new Scratch();
  private static final Scratch VIEWS = new Scratch();
  private static final Scratch PHASES = new Scratch();

  // What the phases are laid out for.
  private Conv2dShape shape;
  private int threads;

  private Lowering[] phases = {new Lowering()};
  private int phaseCount;
  private final WeightPanels weights = new WeightPanels();

  /** The packed weights; null where threads have their own, of that {@link Scratch#numbers}. */
  private Slice panels;

  private long number;
  private float[] source;
  private int sourceOffset;
  private int sourcePlane;
  private float[] out;
  private int outOffset;
  private int outWidth;
  private int outPlane;
  private boolean rectified;

  private boolean packing;
  private float[] base;
  private int baseLd;

  /** Images of a part, and rows of the product. */
  private int images;

  private int partRows;

  /**
   * @param panels what {@link #panels} has made of the weights, or null to make it now
   */
  void forward(
      Conv2dShape s,
      float[] x,
      int xo,
      float[] w,
      int wo,
      Slice panels,
      float[] bias,
      int bo,
      float[] y,
      int yo) {
    set(s);
    source = x;
    sourceOffset = xo;
    out = y;
    outOffset = yo;
    outWidth = s.outputWidth();
    outPlane = s.outputHeight() * outWidth;
    rectified = s.rectified();
    weights.take(w, wo);
    run(panels, bias, bo);
  }

  /** The weights as the forward pass reads them. */
  Slice panels(Conv2dShape s, float[] w, int wo) {
    set(s);
    weights.take(w, wo);
    pack(Slice.alone(weights.size()));
    weights.release();
    Slice made = panels;
    panels = null;
    return made;
  }

  private void set(Conv2dShape s) {
    if (!ready(s)) {
      phaseCount = 1;
      phases[0].forward(s, threads);
      weights.set(s, phases, phaseCount);
      shape = s;
    }
  }

  void inputGradient(Conv2dShape s, float[] dy, int dyo, float[] w, int wo, float[] dx, int dxo) {
    if (!ready(s)) {
      phases(s);
      weights.set(s, phases, phaseCount);
      shape = s;
    }
    source = dy;
    sourceOffset = dyo;
    out = dx;
    outOffset = dxo;
    outWidth = s.width();
    outPlane = s.height() * outWidth;
    rectified = false;
    weights.take(w, wo);
    run(null, null, 0);
  }

  private boolean ready(Conv2dShape s) {
    int now = Parallelism.current().threads();
    if (now == threads && s.equals(shape)) {
      return true;
    }
    shape = null; // in case laying out fails half way
    threads = now;
    return false;
  }

  private void phases(Conv2dShape s) {
    phaseCount = s.strideHeight() * s.strideWidth();
    if (phases.length < phaseCount) {
      phases = Arrays.copyOf(phases, phaseCount);
    }
    for (int phase = 0; phase < phaseCount; phase++) {
      if (phases[phase] == null) {
        phases[phase] = new Lowering();
      }
      phases[phase].inputGradient(s, threads, phase / s.strideWidth(), phase % s.strideWidth());
    }
  }

  private void pack(Slice to) {
    panels = to;
    packing = true;
    Parallelism.current().run(this, weights.parts());
  }

  /** This thread's own. */
  private Slice ownPanels() {
    Slice own = PANELS.slice(weights.size());
    if (PANELS.lacks(number)) {
      for (int part = 0; part < weights.parts(); part++) {
        weights.pack(part, own);
      }
    }
    return own;
  }

  private void run(Slice panels, float[] bias, int bo) {
    Lowering l = phases[0];
    this.panels = panels;
    long pixels = (long) shape.batch() * l.outRows * l.outColumns;
    boolean own = pixels >= (long) threads * OWN_PIXELS && weights.size() <= Scratch.OWN;
    if (panels == null && !own) {
      pack(PANELS.slice(weights.size()));
    }
    packing = false;
    number = Scratch.numbers(1);
    sourcePlane = l.sourceHeight * l.sourceWidth;
    base = bias == null ? ZEROS : columns(bias, bo, shape.filters());
    baseLd = bias == null ? 0 : NR;
    // Several small images, so that few tiles are cut off, but something for each thread.
    int most = Math.max(1, shape.batch() / 4);
    images = l.blocks > 1 ? 1 : Math.clamp(IMAGES_PIXELS / (l.outRows * l.outColumns), 1, most);
    int parts = tiles(shape.batch(), images) * shape.groups() * l.blocks;
    // Each part lays out its image, so rows are shared out only where threads would have no part.
    int shares =
        parts >= 2 * threads || parts % threads == 0
            ? 1
            : Math.min(tiles(2 * threads, parts), l.rows / WeightPanels.ROWS);
    partRows = threads == 1 || shares <= 1 ? l.rows : tiles(l.rows, shares * MR) * MR;
    Parallelism.current().run(this, parts * tiles(l.rows, partRows));
    source = null;
    weights.release();
    this.panels = null;
    out = null;
  }

  /** Each value NR times, so that a tile reads it as it reads any other base; a tile may go on. */
  private static float[] columns(float[] bias, int bo, int filters) {
    float[] columns = COLUMN_BIAS.floats((filters + MR) * NR);
    for (int f = 0; f < filters; f++) {
      Arrays.fill(columns, f * NR, (f + 1) * NR, bias[bo + f]);
    }
    return columns;
  }

  @Override
  protected void part(int index) {
    if (packing) {
      weights.pack(index, panels);
    } else {
      int blocks = phases[0].blocks;
      int shares = tiles(phases[0].rows, partRows);
      int block = index / shares;
      int rest = block / blocks;
      int firstImage = rest / shape.groups() * images;
      multiply(
          firstImage,
          rest % shape.groups(),
          block % blocks * phases[0].blockRows,
          index % shares * partRows);
    }
  }

  /**
   * One part: {@code images} or fewer images from the first, of each the planes from {@code
   * firstPlane} and the outputs from row {@code firstRow}. Where outputs are neighbours in memory
   * they are written in place, else by way of a scratch array for each phase.
   */
  private void multiply(int firstImage, int group, int firstRow, int firstPlane) {
    int count = Math.min(images, shape.batch() - firstImage);
    int endPlane = Math.min(firstPlane + partRows, phases[0].rows);
    int plane = (firstImage * shape.groups() + group) * phases[0].rows;
    float[] copies = copies(firstImage, count, group, firstRow);
    if (phaseCount == 1) {
      int to = outOffset + plane * outPlane + firstRow * outWidth;
      int imageStep = shape.groups() * phases[0].rows * outPlane;
      product(
          copies,
          firstImage,
          count,
          group,
          0,
          firstRow,
          firstPlane,
          endPlane,
          out,
          to,
          imageStep,
          outPlane);
      if (rectified) {
        rectify(count, firstRow, firstPlane, endPlane, to, imageStep);
      }
      return;
    }
    int pixels = phases[0].blockRows * phases[0].outColumns;
    int ldc = count * pixels;
    int phaseSize = (endPlane - firstPlane) * ldc;
    float[] blocks = PHASES.floats(phaseCount * phaseSize);
    for (int phase = 0; phase < phaseCount; phase++) {
      int to = phase * phaseSize - firstPlane * ldc;
      product(
          copies,
          firstImage,
          count,
          group,
          phase,
          firstRow,
          firstPlane,
          endPlane,
          blocks,
          to,
          pixels,
          ldc);
    }
    for (int image = 0; image < count; image++) {
      for (int row = firstPlane; row < endPlane; row++) {
        int from = (row - firstPlane) * ldc + image * pixels;
        int to = outOffset + (plane + image * shape.groups() * phases[0].rows + row) * outPlane;
        interleave(blocks, from, phaseSize, firstRow, to);
      }
    }
  }

  /** The ReLU, while the part's outputs are in the cache. */
  private void rectify(
      int count, int firstRow, int firstPlane, int endPlane, int to, int imageStep) {
    int length = Math.min(phases[0].blockRows, phases[0].outRows - firstRow) * outWidth;
    for (int image = 0; image < count; image++) {
      for (int row = firstPlane; row < endPlane; row++) {
        int at = to + image * imageStep + row * outPlane;
        ReluSimd.relu(length, out, at, out, at);
      }
    }
  }

  /** Writes an output plane's rows of a block of all phases, each from its scratch array. */
  private void interleave(float[] blocks, int from, int phaseSize, int firstRow, int to) {
    int step = phases[0].columnStep;
    for (int phase = 0; phase < phaseCount; phase += step) {
      Lowering l = phases[phase];
      int endRow = Math.min(firstRow + l.blockRows, l.outRows);
      for (int i = firstRow; i < endRow; i++) {
        int row = to + (l.firstRow + i * l.rowStep) * outWidth;
        int done = 0;
        if (step == 2) {
          done = phases[phase + 1].outColumns;
          int even = from + phase * phaseSize + (i - firstRow) * l.outColumns;
          int odd = from + (phase + 1) * phaseSize + (i - firstRow) * done;
          Strides2Simd.merge(done, blocks, even, odd, out, row);
        }
        for (int column = 0; column < step; column++) {
          int columns = phases[phase + column].outColumns;
          int at = from + (phase + column) * phaseSize + (i - firstRow) * columns;
          for (int j = done; j < columns; j++) {
            out[row + column + j * step] = blocks[at + j];
          }
        }
      }
    }
  }

  /** The outputs of a phase, an image's {@code imageStep} after those of the one before. */
  private void product(
      float[] copies,
      int firstImage,
      int count,
      int group,
      int phase,
      int firstRow,
      int firstPlane,
      int endPlane,
      float[] c,
      int to,
      int imageStep,
      int ldc) {
    Lowering l = phases[phase];
    int outRows = Math.min(l.blockRows, l.outRows - firstRow);
    if (l.products == 0) {
      Arrays.fill(c, to + firstPlane * ldc, to + endPlane * ldc, 0f);
    } else if (outRows > 0 && l.outColumns > 0) {
      float[] image = l.copied ? copies : source;
      float[] b = l.viewed ? views(l, image, firstImage, count, group, firstRow, outRows) : image;
      Slice panels = this.panels == null ? ownPanels() : this.panels;
      ShiftedProduct block = ShiftedProduct.ofThread(l.rows);
      addColumns(block, l, firstImage, count, group, firstRow, outRows, imageStep);
      for (int product = 0; product < l.products; product += KC) {
        boolean first = product == 0;
        block.run(
            l.rows,
            firstPlane,
            endPlane,
            Math.min(KC, l.products - product),
            panels.array,
            panels.at + weights.at(group, phase, product),
            b,
            l.imageOffset,
            product,
            l.small && count == 1,
            first ? base : c,
            first ? group * l.rows * baseLd : to,
            first ? baseLd : ldc,
            first ? 0 : 1,
            c,
            to,
            ldc);
      }
    }
  }

  /** Where the source planes of an image's group begin. */
  private int sourceAt(Lowering l, int image, int group) {
    return sourceOffset + (image * shape.groups() + group) * l.sources * sourcePlane;
  }

  /** Padded copies of images, the same for all phases that read any. */
  private float[] copies(int firstImage, int count, int group, int firstRow) {
    int phase = 0;
    while (phase < phaseCount && !(phases[phase].copied && phases[phase].products > 0)) {
      phase++;
    }
    if (phase == phaseCount) {
      return source;
    }
    Lowering l = phases[phase];
    float[] copies = IMAGE.floats(count * l.imageSize);
    for (int i = 0; i < count; i++) {
      int at = sourceAt(l, firstImage + i, group);
      PaddedImage.copy(l, firstRow, l.sources, source, at, copies, i * l.imageSize);
    }
    return copies;
  }

  /** Where the block of an image begins, in the source or in the copies. */
  private int imageAt(Lowering l, int firstImage, int i, int group, int firstRow) {
    return l.copied
        ? i * l.imageSize
        : sourceAt(l, firstImage + i, group) + firstRow * l.rowStride * l.rowPitch;
  }

  /** The views of the images. */
  private float[] views(
      Lowering l, float[] image, int firstImage, int count, int group, int firstRow, int outRows) {
    float[] views = VIEWS.floats(count * l.viewSize);
    for (int i = 0; i < count; i++) {
      int at = imageAt(l, firstImage, i, group, firstRow);
      ColumnViewsSimd.copy(l, l.imageRows(outRows), image, at, views, i * l.viewSize);
    }
    return views;
  }

  /** Adds the pixels of a block. */
  private void addColumns(
      ShiftedProduct block,
      Lowering l,
      int firstImage,
      int count,
      int group,
      int firstRow,
      int outRows,
      int imageStep) {
    int rowStep = l.rowStride * l.rowPitch;
    int runs = l.oneRun ? 1 : outRows;
    int length = l.oneRun ? outRows * l.outColumns : l.outColumns;
    for (int i = 0; i < count; i++) {
      int start = l.viewed ? i * l.viewSize : imageAt(l, firstImage, i, group, firstRow);
      for (int run = 0; run < runs; run++) {
        block.add(start + run * rowStep, i * imageStep + run * length, length);
      }
    }
  }
}
