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
    int width = l.sourceWidth;
    int length = l.rowPitch;
    if (l.columnStride == 1) {
      // Columns [begin, end) of the copy are the image's own.
      int begin = Math.clamp(-l.leftmost, 0, length);
      int end = Math.clamp(width - l.leftmost, begin, length);
      if (begin < end) {
        System.arraycopy(src, from + l.leftmost + begin, image, to + begin, end - begin);
      }
      copyBeyond(l, src, from, image, to, 0, begin);
      copyBeyond(l, src, from, image, to, end, length);
    } else {
      copyBeyond(l, src, from, image, to, 0, length);
    }
  }

  /** Columns [begin, end) of the copy one by one, looking where each comes from. */
  private static void copyBeyond(
      Lowering l, float[] src, int from, float[] image, int to, int begin, int end) {
    for (int i = begin; i < end; i++) {
      int x = i % l.pitch * l.columnStride + i / l.pitch + l.leftmost;
      if (l.mirror) {
        x = Conv2dReference.mirror(x, l.sourceWidth);
      }
      image[to + i] = x >= 0 && x < l.sourceWidth ? src[from + x] : 0;
    }
  }
}
