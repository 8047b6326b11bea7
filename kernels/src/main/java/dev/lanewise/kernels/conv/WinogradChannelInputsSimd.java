package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.IN;
import static dev.lanewise.kernels.conv.Winograd.OUT;
import static dev.lanewise.kernels.conv.Winograd.POINTS;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.InterleaveSimd;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Inputs to their 36 points where tiles are few: a channel as a lane. LENGTH planes are turned into
 * an image of vectors, from which all tiles read.
 */
final class WinogradChannelInputsSimd {
  private static final Scratch TURNED = new Scratch();
  private static final Scratch IMAGE = new Scratch();
  private static final Scratch LINES = new Scratch();
  private static final Scratch TILES = new Scratch();

  private Slice image;

  /**
   * Point p of channel c and tile t, all counted from the first, goes to points[to + t / width *
   * panel + p * step + c * width + t % width].
   *
   * @param width tiles side by side: 4, or LENGTH
   */
  void transform(
      WinogradShape s,
      float[] x,
      int xo,
      int group,
      int channel,
      int channels,
      int width,
      float[] points,
      int to,
      int panel,
      int step) {
    Slice tiles = TILES.slice(width * POINTS * LENGTH);
    int tileCount = TileSegments.tiles(s);
    int tilesOfImage = s.tileRows() * s.tileColumns();
    for (int tile = 0; tile < tileCount; tile++) {
      if (tile % tilesOfImage == 0) {
        int plane = tile / tilesOfImage * s.groups() * s.sources();
        int at = plane * s.sourceHeight() * s.sourceWidth() + s.sourcePlane(group, channel);
        take(s, x, xo + at, channels);
      }
      transform(s, tile, tiles.array, tiles.at + tile % width * POINTS * LENGTH);
      if (tile % width == width - 1 || tile == tileCount - 1) {
        store(width, tiles, points, to + tile / width * panel, step);
      }
    }
  }

  private static void store(int width, Slice tiles, float[] points, int to, int step) {
    for (int p = 0; p < POINTS; p++) {
      int from = tiles.at + p * LENGTH;
      if (width == LENGTH) {
        InterleaveSimd.square(tiles.array, from, POINTS * LENGTH, points, to + p * step, LENGTH);
      } else {
        InterleaveSimd.four(tiles.array, from, POINTS * LENGTH, points, to + p * step, LENGTH);
      }
    }
  }

  /** Takes planes from {@code at}, padded: [rows, columns, LENGTH]. */
  private void take(WinogradShape s, float[] x, int at, int planes) {
    int pixels = s.sourceHeight() * s.sourceWidth();
    Slice turned = TURNED.slice((pixels + 1) * LENGTH);
    turn(x, at, pixels, planes, turned);
    FloatVector.zero(F).intoArray(turned.array, turned.at + pixels * LENGTH);
    int height = imageSize(s.tileRows());
    int width = imageSize(s.tileColumns());
    image = IMAGE.slice(height * width * LENGTH);
    int to = image.at;
    for (int i = 0; i < height; i++) {
      int y = s.sourceRow(i - s.padTop());
      for (int j = 0; j < width; j++) {
        int column = s.sourceColumn(j - s.padLeft());
        int from = y < 0 || column < 0 ? pixels : y * s.sourceWidth() + column;
        FloatVector.fromArray(F, turned.array, turned.at + from * LENGTH)
            .intoArray(image.array, to);
        to += LENGTH;
      }
    }
  }

  private static int imageSize(int tiles) {
    return tiles * OUT + IN - OUT;
  }

  /** Pixel i of plane c to turned[i * LENGTH + c]. */
  private static void turn(float[] x, int at, int pixels, int planes, Slice turned) {
    if (planes == LENGTH && pixels >= LENGTH) {
      for (int i = 0; i < pixels; i += LENGTH) {
        int from = Math.min(i, pixels - LENGTH);
        InterleaveSimd.square(
            x, at + from, pixels, turned.array, turned.at + from * LENGTH, LENGTH);
      }
      return;
    }
    Arrays.fill(
        turned.array, turned.at, turned.at + pixels * LENGTH, 0f); // channels that do not exist
    for (int c = 0; c < planes; c++) {
      for (int i = 0; i < pixels; i++) {
        turned.array[turned.at + i * LENGTH + c] = x[at + c * pixels + i];
      }
    }
  }

  /** The points of a tile of the image taken. */
  private void transform(WinogradShape s, int tile, float[] points, int to) {
    Slice lines = LINES.slice(POINTS * LENGTH);
    int pitch = imageSize(s.tileColumns()) * LENGTH;
    int top = tile / s.tileColumns() % s.tileRows() * OUT;
    int at = image.at + top * pitch + tile % s.tileColumns() * OUT * LENGTH;
    WinogradLinesSimd.inputs(
        image.array, at, pitch, LENGTH, lines.array, lines.at, IN * LENGTH, LENGTH);
    WinogradLinesSimd.inputColumns(lines, points, to, LENGTH);
  }
}
