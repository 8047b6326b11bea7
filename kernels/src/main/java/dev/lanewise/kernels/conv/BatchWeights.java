package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.PlanesAsLanes.SPARE;
import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.Fold;
import dev.lanewise.kernels.simd.InterleaveSimd;
import dev.lanewise.kernels.simd.Lanes;
import dev.lanewise.kernels.simd.RowsSimd;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;
import java.util.Arrays;

/**
 * Gradient by the weights where a layer's filters are too few for lanes, but its batch is not: a
 * lane is an image. A part takes LENGTH images and some filters of a group, block of products by
 * block; what its images give is added up when all parts are done.
 */
final class BatchWeights extends Task {
  private static final int PRODUCTS = BatchWeightsSimd.PRODUCTS;
  private static final int FILTERS = BatchWeightsSimd.FILTERS;

  /** Pixels at a time, about, so that those of a tile's filters stay in the L1 cache. */
  private static final int PIXELS = 128;

  /** Floats from a filter's pixels to the next one's, in a block. */
  private static final int BLOCK_PITCH = KC * LENGTH + SPARE;

  /** From a filter's accumulators to the next one's. */
  private static final int FOLD = Fold.WIDTH * LENGTH;

  /** Weights whose sums, in vectors, stay in the L2 cache. */
  private static final int MOST_WEIGHTS = 1 << 13;

  private static final Scratch BAND = new Scratch();
  private static final Scratch BLOCK = new Scratch();
  private static final Scratch SUM = new Scratch();
  private static final Scratch TOTAL = new Scratch();
  private static final Scratch BIAS = new Scratch();
  private static final Scratch OF_IMAGES = new Scratch();
  private static final Scratch BIAS_OF_IMAGES = new Scratch();

  private final PlanesAsLanes lanes = new PlanesAsLanes();
  private Conv2dShape shape;
  private int channels;
  private int filters;
  private int pixels;
  private int outColumns;
  private int products;

  /** Where the band has what a product's tap sees of the first output; whole tiles of them. */
  private int[] offset = new int[0];

  // The band: rows of x that a block sees, of all channels.
  private int rowPitch;
  private int planePitch;

  private int filterParts;
  private int filtersOfPart;

  private float[] x;
  private int xOffset;
  private float[] dy;
  private int dyOffset;

  /** [batch, weights]. */
  private float[] ofImages;

  /** [filters, batch], or null. */
  private float[] biasOfImages;

  /** Whether images fill the lanes better than filters do; 16 registers would not hold the tile. */
  static boolean suits(Conv2dShape s) {
    int filters = s.filters() / s.groups();
    int products = s.channels() / s.groups() * s.kernelHeight() * s.kernelWidth();
    return Lanes.REGISTERS >= 32
        && (s.batch() % LENGTH == 0 || s.batch() > 3 * LENGTH)
        && filters <= LENGTH
        && products >= LENGTH
        && filters * products <= MOST_WEIGHTS
        && s.weightSize() <= (s.inputSize() + (long) s.outputSize()) / s.batch()
        && PlanesAsLanes.suits(s);
  }

  private void lay(Conv2dShape s) {
    channels = s.channels() / s.groups();
    filters = s.filters() / s.groups();
    outColumns = s.outputWidth();
    pixels = s.outputHeight() * outColumns;
    products = channels * s.kernelHeight() * s.kernelWidth();
    lanes.lay(s);
    // A block may begin at the end of an output row.
    int rows = Math.min((outColumns - 1 + KC - 1) / outColumns + 1, s.outputHeight());
    int bandRows = (rows - 1) * s.strideHeight() + (s.kernelHeight() - 1) * s.dilationHeight() + 1;
    rowPitch = lanes.rowSize + (s.width() < LENGTH ? SPARE : 0);
    planePitch = bandRows * rowPitch;
    offset = new int[tiles(products, PRODUCTS) * PRODUCTS];
    for (int i = 0; i < offset.length; i++) {
      int product = Math.min(i, products - 1);
      int row = product / s.kernelWidth();
      offset[i] =
          SPARE
              + row / s.kernelHeight() * planePitch
              + row % s.kernelHeight() * s.dilationHeight() * rowPitch
              + lanes.offset(product % s.kernelWidth() * s.dilationWidth());
    }
    shape = s;
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
      lay(s);
    }
    this.x = x;
    xOffset = xo;
    this.dy = dy;
    dyOffset = dyo;
    int batch = s.batch();
    int weights = s.weightSize();
    ofImages = OF_IMAGES.floats(batch * weights);
    biasOfImages = db == null ? null : BIAS_OF_IMAGES.floats(batch * s.filters());
    int threads = Parallelism.current().threads();
    int parts = s.groups() * tiles(batch, LENGTH);
    filterParts = parts % threads == 0 ? 1 : Math.min(threads, tiles(filters, FILTERS));
    filtersOfPart = tiles(tiles(filters, FILTERS), filterParts) * FILTERS;
    Parallelism.current().run(this, parts * filterParts);
    for (int n = 1; n < batch; n++) {
      RowsSimd.add(weights, ofImages, 0, ofImages, n * weights);
    }
    System.arraycopy(ofImages, 0, dw, dwo, weights);
    for (int f = 0; db != null && f < s.filters(); f++) {
      float total = 0;
      for (int n = 0; n < batch; n++) {
        total += biasOfImages[f * batch + n];
      }
      db[dbo + f] = total;
    }
    this.x = null;
    this.dy = null;
    ofImages = null;
    biasOfImages = null;
  }

  @Override
  protected void part(int index) {
    int first = index % filterParts * filtersOfPart;
    int count = Math.min(filtersOfPart, filters - first);
    int group = index / filterParts % shape.groups();
    // The last images may be some of the others again, and give the same.
    int image = Math.min(index / filterParts / shape.groups() * LENGTH, shape.batch() - LENGTH);
    if (count > 0) {
      gradient(image, group, group * filters + first, count);
    }
  }

  private void gradient(int image, int group, int filter, int count) {
    int size = tiles(count, FILTERS) * FILTERS * offset.length * LENGTH;
    Slice sum = SUM.slice(size);
    Slice total = TOTAL.slice(size);
    Slice band = BAND.slice(channels * planePitch + 2 * SPARE);
    Slice block = BLOCK.slice(count * BLOCK_PITCH + SPARE);
    float[] bias = BIAS.floats(count * FOLD);
    Arrays.fill(total.array, total.at, total.at + size, 0f);
    Arrays.fill(bias, 0, count * FOLD, 0f);
    int top = 0;
    int bottom = 0;
    for (int pixel = 0; pixel < pixels; pixel += KC) {
      int end = Math.min(pixel + KC, pixels);
      int nextTop = pixel / outColumns * shape.strideHeight();
      int keep = Math.max(0, bottom - nextTop);
      moveUp(band, nextTop - top, keep);
      top = nextTop;
      bottom =
          (end - 1) / outColumns * shape.strideHeight()
              + (shape.kernelHeight() - 1) * shape.dilationHeight()
              + 1;
      fill(band, image, group, top, keep, bottom - top);
      for (int f = 0; f < count; f++) {
        int at = dyOffset + (image * shape.filters() + filter + f) * pixels;
        int to = block.at + SPARE + f * BLOCK_PITCH;
        lanes.pixels(dy, at, shape.filters() * pixels, pixel, end, block.array, to);
        if (biasOfImages != null) {
          PlanesAsLanes.accumulate(end - pixel, block.array, to, bias, f * FOLD);
        }
      }
      Arrays.fill(sum.array, sum.at, sum.at + size, 0f);
      multiply(pixel, end, top, count, band, block, sum);
      RowsSimd.add(size, total.array, total.at, sum.array, sum.at);
    }
    write(image, filter, count, total);
    for (int f = 0; biasOfImages != null && f < count; f++) {
      PlanesAsLanes.fold(bias, f * FOLD);
      int to = (filter + f) * shape.batch() + image;
      System.arraycopy(bias, f * FOLD, biasOfImages, to, LENGTH);
    }
  }

  /** Rows that the next block sees too. */
  private void moveUp(Slice band, int by, int rows) {
    for (int c = 0; c < channels && by > 0 && rows > 0; c++) {
      int to = band.at + SPARE + c * planePitch;
      System.arraycopy(band.array, to + by * rowPitch, band.array, to, rows * rowPitch);
    }
  }

  private void fill(Slice band, int image, int group, int top, int from, int end) {
    int size = shape.height() * shape.width();
    int ld = shape.channels() * size;
    for (int c = 0; c < channels; c++) {
      int at = xOffset + image * ld + (group * channels + c) * size;
      for (int row = from; row < end; row++) {
        int to = band.at + SPARE + c * planePitch + row * rowPitch;
        lanes.row(x, at, ld, top + row, band.array, to);
      }
    }
  }

  private void multiply(
      int pixel, int end, int top, int count, Slice band, Slice block, Slice sum) {
    int pitch = offset.length * LENGTH;
    int rowStep = shape.strideHeight() * rowPitch;
    int next;
    for (int p = pixel; p < end; p = next) {
      int column = p % outColumns;
      int columns = Math.min(outColumns - column, end - p);
      int rows =
          columns < outColumns ? 1 : Math.min((end - p) / columns, Math.max(1, PIXELS / columns));
      next = p + rows * columns;
      int row = p / outColumns * shape.strideHeight() - top;
      int from = band.at + row * rowPitch + column * LENGTH;
      int d = block.at + SPARE + (p - pixel) * LENGTH;
      for (int f = 0; f < count; f += FILTERS) {
        for (int i = 0; i < offset.length; i += PRODUCTS) {
          BatchWeightsSimd.run(
              rows,
              columns,
              block.array,
              d + f * BLOCK_PITCH,
              d + Math.min(f + 1, count - 1) * BLOCK_PITCH,
              d + Math.min(f + 2, count - 1) * BLOCK_PITCH,
              band.array,
              from,
              rowStep,
              offset,
              i,
              sum.array,
              sum.at + f * pitch + i * LENGTH,
              pitch);
        }
      }
    }
  }

  /** From [filter, product, image] to [image, filter, product]. */
  private void write(int image, int filter, int count, Slice total) {
    int weights = shape.weightSize();
    for (int f = 0; f < count; f++) {
      int to = image * weights + (filter + f) * products;
      for (int i = 0; i < products; i += LENGTH) {
        int from = Math.min(i, products - LENGTH);
        int at = total.at + (f * offset.length + from) * LENGTH;
        InterleaveSimd.square(total.array, at, LENGTH, ofImages, to + from, weights);
      }
    }
  }
}
