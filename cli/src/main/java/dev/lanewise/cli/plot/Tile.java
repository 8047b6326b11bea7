package dev.lanewise.cli.plot;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.function.IntUnaryOperator;
import javax.imageio.ImageIO;

/** A small picture, made pixel by pixel. Large ones are averaged down to {@link #MAX_SIDE}. */
final class Tile {
  /** More pixels than a phone shows of it. */
  private static final int MAX_SIDE = 128;

  private static final int RAMP_STEPS = 121;

  private final BufferedImage image;

  /**
   * @param rgb of pixel y * width + x, 0xRRGGBB
   */
  private Tile(int height, int width, IntUnaryOperator rgb) {
    int step = Math.ceilDiv(Math.max(height, width), MAX_SIDE);
    int columns = Math.ceilDiv(width, step);
    int rows = Math.ceilDiv(height, step);
    image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        image.setRGB(
            column,
            row,
            mean(
                row * step,
                Math.min(height, (row + 1) * step),
                column * step,
                Math.min(width, (column + 1) * step),
                width,
                rgb));
      }
    }
  }

  /**
   * A photo: colours from three channels, grey from any other number, as their mean.
   *
   * @param pixels [channels, height, width], 0 to 1
   */
  static Tile ofPixels(float[] pixels, int channels, int height, int width) {
    return ofChannels(pixels, 0, channels, height, width, 0, 1);
  }

  /**
   * Three channels as red, green and blue, or the mean of any other number as grey.
   *
   * @param low drawn as black
   * @param high drawn as white
   */
  static Tile ofChannels(
      float[] values, int from, int channels, int height, int width, float low, float high) {
    int plane = height * width;
    return new Tile(
        height,
        width,
        i -> {
          int rgb = 0;
          for (int c = 0; c < 3; c++) {
            float value = 0;
            if (channels == 3) {
              value = values[from + c * plane + i];
            } else {
              for (int k = 0; k < channels; k++) {
                value += values[from + k * plane + i] / channels;
              }
            }
            int level = Math.clamp(Math.round(255 * (value - low) / (high - low)), 0, 255);
            rgb = rgb << 8 | level;
          }
          return rgb;
        });
  }

  /**
   * A map [height, width] of numbers.
   *
   * @param one drawn as 1 of the ramp; 0 draws all as 0
   */
  static Tile ofMap(float[] values, int from, int height, int width, Ramp ramp, float one) {
    return new Tile(height, width, i -> ramp.rgb(one == 0 ? 0 : (double) values[from + i] / one));
  }

  /** The ramp itself, from its low to its high end. */
  static Tile ofRamp(Ramp ramp) {
    return new Tile(
        1, RAMP_STEPS, i -> ramp.rgb(ramp.low() + (1 - ramp.low()) * i / (RAMP_STEPS - 1)));
  }

  int width() {
    return image.getWidth();
  }

  int height() {
    return image.getHeight();
  }

  /** It as a PNG, as pages and drawings embed it. */
  String dataUri() {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.setUseCache(false);
      ImageIO.write(image, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
  }

  private static int mean(
      int top, int bottom, int left, int right, int width, IntUnaryOperator rgb) {
    long[] sums = new long[3];
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int value = rgb.applyAsInt(y * width + x);
        for (int c = 0; c < 3; c++) {
          sums[c] += value >> (16 - 8 * c) & 0xff;
        }
      }
    }
    int count = (bottom - top) * (right - left);
    int mean = 0;
    for (long sum : sums) {
      mean = mean << 8 | (int) ((sum + count / 2) / count);
    }
    return mean;
  }
}
