package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.IN;
import static dev.lanewise.kernels.conv.Winograd.OUT;
import static dev.lanewise.kernels.conv.Winograd.POINTS;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.Strides4Simd;

/** The last step of {@link WinogradSimd}: the 36 points of NR tiles to their outputs. */
final class WinogradOutputs {
  private final TileSegments segments = new TileSegments(NR);
  private final float[] lines = new float[POINTS * LENGTH];
  private final float[] outputs = new float[OUT * OUT * LENGTH];
  private final float[] merged = new float[OUT * OUT * NR];

  // Copies from the merged rows to a plane of the first image.
  private final int[] from = new int[OUT * NR];
  private final int[] to = new int[OUT * NR];
  private final int[] length = new int[OUT * NR];
  private int copies;
  private float floor;

  /** Takes the NR tiles from {@code firstTile}. */
  void set(WinogradShape s, int firstTile) {
    segments.set(s, firstTile, NR);
    floor = s.floor();
    copies = 0;
    for (int segment = 0; segment < segments.count; segment++) {
      int plane = segments.image[segment] * s.groups() * s.rows();
      int top = segments.top[segment];
      int left = segments.left[segment];
      int columns = Math.min(OUT * segments.length[segment], s.outWidth() - left);
      for (int i = 0; i < Math.min(OUT, s.outHeight() - top) && columns > 0; i++) {
        from[copies] = OUT * (i * NR + segments.at[segment]);
        to[copies] = (plane * s.outHeight() + top + i) * s.outWidth() + left;
        length[copies++] = columns;
      }
    }
  }

  /**
   * Point p of tile t is products[at + p * step + t].
   *
   * @param plane where the plane begins in the first image of y
   */
  void transform(float[] products, int at, int step, float bias, float[] y, int plane) {
    for (int tile = 0; tile < NR; tile += LENGTH) {
      for (int i = 0; i < IN; i++) {
        int line = at + i * IN * step + tile;
        WinogradLinesSimd.output(products, line, step, lines, i * IN * LENGTH, LENGTH);
      }
      for (int j = 0; j < OUT; j++) {
        WinogradLinesSimd.output(lines, j * LENGTH, IN * LENGTH, outputs, j * LENGTH, OUT * LENGTH);
      }
      for (int i = 0; i < OUT; i++) {
        Strides4Simd.merge(
            outputs, i * OUT * LENGTH, LENGTH, bias, floor, merged, OUT * (i * NR + tile));
      }
    }
    for (int i = 0; i < copies; i++) {
      System.arraycopy(merged, from[i], y, plane + to[i], length[i]);
    }
  }
}
