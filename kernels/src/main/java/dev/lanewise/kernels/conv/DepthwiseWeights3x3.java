package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.Fold;
import dev.lanewise.kernels.simd.InterleaveSimd;
import dev.lanewise.kernels.simd.Scratch;
import java.util.Arrays;

/**
 * Gradient by the weights of depthwise convolutions by 3 x 3. The nine sums of a plane are chains
 * that leave few lanes something to do; so a lane is a plane, of whatever image, and LENGTH planes
 * are transposed: dy by blocks of products, x row by row, as the taps come to it.
 */
final class DepthwiseWeights3x3 extends Task {
  private static final int TAPS = 9;

  /** Floats on either side of what squares are transposed to, which they may reach into. */
  private static final int SPARE = LENGTH * LENGTH;

  private static final Scratch ROWS = new Scratch();
  private static final Scratch LINE = new Scratch();
  private static final Scratch BLOCK = new Scratch();
  private static final Scratch BIAS = new Scratch();
  private static final Scratch SUM = new Scratch();
  private static final Scratch TOTAL = new Scratch();
  private static final Scratch OF_PLANES = new Scratch();

  private Conv2dShape shape;
  private int planes;
  private int pixels;
  private int outColumns;
  private float[] x;
  private int xOffset;
  private float[] dy;
  private int dyOffset;
  private boolean biased;

  /** [taps and the bias, planes]. */
  private float[] ofPlanes;

  // A ring of the transposed rows that an output row sees, their columns sorted by their rest
  // modulo the stride.
  private int ring;
  private int columns;
  private int restPitch;
  private int rowPitch;

  static boolean suits(Conv2dShape s) {
    return s.channels() == s.groups()
        && s.filters() == s.groups()
        && s.kernelHeight() == 3
        && s.kernelWidth() == 3
        && s.batch() * s.channels() >= LENGTH
        && s.height() * s.width() >= LENGTH
        && s.outputHeight() * s.outputWidth() >= LENGTH;
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
    shape = s;
    planes = s.batch() * s.channels();
    outColumns = s.outputWidth();
    pixels = s.outputHeight() * outColumns;
    ring = 2 * s.dilationHeight() + 1;
    columns = s.padLeft() + s.width() + s.padRight();
    restPitch = tiles(columns, s.strideWidth()) * LENGTH;
    rowPitch = s.strideWidth() * restPitch + 2 * SPARE;
    this.x = x;
    xOffset = xo;
    this.dy = dy;
    dyOffset = dyo;
    biased = db != null;
    ofPlanes = OF_PLANES.floats((TAPS + 1) * planes);
    Parallelism.current().run(this, tiles(planes, LENGTH));
    for (int tap = 0; tap < TAPS; tap++) {
      addImages(tap, dw, dwo + tap, TAPS);
    }
    if (biased) {
      addImages(TAPS, db, dbo, 1);
    }
    this.x = null;
    this.dy = null;
    ofPlanes = null;
  }

  /** The images' sums, in order, of a tap of all channels. */
  private void addImages(int tap, float[] to, int offset, int step) {
    int channels = shape.channels();
    int at = tap * planes;
    for (int n = 1; n < shape.batch(); n++) {
      TapRowsSimd.add(channels, ofPlanes, at, ofPlanes, at + n * channels);
    }
    for (int c = 0; c < channels; c++) {
      to[offset + c * step] = ofPlanes[at + c];
    }
  }

  @Override
  protected void part(int index) {
    // The last may take some again, and write the same.
    int plane = Math.min(index * LENGTH, planes - LENGTH);
    float[] rows = ROWS.floats(ring * rowPitch);
    float[] block = BLOCK.floats(KC * LENGTH + SPARE);
    float[] bias = BIAS.floats(Fold.WIDTH * LENGTH);
    Arrays.fill(bias, 0, Fold.WIDTH * LENGTH, 0f);
    float[] sum = SUM.floats(TAPS * LENGTH);
    float[] total = TOTAL.floats(TAPS * LENGTH);
    Arrays.fill(total, 0, TAPS * LENGTH, 0f);
    int rowsDone = 0;
    for (int pixel = 0; pixel < pixels; pixel += KC) {
      int end = Math.min(pixel + KC, pixels);
      transpose(plane, pixel, end, block);
      for (int p = pixel; biased && p < end; p += Fold.WIDTH) {
        int count = Math.min(Fold.WIDTH, end - p);
        TapRowsSimd.add(count * LENGTH, bias, 0, block, SPARE + (p - pixel) * LENGTH);
      }
      Arrays.fill(sum, 0, TAPS * LENGTH, 0f);
      int next;
      for (int p = pixel; p < end; p = next) {
        int row = p / outColumns;
        next = Math.min((row + 1) * outColumns, end);
        int top = row * shape.strideHeight();
        for (rowsDone = Math.max(rowsDone, top); rowsDone < top + ring; rowsDone++) {
          transposeRow(plane, rowsDone, rows);
        }
        int column = SPARE + p % outColumns * LENGTH;
        int middle = top + shape.dilationHeight();
        DepthwiseWeights3x3Simd.run(
            next - p,
            block,
            SPARE + (p - pixel) * LENGTH,
            rows,
            top % ring * rowPitch + column,
            middle % ring * rowPitch + column,
            (top + ring - 1) % ring * rowPitch + column,
            offset(shape.dilationWidth()),
            offset(2 * shape.dilationWidth()),
            sum);
      }
      TapRowsSimd.add(TAPS * LENGTH, total, 0, sum, 0);
    }
    for (int tap = 0; tap < TAPS; tap++) {
      System.arraycopy(total, tap * LENGTH, ofPlanes, tap * planes + plane, LENGTH);
    }
    for (int half = Fold.WIDTH / 2; half > 0; half /= 2) {
      TapRowsSimd.add(half * LENGTH, bias, 0, bias, half * LENGTH);
    }
    System.arraycopy(bias, 0, ofPlanes, TAPS * planes + plane, LENGTH);
  }

  /** Where a column lies in a row of the ring. */
  private int offset(int column) {
    int stride = shape.strideWidth();
    return column % stride * restPitch + column / stride * LENGTH;
  }

  /** Pixels [pixel, end) of the planes' dy, to the block. */
  private void transpose(int plane, int pixel, int end, float[] block) {
    for (int p = pixel; p < end; p += LENGTH) {
      int from = Math.min(p, pixels - LENGTH); // the last may take some again
      int to = SPARE + (from - pixel) * LENGTH;
      InterleaveSimd.square(dy, dyOffset + plane * pixels + from, pixels, block, to, LENGTH);
    }
  }

  /** A row of the planes' padded x, to the ring. */
  private void transposeRow(int plane, int paddedRow, float[] rows) {
    int slot = paddedRow % ring * rowPitch + SPARE;
    int row = shape.padding().source(paddedRow - shape.padTop(), shape.height());
    if (row < 0) {
      Arrays.fill(rows, slot, slot + shape.strideWidth() * restPitch, 0f);
    } else if (shape.strideWidth() == 1) {
      transposeRow(plane, row, rows, slot);
    } else {
      float[] line = LINE.floats(columns * LENGTH + 2 * SPARE);
      transposeRow(plane, row, line, SPARE);
      for (int rest = 0; rest < shape.strideWidth(); rest++) {
        int from = SPARE + rest * LENGTH;
        int count = tiles(columns - rest, shape.strideWidth());
        int step = shape.strideWidth() * LENGTH;
        DepthwiseWeights3x3Simd.copy(count, line, from, step, rows, slot + rest * restPitch);
      }
    }
  }

  private void transposeRow(int plane, int row, float[] line, int to) {
    int width = shape.width();
    int size = shape.height() * width;
    int left = shape.padLeft();
    int at = xOffset + plane * size;
    // The last square of a row may take some again, or reach into its neighbours.
    int last = width < LENGTH ? size - LENGTH : row * width + width - LENGTH;
    for (int i = 0; i < width; i += LENGTH) {
      int from = Math.min(row * width + i, last);
      int column = left + from - row * width;
      InterleaveSimd.square(x, at + from, size, line, to + column * LENGTH, LENGTH);
    }
    pad(line, to, 0, left);
    pad(line, to, left + width, columns);
  }

  private void pad(float[] line, int to, int begin, int end) {
    for (int i = begin; i < end; i++) {
      int at = to + i * LENGTH;
      int column = shape.padding().source(i - shape.padLeft(), shape.width());
      if (column < 0) {
        Arrays.fill(line, at, at + LENGTH, 0f);
      } else {
        System.arraycopy(line, to + (shape.padLeft() + column) * LENGTH, line, at, LENGTH);
      }
    }
  }
}
