package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.microkernel.MicroKernel.MR;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.microkernel.MicroKernel.ZEROS;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;

import dev.lanewise.kernels.microkernel.MicroKernel;
import dev.lanewise.kernels.microkernel.Pack;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.FoldSimd;
import dev.lanewise.kernels.simd.Scratch;
import java.util.Arrays;

/**
 * Gradient by the weights: its transpose [products, filters] is the sum over the images of the
 * image matrix: [products, pixels] times dy transposed: [pixels, filters]. dy is packed; the image
 * is read where it lies. The images of a wave are multiplied side by side, each into its own slot;
 * then the slots are added in the order of the images. How many images a wave has changes no bit.
 */
final class WeightGradient extends Task {
  /** Products in one part; each part packs its image's dy anew, so they are many. */
  private static final int MC = 512;

  /** Floats of all slots together, about: 16 MB. */
  private static final int MEMORY = 1 << 22;

  /** Floats that one part adds up over the slots, and images a wave has at most. */
  private static final int ADD = 1 << 14;

  private static final int WAVE = 64;

  private static final Scratch IMAGE = new Scratch();
  private static final Scratch PANELS = new Scratch();
  private static final Scratch SLOTS = new Scratch();
  private static final Scratch SUM = new Scratch();
  private static final ThreadLocal<int[]> TAP_OFFSETS = ThreadLocal.withInitial(() -> new int[MR]);

  private enum Step {
    MULTIPLY,
    ADD,
    TRANSPOSE,
    BIAS
  }

  private final Lowering l = new Lowering();
  private Conv2dShape shape;
  private int pixels;
  private int[] pixelOffset = new int[0];

  private Step step;
  private float[] x;
  private int xOffset;
  private float[] dy;
  private int dyOffset;
  private float[] dw;
  private int dwOffset;
  private float[] db;
  private int dbOffset;
  private float[] slots;
  private float[] sum;
  private int firstImage;
  private int images;

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
      lay(s);
      shape = s;
    }
    this.x = x;
    xOffset = xo;
    this.dy = dy;
    dyOffset = dyo;
    this.dw = dw;
    dwOffset = dwo;
    this.db = db;
    dbOffset = dbo;
    int size = s.weightSize();
    int wave = Math.clamp(MEMORY / size, 1, Math.min(WAVE, s.batch()));
    slots = SLOTS.floats(wave * size);
    sum = SUM.floats(size);
    for (firstImage = 0; firstImage < s.batch(); firstImage += wave) {
      images = Math.min(wave, s.batch() - firstImage);
      step = Step.MULTIPLY;
      Parallelism.current().run(this, images * s.groups() * tiles(l.products, MC));
      step = Step.ADD;
      Parallelism.current().run(this, tiles(size, ADD));
    }
    step = Step.TRANSPOSE;
    Parallelism.current().run(this, s.groups());
    if (db != null) {
      step = Step.BIAS;
      Parallelism.current().run(this, s.filters());
    }
    this.x = null;
    this.dy = null;
    this.dw = null;
    this.db = null;
  }

  private void lay(Conv2dShape s) {
    l.forwardFromCopy(s);
    pixels = l.outRows * l.outColumns;
    if (pixelOffset.length < pixels) {
      pixelOffset = new int[pixels];
    }
    for (int p = 0; p < pixels; p++) {
      pixelOffset[p] = p / l.outColumns * l.rowStride * l.rowPitch + p % l.outColumns;
    }
  }

  @Override
  protected void part(int index) {
    switch (step) {
      case MULTIPLY -> {
        int blocks = tiles(l.products, MC);
        multiply(index / blocks, index % blocks * MC);
      }
      case ADD -> addSlots(index * ADD);
      case TRANSPOSE -> transpose(index);
      case BIAS -> addPlanes(index);
    }
  }

  /** {@code plane} counts the wave's images times groups. */
  private void multiply(int plane, int firstProduct) {
    int lastProduct = Math.min(firstProduct + MC, l.products);
    int firstSource = firstProduct / l.taps;
    int sources = (lastProduct - 1) / l.taps + 1 - firstSource;
    int sourcePlane = l.sourceHeight * l.sourceWidth;
    int allPlanes = firstImage * shape.groups() + plane;
    float[] image = IMAGE.floats(l.imageSize);
    PaddedImage.copy(
        l, 0, sources, x, xOffset + (allPlanes * l.sources + firstSource) * sourcePlane, image, 0);
    // The copy begins with the first source that this part needs.
    int shift = -firstSource * l.imageRows * l.rowPitch;
    int slot = plane * l.products * l.rows;
    float[] panels = PANELS.floats(tiles(l.rows, NR) * NR * KC);
    int[] tapOffset = TAP_OFFSETS.get();
    for (int pixel = 0; pixel < pixels; pixel += KC) {
      int kc = Math.min(KC, pixels - pixel);
      boolean first = pixel == 0;
      for (int filter = 0; filter < l.rows; filter += NR) {
        int from = dyOffset + (allPlanes * l.rows + filter) * pixels + pixel;
        int strip = Math.min(NR, l.rows - filter);
        Pack.transposed(kc, strip, dy, from, pixels, NR, panels, filter * kc);
      }
      for (int product = firstProduct; product < lastProduct; product += MR) {
        int height = Math.min(MR, lastProduct - product);
        for (int i = 0; i < MR; i++) {
          tapOffset[i] = l.imageOffset[product + Math.min(i, height - 1)] + shift;
        }
        for (int filter = 0; filter < l.rows; filter += NR) {
          int to = slot + product * l.rows + filter;
          MicroKernel.gather(
              height,
              Math.min(NR, l.rows - filter),
              kc,
              image,
              tapOffset,
              pixelOffset,
              pixel,
              panels,
              filter * kc,
              first ? ZEROS : slots,
              first ? 0 : to,
              first ? 0 : l.rows,
              slots,
              to,
              l.rows);
        }
      }
    }
  }

  /** Sum so far + the wave's slots, in the order of the images; the first wave starts from 0. */
  private void addSlots(int from) {
    int size = shape.weightSize();
    int length = Math.min(ADD, size - from);
    if (firstImage == 0) {
      Arrays.fill(sum, from, from + length, 0f);
    }
    for (int image = 0; image < images; image++) {
      int slot = image * size + from;
      for (int i = 0; i < length; i++) {
        sum[from + i] += slots[slot + i];
      }
    }
  }

  /** From [product, filter], as the slots have it, to dW's [filter, product], for one group. */
  private void transpose(int group) {
    int start = group * l.products * l.rows;
    for (int filter = 0; filter < l.rows; filter++) {
      int to = dwOffset + start + filter * l.products;
      for (int product = 0; product < l.products; product++) {
        dw[to + product] = sum[start + product * l.rows + filter];
      }
    }
  }

  private void addPlanes(int filter) {
    float total = 0;
    for (int n = 0; n < shape.batch(); n++) {
      total += FoldSimd.sum(pixels, dy, dyOffset + (n * shape.filters() + filter) * pixels);
    }
    db[dbOffset + filter] = total;
  }
}
