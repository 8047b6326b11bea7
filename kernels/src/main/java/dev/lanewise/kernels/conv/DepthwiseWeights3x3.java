package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.PlanesAsLanes.SPARE;
import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.Fold;
import dev.lanewise.kernels.simd.RowsSimd;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;
import java.util.Arrays;

/**
 * Gradient by the weights of depthwise convolutions by 3 x 3. The nine sums of a plane are chains
 * that leave few lanes something to do; so a lane is a plane, of whatever image, and LENGTH planes
 * are transposed: dy by blocks of products, x row by row, as the taps come to it.
 */
final class DepthwiseWeights3x3 extends Task {
  private static final int TAPS = 9;

  private static final Scratch ROWS = new Scratch();
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

  private final PlanesAsLanes lanes = new PlanesAsLanes();

  /** How many rows of x an output row reaches over: so many stay, in a ring. */
  private int ring;

  private int rowPitch;

  static boolean suits(Conv2dShape s) {
    return s.channels() == s.groups()
        && s.filters() == s.groups()
        && s.kernelHeight() == 3
        && s.kernelWidth() == 3
        && s.batch() * s.channels() >= LENGTH
        && PlanesAsLanes.suits(s);
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
    lanes.lay(s);
    rowPitch = lanes.rowSize + SPARE;
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
      RowsSimd.add(channels, ofPlanes, at, ofPlanes, at + n * channels);
    }
    for (int c = 0; c < channels; c++) {
      to[offset + c * step] = ofPlanes[at + c];
    }
  }

  @Override
  protected void part(int index) {
    // The last may take some again, and write the same.
    int plane = Math.min(index * LENGTH, planes - LENGTH);
    Slice rows = ROWS.slice(SPARE + ring * rowPitch);
    Slice block = BLOCK.slice(KC * LENGTH + SPARE);
    Slice bias = BIAS.slice(Fold.WIDTH * LENGTH);
    Arrays.fill(bias.array, bias.at, bias.at + Fold.WIDTH * LENGTH, 0f);
    Slice sum = SUM.slice(TAPS * LENGTH);
    Slice total = TOTAL.slice(TAPS * LENGTH);
    Arrays.fill(total.array, total.at, total.at + TAPS * LENGTH, 0f);
    int first = block.at + SPARE;
    int size = shape.height() * shape.width();
    int rowsDone = 0;
    for (int pixel = 0; pixel < pixels; pixel += KC) {
      int end = Math.min(pixel + KC, pixels);
      lanes.pixels(dy, dyOffset + plane * pixels, pixels, pixel, end, block.array, first);
      if (biased) {
        PlanesAsLanes.accumulate(end - pixel, block.array, first, bias.array, bias.at);
      }
      Arrays.fill(sum.array, sum.at, sum.at + TAPS * LENGTH, 0f);
      int next;
      for (int p = pixel; p < end; p = next) {
        int row = p / outColumns;
        next = Math.min((row + 1) * outColumns, end);
        int top = row * shape.strideHeight();
        for (rowsDone = Math.max(rowsDone, top); rowsDone < top + ring; rowsDone++) {
          int slot = rows.at + SPARE + rowsDone % ring * rowPitch;
          lanes.row(x, xOffset + plane * size, size, rowsDone, rows.array, slot);
        }
        int column = rows.at + SPARE + p % outColumns * LENGTH;
        int middle = top + shape.dilationHeight();
        DepthwiseWeights3x3Simd.run(
            next - p,
            block.array,
            first + (p - pixel) * LENGTH,
            rows.array,
            top % ring * rowPitch + column,
            middle % ring * rowPitch + column,
            (top + ring - 1) % ring * rowPitch + column,
            lanes.offset(shape.dilationWidth()),
            lanes.offset(2 * shape.dilationWidth()),
            sum.array,
            sum.at);
      }
      RowsSimd.add(TAPS * LENGTH, total.array, total.at, sum.array, sum.at);
    }
    for (int tap = 0; tap < TAPS; tap++) {
      System.arraycopy(
          total.array, total.at + tap * LENGTH, ofPlanes, tap * planes + plane, LENGTH);
    }
    PlanesAsLanes.fold(bias.array, bias.at);
    System.arraycopy(bias.array, bias.at, ofPlanes, TAPS * planes + plane, LENGTH);
  }
}
