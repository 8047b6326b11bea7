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
  private static final float MIDDLE_GREY = 127.5f;

  /** Contrast below which there is only noise to amplify. */
  private static final float FAINT = 32;

  private Pictures() {}

  /**
   * Reads a picture (PNG, JPEG, GIF, BMP, TIFF) into {@code [channels, height, width]}, brightness
   * scaled to -1..1 as in training.
   *
   * <p>It is turned upright, scaled to fit (antialiased) and put in the middle; what remains free
   * takes the mean colour of its border. Transparent parts are white. For one channel it is turned
   * to grey, and where the border is brighter than middle grey it is taken as ink on paper:
   * networks trained on digits know white on black alone, so paper becomes black and the darkest
   * ink white.
   *
   * @return whether it was taken as ink on paper
   * @throws BadDataException if there is no such file or it is no image that can be read
   * @throws IllegalArgumentException if {@code channels} is neither 1 nor 3
   * @throws IndexOutOfBoundsException if {@code into} is too short
   */
  public static boolean read(
      Path file, int channels, int height, int width, float[] into, int offset) throws IOException {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("channels: expected 1 or 3, actual " + channels);
    }
    Objects.checkFromIndexSize(offset, channels * height * width, into.length);
    Canvas canvas = new Canvas(channels, height, width);
    canvas.draw(new Bitmap(decode(file), Exif.orientation(file)));
    boolean inkOnPaper = channels == 1 && canvas.border(0) > MIDDLE_GREY;
    if (inkOnPaper) {
      develop(canvas.pixels(), canvas.border(0));
    }
    float[] pixels = canvas.pixels();
    for (int i = 0; i < pixels.length; i++) {
      into[offset + i] = Pixels.scaled(pixels[i]);
    }
    return inkOnPaper;
  }

  /** Paper to 0, the darkest ink to 255. */
  private static void develop(float[] pixels, float paper) {
    float darkest = paper;
    for (float pixel : pixels) {
      darkest = Math.min(darkest, pixel);
    }
    float contrast = Math.max(paper - darkest, FAINT);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Math.max(0, paper - pixels[i]) * 255 / contrast;
    }
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
