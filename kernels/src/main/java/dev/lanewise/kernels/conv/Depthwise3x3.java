package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.ReluSimd;
import dev.lanewise.kernels.simd.Scratch;

/**
 * Depthwise convolutions by 3 x 3 with stride 1 and zero padding, and their gradient by the input:
 * plane by plane, straight from the source to the output.
 */
final class Depthwise3x3 extends Task {
  /** Output pixels of a part, about. */
  private static final int PART_PIXELS = 1 << 13;

  private static final Scratch COPY = new Scratch();
  private static final Scratch NARROW = new Scratch();

  private float[] source;
  private int sourceOffset;
  private int sourceRows;
  private int sourceColumns;
  private float[] weights;
  private int weightsOffset;
  private float[] bias;
  private int biasOffset;
  private float[] out;
  private int outOffset;
  private int outRows;
  private int outColumns;
  private int filters;
  private int filtersOfSource;
  private int planes;

  // Tap (i, j) of output (y, x) sees source (y + shiftRows + i * direction, x + shiftColumns +
  // ...).
  private int direction;
  private int shiftRows;
  private int shiftColumns;

  private int planesOfPart;
  private int rowsOfPart;
  private boolean rectified;

  static boolean suits(Conv2dShape s) {
    return s.channels() == s.groups()
        && s.kernelHeight() == 3
        && s.kernelWidth() == 3
        && s.strideHeight() == 1
        && s.strideWidth() == 1
        && s.dilationHeight() == 1
        && s.dilationWidth() == 1
        && s.padding() == Padding.ZERO;
  }

  void forward(
      Conv2dShape s,
      float[] x,
      int xo,
      float[] w,
      int wo,
      float[] bias,
      int bo,
      float[] y,
      int yo) {
    sourceRows = s.height();
    sourceColumns = s.width();
    this.bias = bias;
    biasOffset = bo;
    outRows = s.outputHeight();
    outColumns = s.outputWidth();
    direction = 1;
    rectified = s.rectified();
    shiftRows = -s.padTop();
    shiftColumns = -s.padLeft();
    run(s, x, xo, w, wo, y, yo);
  }

  /** Where there is one filter per channel. */
  void inputGradient(Conv2dShape s, float[] dy, int dyo, float[] w, int wo, float[] dx, int dxo) {
    sourceRows = s.outputHeight();
    sourceColumns = s.outputWidth();
    bias = null;
    outRows = s.height();
    outColumns = s.width();
    direction = -1;
    rectified = false;
    shiftRows = s.padTop();
    shiftColumns = s.padLeft();
    run(s, dy, dyo, w, wo, dx, dxo);
  }

  private void run(
      Conv2dShape s, float[] source, int so, float[] weights, int wo, float[] out, int oo) {
    this.source = source;
    sourceOffset = so;
    this.weights = weights;
    weightsOffset = wo;
    this.out = out;
    outOffset = oo;
    filters = s.filters();
    filtersOfSource = s.filters() / s.groups();
    planes = s.batch() * s.filters();
    planesOfPart = Math.clamp(PART_PIXELS / (outRows * outColumns), 1, planes);
    rowsOfPart = planesOfPart > 1 ? outRows : Math.clamp(PART_PIXELS / outColumns, 1, outRows);
    Parallelism.current().run(this, tiles(planes, planesOfPart) * tiles(outRows, rowsOfPart));
    this.source = null;
    this.weights = null;
    this.bias = null;
    this.out = null;
  }

  @Override
  protected void part(int index) {
    int blocks = tiles(outRows, rowsOfPart);
    int firstPlane = index / blocks * planesOfPart;
    int endPlane = Math.min(firstPlane + planesOfPart, planes);
    int firstRow = index % blocks * rowsOfPart;
    int endRow = Math.min(firstRow + rowsOfPart, outRows);
    int limit = outOffset + ((endPlane - 1) * outRows + endRow) * outColumns;
    for (int plane = firstPlane; plane < endPlane; plane++) {
      filter(plane, firstRow, endRow - firstRow, limit);
    }
    if (rectified) {
      int from = outOffset + (firstPlane * outRows + firstRow) * outColumns;
      ReluSimd.relu(limit - from, out, from, out, from);
    }
  }

  /** {@code rows} of a plane; {@code limit} is where this part's outputs end. */
  private void filter(int plane, int firstRow, int rows, int limit) {
    int columns = Math.max(outColumns, LENGTH);
    int to = outOffset + (plane * outRows + firstRow) * outColumns;
    if (outColumns >= LENGTH) {
      filter(plane, firstRow, rows, columns, out, to);
    } else {
      float[] narrow = NARROW.floats(rows * LENGTH);
      filter(plane, firstRow, rows, columns, narrow, 0);
      NarrowRowsSimd.copy(rows, outColumns, narrow, out, to, limit);
    }
  }

  private void filter(int plane, int firstRow, int rows, int columns, float[] target, int to) {
    // The row that the first tap meets first, going down with direction 1, up with -1.
    int lastRow = firstRow + rows - 1;
    int top = (direction > 0 ? firstRow : lastRow) + shiftRows;
    int begin = direction > 0 ? -top : top - sourceRows + 1;
    int least = Math.min(shiftColumns, shiftColumns + 2 * direction);
    int sourcePlane = sourceRows * sourceColumns;
    float[] read = source;
    int from = sourceOffset + plane / filtersOfSource * sourcePlane;
    int beyond = Math.max(0, columns + least + 2 - sourceColumns);
    if (from + least < 0 || from + sourcePlane + beyond > source.length) {
      // At either end of the array vectors must not be read beyond it.
      int before = Math.max(0, -least);
      read = COPY.floats(before + sourcePlane + beyond);
      System.arraycopy(source, from, read, before, sourcePlane);
      from = before;
    }
    int filter = plane % filters;
    int tap = weightsOffset + 9 * filter;
    float base = bias == null ? 0 : bias[biasOffset + filter];
    int start = from + top * sourceColumns;
    int pitch = direction * sourceColumns;
    int end = begin + sourceRows;
    int first = direction > 0 ? to : to + (rows - 1) * columns;
    int step = direction * columns;
    int wide = Depthwise3x3WideSimd.columns(shiftColumns, direction, sourceColumns, columns);
    if (wide > 0) {
      Depthwise3x3WideSimd.run(
          weights,
          tap,
          base,
          read,
          start,
          pitch,
          begin,
          end,
          shiftColumns,
          direction,
          sourceColumns,
          rows,
          wide,
          columns,
          target,
          first,
          step);
    }
    if (wide < columns) {
      Depthwise3x3Simd.run(
          weights,
          tap,
          base,
          read,
          start,
          pitch,
          begin,
          end,
          shiftColumns,
          direction,
          sourceColumns,
          rows,
          wide,
          columns,
          target,
          first,
          step);
    }
  }
}
