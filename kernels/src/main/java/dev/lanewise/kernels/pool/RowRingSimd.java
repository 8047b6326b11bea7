package dev.lanewise.kernels.pool;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static dev.lanewise.kernels.simd.Strides2Simd.EVEN;
import static dev.lanewise.kernels.simd.Strides2Simd.ODD;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * The input rows that one output row sees, padded left and right, each split into its columns
 * modulo stride: so one pixel of a window, in neighbouring windows, is a run of neighbouring floats
 * at any stride, and no window hangs over an edge. A row is brought in once and stays while it is
 * needed.
 */
final class RowRingSimd {
  /** The rows; window ox has the pixel of tap t at {@code floats[at[t] + ox]}. */
  float[] floats = {};

  /** How many pixels of a window are in the plane's rows: a tap each, in scan order. */
  int taps;

  int[] at = {};

  /** Where a tap is in the plane, counted from the window's left: row * width + column. */
  int[] place = {};

  private Pool2dShape shape;
  private float padding;
  private int phaseLength;
  private int slotLength;

  /** Where each column of the padded row is in its slot. */
  private int[] columns = {};

  /** The plane that the rows are of, by where it starts in x. */
  private int plane;

  /** The rows of the plane before this one have been brought in. */
  private int ready;

  /** Starts anew. Vectors of windows may be read up to a whole vector past the last window. */
  void start(Pool2dShape shape, float padding) {
    this.shape = shape;
    this.padding = padding;
    plane = -1;
    int stride = shape.strideWidth();
    phaseLength = shape.outputWidth() + (shape.windowWidth() - 1) / stride + 2 * LENGTH;
    slotLength = stride * phaseLength;
    int size = shape.windowHeight() * slotLength;
    if (floats.length < size) {
      floats = new float[size];
    }
    Arrays.fill(floats, 0, size, padding);
    int window = shape.windowHeight() * shape.windowWidth();
    if (at.length < window) {
      at = new int[window];
      place = new int[window];
    }
    int padded = shape.padLeft() + shape.width() + shape.padRight() + stride;
    if (columns.length < padded) {
      columns = new int[padded];
    }
    for (int c = 0; c < padded; c++) {
      columns[c] = c % stride * phaseLength + c / stride;
    }
  }

  /** Brings in what output row {@code oy} of the plane that starts at {@code xPlane} sees. */
  void moveTo(int xPlane, int oy, float[] x) {
    if (xPlane != plane) {
      plane = xPlane;
      ready = 0;
    }
    int width = shape.width();
    int windowWidth = shape.windowWidth();
    int bottom = shape.bottom(oy);
    taps = 0;
    for (int iy = shape.top(oy); iy < bottom; iy++) {
      int slot = iy % shape.windowHeight() * slotLength;
      if (iy >= ready) {
        bringIn(x, xPlane + iy * width, slot);
      }
      for (int kx = 0; kx < windowWidth; kx++) {
        at[taps] = slot + columns[kx];
        place[taps++] = iy * width + kx;
      }
    }
    ready = bottom;
  }

  private void bringIn(float[] x, int xRow, int slot) {
    int width = shape.width();
    int left = shape.padLeft();
    int stride = shape.strideWidth();
    switch (stride) {
      case 1 -> System.arraycopy(x, xRow, floats, slot + left, width);
      case 2 -> bringInPairs(x, xRow, slot);
      default -> {
        for (int first = 0; first < stride; first++) {
          int to = slot + columns[left + first];
          for (int ix = first; ix < width; ix += stride) {
            floats[to++] = x[xRow + ix];
          }
        }
      }
    }
    int right = left + width;
    for (int c = right; c < right + shape.padRight(); c++) {
      floats[slot + columns[c]] = padding;
    }
  }

  /** Splits a row; vectors may run past its end, over what is padded afterwards. */
  private void bringInPairs(float[] x, int xRow, int slot) {
    int left = shape.padLeft();
    int even = slot + columns[left];
    int odd = slot + columns[left + 1];
    int pairs = (shape.width() + 1) / 2;
    int readable = (x.length - xRow) / 2 - LENGTH;
    int i = 0;
    for (; i < pairs && i <= readable; i += LENGTH) {
      int at = xRow + 2 * i;
      IntVector low = FloatVector.fromArray(F, x, at).reinterpretAsInts();
      IntVector high = FloatVector.fromArray(F, x, at + LENGTH).reinterpretAsInts();
      EVEN.selectFrom(low, high).reinterpretAsFloats().intoArray(floats, even + i);
      ODD.selectFrom(low, high).reinterpretAsFloats().intoArray(floats, odd + i);
    }
    for (int ix = 2 * i; ix < shape.width(); ix++) {
      floats[(ix % 2 == 0 ? even : odd) + ix / 2] = x[xRow + ix];
    }
  }
}
