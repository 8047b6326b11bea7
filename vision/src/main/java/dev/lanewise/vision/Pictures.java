package dev.lanewise.vision;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Pictures from disk, brought to the size and the channels that a network reads. */
public final class Pictures {
  private static final long MAX_PIXELS = 200_000_000;
  private static final float MIDDLE_GREY = Pixels.WHITE / 2;

  /** How many times the size of a network's input a sheet of paper is looked at. */
  private static final int SHEET = 10;

  private Pictures() {}

  /**
   * Reads a picture (PNG, JPEG, GIF, BMP, TIFF) into {@code [channels, height, width]}, as numbers
   * from 0 (black) to 1.
   *
   * <p>It is turned upright, scaled to fit (antialiased) and put in the middle; what remains free
   * takes the mean colour of its border. Transparent parts are white. For one channel it is turned
   * to grey.
   *
   * @param whiteOnBlack whether the network knows bright shapes on dark ground only, as those
   *     trained on MNIST do. A grey picture with a border brighter than middle grey is then taken
   *     as ink on paper: paper becomes black and the darkest ink white.
   * @return whether it was taken as ink on paper
   * @throws BadDataException if there is no such file or it is no image that can be read
   * @throws IllegalArgumentException if {@code channels} is neither 1 nor 3
   * @throws IndexOutOfBoundsException if {@code into} is too short
   */
  public static boolean read(
      Path file,
      int channels,
      int height,
      int width,
      boolean whiteOnBlack,
      float[] into,
      int offset)
      throws IOException {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("channels: expected 1 or 3, actual " + channels);
    }
    Objects.checkFromIndexSize(offset, channels * height * width, into.length);
    Bitmap bitmap = new Bitmap(decode(file), Exif.orientation(file));
    float[] ink = channels == 1 && whiteOnBlack ? ink(bitmap, height, width) : null;
    float[] pixels = ink == null ? drawn(bitmap, channels, height, width) : ink;
    for (int i = 0; i < pixels.length; i++) {
      into[offset + i] = pixels[i] / Pixels.WHITE;
    }
    return ink != null;
  }

  private static float[] drawn(Bitmap bitmap, int channels, int height, int width) {
    Canvas canvas = new Canvas(channels, height, width);
    canvas.draw(bitmap);
    return canvas.pixels();
  }

  /** Null if the border is not bright. */
  private static float[] ink(Bitmap bitmap, int height, int width) {
    int sheetHeight = SHEET * height;
    int sheetWidth = SHEET * width;
    Canvas sheet = new Canvas(1, sheetHeight, sheetWidth);
    sheet.draw(bitmap);
    return sheet.border(0) > MIDDLE_GREY
        ? Ink.framed(sheet.pixels(), sheetHeight, sheetWidth, sheet.border(0), height, width)
        : null;
  }

  private static BufferedImage decode(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new BadDataException(
          file, "an image", Files.exists(file) ? "no regular file" : "no such file");
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new BadDataException(
            file,
            "an image (PNG, JPEG, GIF, BMP, TIFF)",
            Files.size(file) + " bytes of something else");
      }
      return decode(file, readers.next(), in);
    }
  }

  private static BufferedImage decode(Path file, ImageReader reader, ImageInputStream in)
      throws BadDataException {
    try {
      reader.setInput(in);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MAX_PIXELS) {
        throw new BadDataException(
            file, "at most " + MAX_PIXELS + " pixels", String.valueOf(pixels));
      }
      return reader.read(0);
    } catch (BadDataException tooLarge) {
      throw tooLarge;
    } catch (IOException | RuntimeException broken) {
      // On broken files ImageIO throws whatever its decoder ran into.
      throw new BadDataException(
          file, "a whole image", "one that cannot be decoded (" + cause(broken) + ")");
    } finally {
      reader.dispose();
    }
  }

  private static String cause(Exception broken) {
    return broken.getMessage() == null
        ? broken.getClass().getSimpleName()
        : broken.getMessage().replaceAll("\\s+", " ");
  }
}
