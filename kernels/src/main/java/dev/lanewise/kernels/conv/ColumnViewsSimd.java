package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/**
 * Copies of an image's columns, one for each column of taps and just as wide as the output, with
 * rows sorted by their rest modulo the row stride: a block's pixels are then neighbours across the
 * ends of output rows, and fill whole vectors. im2col in one dimension (compare Cho and Brand 2017,
 * "MEC: memory-efficient convolution").
 */
final class ColumnViewsSimd {
  private ColumnViewsSimd() {}

  /**
   * @param rows how many rows of the image the block sees
   * @param image from {@code at}: as {@link Lowering} says
   */
  static void copy(Lowering l, int rows, float[] image, int at, float[] views, int to) {
    int stride = l.rowStride;
    for (int plane = 0; plane < l.sources; plane++) {
      for (int view = 0; view < l.views; view++) {
        int start = at + plane * l.planePitch + l.viewColumn[view];
        for (int rest = 0; rest < stride; rest++) {
          int count = (rows - rest + stride - 1) / stride;
          int from = start + rest * l.rowPitch;
          rows(count, l.outColumns, image, from, stride * l.rowPitch, views, to);
          to += l.viewRows * l.outColumns;
        }
      }
    }
  }

  /**
   * Whole vectors are copied, the last columns of all rows first: what they write beyond the end of
   * a row its successor's first columns overwrite.
   */
  private static void rows(
      int rows, int columns, float[] src, int from, int pitch, float[] dst, int to) {
    int last = (columns - 1) / LENGTH * LENGTH;
    if (from + (rows - 1) * pitch + last + LENGTH > src.length) {
      for (int row = 0; row < rows; row++) {
        System.arraycopy(src, from + row * pitch, dst, to + row * columns, columns);
      }
      return;
    }
    for (int i = last; i >= 0; i -= LENGTH) {
      for (int row = 0; row < rows; row++) {
        FloatVector.fromArray(F, src, from + i + row * pitch)
            .intoArray(dst, to + i + row * columns);
      }
    }
  }
}
