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
 * Gradient by the weights: dW: [filters, products] is the sum over the images of dy: [filters,
 * pixels] times the transpose of the image matrix: [pixels, products]. The images of a wave are
 * multiplied side by side, each into its own slot; then the slots are added in the order of the
 * images. How many images a wave has changes no bit.
 */
final class WeightGradient extends Task {
  /** Columns of dW in one part; a part packs its image's dy anew, so they are many. */
  private static final int NC = 16 * NR;

  /** Floats of all slots together, about: 16 MB. */
  private static final int SLOTS = 1 << 22;

  /** Floats that one part adds up over the slots, and images a wave has at most. */
  private static final int ADD = 1 << 14;

  private static final int WAVE = 64;

  private static final Scratch IMAGE = new Scratch();
  private static final Scratch PACKED_DY = new Scratch();
  private static final Scratch PANEL = new Scratch();
  private static final Scratch SLOT = new Scratch();

  private enum Step {
    MULTIPLY,
    ADD,
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
    if (shape != s) {
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
    int wave = Math.clamp(SLOTS / size, 1, Math.min(WAVE, s.batch()));
    slots = SLOT.floats(wave * size);
    for (firstImage = 0; firstImage < s.batch(); firstImage += wave) {
      images = Math.min(wave, s.batch() - firstImage);
      step = Step.MULTIPLY;
      Parallelism.current().run(this, images * s.groups() * tiles(l.products, NC));
      step = Step.ADD;
      Parallelism.current().run(this, tiles(size, ADD));
    }
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
    l.forward(s, true);
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
        int blocks = tiles(l.products, NC);
        multiply(index / blocks, index % blocks * NC);
      }
      case ADD -> addSlots(index * ADD);
      case BIAS -> addPlanes(index);
    }
  }

  /** {@code plane} counts the wave's images times groups. */
  private void multiply(int plane, int firstProduct) {
    int lastProduct = Math.min(firstProduct + NC, l.products);
    int firstSource = firstProduct / l.taps;
    int sources = (lastProduct - 1) / l.taps + 1 - firstSource;
    int sourcePlane = l.sourceHeight * l.sourceWidth;
    int allPlanes = firstImage * shape.groups() + plane;
    float[] image = IMAGE.floats(l.imageSize);
    PaddedImage.copy(
        l, 0, sources, x, xOffset + (allPlanes * l.sources + firstSource) * sourcePlane, image);
    // The copy begins with the first source that this part needs.
    int shift = -firstSource * l.imageRows * l.rowPitch;
    int groupSize = l.rows * l.products;
    int slot = plane * groupSize;
    int rowTiles = tiles(l.rows, MR);
    float[] packedDy = PACKED_DY.floats(rowTiles * MR * KC);
    float[] panel = PANEL.floats(NR * KC);
    for (int pixel = 0; pixel < pixels; pixel += KC) {
      int kc = Math.min(KC, pixels - pixel);
      for (int row = 0; row < l.rows; row += MR) {
        int from = dyOffset + (allPlanes * l.rows + row) * pixels + pixel;
        int strip = Math.min(MR, l.rows - row);
        Pack.transposed(kc, strip, dy, from, pixels, MR, packedDy, row * kc);
      }
      for (int product = firstProduct; product < lastProduct; product += NR) {
        int width = Math.min(NR, lastProduct - product);
        packTaps(pixel, kc, product, width, image, shift, panel);
        for (int row = 0; row < l.rows; row += MR) {
          int to = slot + row * l.products + product;
          boolean first = pixel == 0;
          MicroKernel.tile(
              Math.min(MR, l.rows - row),
              width,
              kc,
              packedDy,
              row * kc,
              panel,
              0,
              first ? ZEROS : slots,
              first ? 0 : to,
              first ? 0 : l.products,
              slots,
              to,
              l.products);
        }
      }
    }
  }

  /** panel[p][j] = what product j sees at pixel p; columns beyond width are nobody's. */
  private void packTaps(
      int pixel, int kc, int product, int width, float[] image, int shift, float[] panel) {
    for (int j = 0; j < width; j++) {
      int tap = l.imageOffset[product + j] + shift;
      for (int p = 0; p < kc; p++) {
        panel[p * NR + j] = image[tap + pixelOffset[pixel + p]];
      }
    }
  }

  /** dW so far + the wave's slots, in the order of the images; the first wave starts from 0. */
  private void addSlots(int from) {
    int size = shape.weightSize();
    int to = Math.min(from + ADD, size);
    if (firstImage == 0) {
      Arrays.fill(dw, dwOffset + from, dwOffset + to, 0f);
    }
    for (int image = 0; image < images; image++) {
      int slot = image * size;
      for (int i = from; i < to; i++) {
        dw[dwOffset + i] += slots[slot + i];
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
