package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.TileSegments.VECTORS;
import static dev.lanewise.kernels.conv.Winograd.OUT;
import static dev.lanewise.kernels.conv.Winograd.POINTS;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.CopiesSimd;
import dev.lanewise.kernels.simd.Slice;
import dev.lanewise.kernels.simd.Strides4Simd;

/**
 * The last step of {@link WinogradSimd}: the 36 points of NR tiles to their outputs, which go
 * straight to their places if those take whole vectors. Pooled or not: of a pooled tile four of 16
 * outputs are left.
 */
final class WinogradOutputs {
  private final TileSegments segments = new TileSegments();
  private final Slice lines = Slice.of(POINTS * LENGTH);
  private final Slice outputs = Slice.of(OUT * OUT * LENGTH);
  private final Slice merged = Slice.of(OUT * OUT * NR);

  // Where the winners of a vector of tiles, of all tiles, and the tiles themselves are.
  private final int[] winners = new int[4 * LENGTH];
  private final int[] mergedWinners = new int[4 * NR];
  private final int[] first = new int[NR];
  private int imageWidth;

  /** From the merged rows to a plane of the first image. */
  private final CopiesSimd copies = new CopiesSimd();

  private boolean pooled;
  private int planeSize;
  private boolean inPlace;

  /** Where the vectors of outputs go in a plane of the first image: [OUT, VECTORS]. */
  private final int[] to = new int[OUT * VECTORS];

  private float floor;

  /** Takes the NR tiles from {@code firstTile}. */
  void set(WinogradShape s, int firstTile, boolean pooled) {
    segments.set(s, firstTile);
    this.pooled = pooled;
    int step = pooled ? 2 : 1;
    int size = OUT / step;
    int height = s.outHeight() / step;
    int width = s.outWidth() / step;
    planeSize = height * width;
    inPlace =
        !pooled && segments.wholeVectors(s) && s.outHeight() % OUT == 0 && s.outWidth() % OUT == 0;
    floor = s.floor();
    imageWidth = s.outWidth();
    copies.clear();
    for (int segment = 0; segment < segments.count; segment++) {
      for (int i = 0; i < segments.length[segment]; i++) {
        int row = segments.top[segment] * s.outWidth();
        first[segments.at[segment] + i] = row + segments.left[segment] + OUT * i;
      }
      int plane = segments.image[segment] * s.groups() * s.rows();
      int top = segments.top[segment] / step;
      int left = segments.left[segment] / step;
      int columns = Math.min(size * segments.length[segment], width - left);
      for (int i = 0; i < Math.min(size, height - top); i++) {
        int row = (plane * height + top + i) * width;
        int at = size * (i * NR + segments.at[segment]);
        copies.add(at, row + left, columns);
        for (int v = 0; inPlace && v < columns; v += LENGTH) {
          to[(at + v) / LENGTH] = row + left + v;
        }
      }
    }
  }

  /** Of a plane of y. */
  int planeSize() {
    return planeSize;
  }

  /**
   * Point p of tile t is products[at + p * NR + t].
   *
   * @param plane where the plane begins in the first image of y
   * @param argmax where the winners were, or null; its plane begins at {@code argmaxPlane}
   */
  void transform(
      float[] products, int at, float bias, float[] y, int plane, int[] argmax, int argmaxPlane) {
    float[] dst = inPlace ? y : merged.array;
    int base = inPlace ? plane : merged.at;
    int[] places = inPlace ? to : TileSegments.SIDE_BY_SIDE;
    for (int tile = 0; tile < NR; tile += LENGTH) {
      WinogradLinesSimd.output(products, at + tile, NR, lines, outputs);
      if (pooled) {
        WinogradPoolSimd.pool(
            outputs, bias, floor, imageWidth, winners, dst, base + 2 * tile, 2 * NR);
        if (argmax != null) {
          WinogradPoolSimd.places(winners, first, tile, mergedWinners, 2 * tile, 2 * NR);
        }
        continue;
      }
      for (int i = 0; i < OUT; i++) {
        int first = i * VECTORS + OUT * tile / LENGTH;
        int from = outputs.at + i * OUT * LENGTH;
        Strides4Simd.merge(outputs.array, from, bias, floor, dst, base, places, first);
      }
    }
    if (!inPlace) {
      copies.run(merged.array, merged.at, y, plane);
      if (argmax != null) {
        copies.run(mergedWinners, 0, argmax, argmaxPlane);
      }
    }
  }
}
