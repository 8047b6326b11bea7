package dev.lanewise.kernels.conv;

import dev.lanewise.kernels.simd.Strides2Simd;
import java.util.Arrays;

/**
 * The copy of an image that a {@link Lowering} reads: padded, so that no tap looks outside, and
 * with its columns sorted by their rest modulo the stride, so that neighbouring outputs see
 * neighbouring floats whatever the stride.
 */
final class PaddedImage {
  private PaddedImage() {}

  /**
   * Copies what the outputs from row {@code firstOutput} see.
   *
   * @param src planes from offset, each sourceHeight x sourceWidth
   * @param planes how many of them
   * @param image the copy, from {@code to}
   */
  static void copy(
      Lowering l, int firstOutput, int planes, float[] src, int offset, float[] image, int to) {
    int stride = l.columnStride;
    // Between these every rest has a column of the image.
    int begin = Math.clamp(Math.ceilDiv(-l.leftmost, stride), 0, l.pitch);
    int end = Math.clamp(Math.floorDiv(l.sourceWidth - l.leftmost, stride), begin, l.pitch);
    int top = firstOutput * l.rowStride + l.topmost;
    if (stride == 1 && l.padding == Padding.ZERO) {
      zeroPadded(l, top, planes, src, offset, image, to, begin, end);
      return;
    }
    for (int plane = 0; plane < planes; plane++) {
      int at = to + plane * l.planePitch;
      int from = offset + plane * l.sourceHeight * l.sourceWidth;
      for (int row = 0; row < l.imageRows; row++) {
        int y = l.padding.source(top + row, l.sourceHeight);
        if (y < 0) {
          PaddedImageSimd.zeros(l.rowPitch, image, at + row * l.rowPitch);
        } else {
          int left = from + y * l.sourceWidth + l.leftmost;
          inside(l, src, left, image, at + row * l.rowPitch, begin, end);
        }
      }
      if (stride > 1 || l.padding != Padding.ZERO) {
        for (int rest = 0; rest < stride; rest++) {
          border(l, top, src, from, rest, image, at, 0, begin);
          border(l, top, src, from, rest, image, at, end, l.pitch);
        }
      }
    }
  }

  private static void zeroPadded(
      Lowering l,
      int top,
      int planes,
      float[] src,
      int offset,
      float[] image,
      int to,
      int begin,
      int end) {
    int first = Math.clamp(-top, 0, l.imageRows);
    int rows = Math.clamp(l.sourceHeight - top, first, l.imageRows) - first;
    if (rows == 0 || begin == end) {
      Arrays.fill(image, to, to + planes * l.planePitch, 0f);
      return;
    }
    for (int plane = 0; plane < planes; plane++) {
      int row = offset + (plane * l.sourceHeight + top + first) * l.sourceWidth;
      int at = to + plane * l.planePitch;
      int inside = at + first * l.rowPitch + begin;
      int beyond = inside + (rows - 1) * l.rowPitch + end - begin;
      Arrays.fill(image, at, inside, 0f);
      PaddedImageSimd.rows(
          rows,
          end - begin,
          src,
          row + l.leftmost + begin,
          l.sourceWidth,
          image,
          inside,
          l.rowPitch);
      Arrays.fill(image, beyond, at + l.planePitch, 0f);
    }
  }

  /** What lies in the image for every rest. */
  private static void inside(
      Lowering l, float[] src, int from, float[] image, int to, int begin, int end) {
    int stride = l.columnStride;
    if (stride == 1) {
      System.arraycopy(src, from + begin, image, to + begin, end - begin);
      return;
    }
    if (stride == 2) {
      int odd = to + l.pitch + begin;
      Strides2Simd.split(end - begin, src, from + 2 * begin, image, to + begin, odd);
    } else {
      for (int rest = 0; rest < stride; rest++) {
        for (int i = begin; i < end; i++) {
          image[to + rest * l.pitch + i] = src[from + rest + i * stride];
        }
      }
    }
  }

  /** Columns [begin, end) of a rest: in the image, or in the padding. */
  private static void border(
      Lowering l,
      int top,
      float[] src,
      int from,
      int rest,
      float[] image,
      int to,
      int begin,
      int end) {
    for (int i = begin; i < end; i++) {
      int x = l.padding.source(l.leftmost + rest + i * l.columnStride, l.sourceWidth);
      int at = to + rest * l.pitch + i;
      for (int row = 0; row < l.imageRows; row++, at += l.rowPitch) {
        int y = l.padding.source(top + row, l.sourceHeight);
        image[at] = x < 0 || y < 0 ? 0 : src[from + y * l.sourceWidth + x];
      }
    }
  }
}
