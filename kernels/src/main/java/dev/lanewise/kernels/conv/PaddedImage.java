package dev.lanewise.kernels.conv;

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
   */
  static void copy(
      Lowering l, int firstOutput, int planes, float[] src, int offset, float[] image) {
    int top = firstOutput * l.rowStride + l.topmost;
    for (int row = 0; row < planes * l.imageRows; row++) {
      int y = top + row % l.imageRows;
      int at = row * l.rowPitch;
      if (l.mirror) {
        y = Conv2dReference.mirror(y, l.sourceHeight);
      }
      if (y < 0 || y >= l.sourceHeight) {
        Arrays.fill(image, at, at + l.rowPitch, 0f);
      } else {
        int plane = row / l.imageRows;
        copyRow(l, src, offset + (plane * l.sourceHeight + y) * l.sourceWidth, image, at);
      }
    }
  }

  private static void copyRow(Lowering l, float[] src, int from, float[] image, int to) {
    int stride = l.columnStride;
    for (int rest = 0; rest < stride; rest++) {
      // Column i of this rest is column first + i * stride of the image, if there is one.
      int first = rest + l.leftmost;
      int at = to + rest * l.pitch;
      int begin = Math.clamp(Math.ceilDiv(-first, stride), 0, l.pitch);
      int end = Math.clamp(Math.ceilDiv(l.sourceWidth - first, stride), begin, l.pitch);
      beyond(l, src, from, first, image, at, 0, begin);
      for (int i = begin; i < end; i++) {
        image[at + i] = src[from + first + i * stride];
      }
      beyond(l, src, from, first, image, at, end, l.pitch);
    }
  }

  /** The padding: columns [begin, end) of a rest. */
  private static void beyond(
      Lowering l, float[] src, int from, int first, float[] image, int at, int begin, int end) {
    for (int i = begin; i < end; i++) {
      int x = l.mirror ? Conv2dReference.mirror(first + i * l.columnStride, l.sourceWidth) : -1;
      image[at + i] = x >= 0 && x < l.sourceWidth ? src[from + x] : 0;
    }
  }
}
