package dev.lanewise.vision;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/** Images of one size with their labels, kept in memory as the bytes they were published as. */
public final class LabelledImages {
  private final int channels;
  private final int height;
  private final int width;
  private final byte[] pixels;
  private final byte[] labels;
  private final List<String> classNames;

  /**
   * Wraps the arrays without copying them.
   *
   * @param pixels {@code [n, channels, height, width]}, unsigned
   * @param labels {@code [n]}, unsigned, each below the number of classes
   * @param classNames a name per class
   * @throws IllegalArgumentException if the arrays do not agree with the sizes or a label with the
   *     classes
   */
  public LabelledImages(
      int channels, int height, int width, byte[] pixels, byte[] labels, List<String> classNames) {
    long expected = (long) labels.length * channels * height * width;
    if (pixels.length != expected) {
      throw new IllegalArgumentException(
          "pixels: expected [%d, %d, %d, %d] = %d bytes, array has %d"
              .formatted(labels.length, channels, height, width, expected, pixels.length));
    }
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.pixels = pixels;
    this.labels = labels;
    this.classNames = List.copyOf(classNames);
    for (int i = 0; i < labels.length; i++) {
      if (label(i) >= classNames.size()) {
        throw new IllegalArgumentException(
            "labels[%d]: expected 0 to %d, actual %d"
                .formatted(i, classNames.size() - 1, label(i)));
      }
    }
  }

  /** Number of images. */
  public int size() {
    return labels.length;
  }

  public int channels() {
    return channels;
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  /** A name per class, in the order of the labels. */
  public List<String> classNames() {
    return classNames;
  }

  /** The numbers of the classes of all images. */
  public int[] labels() {
    return IntStream.range(0, size()).map(this::label).toArray();
  }

  /** The class of an image, 0 to {@code classNames().size() - 1}. */
  public int label(int index) {
    return labels[index] & 0xff;
  }

  /**
   * Writes one image as a network reads it: {@code [channels, height, width]}, each byte scaled
   * from 0..255 to 0..1.
   *
   * @throws IndexOutOfBoundsException if there is no such image or {@code into} is too short
   */
  public void read(int index, float[] into, int offset) {
    int length = channels * height * width;
    Objects.checkIndex(index, size());
    Objects.checkFromIndexSize(offset, length, into.length);
    int from = index * length;
    for (int i = 0; i < length; i++) {
      into[offset + i] = (pixels[from + i] & 0xff) / Pixels.WHITE;
    }
  }

  /** CRC-32C of all pixels and labels, to tell these images from others. */
  public long checksum() {
    CRC32C checksum = new CRC32C();
    checksum.update(pixels);
    checksum.update(labels);
    return checksum.getValue();
  }

  /**
   * Some of these images, copied.
   *
   * @param indices of the images, in the order they are to have
   * @throws IndexOutOfBoundsException if there is no such image
   */
  public LabelledImages pick(int[] indices) {
    int length = channels * height * width;
    byte[] pickedPixels = new byte[Math.multiplyExact(indices.length, length)];
    byte[] pickedLabels = new byte[indices.length];
    for (int i = 0; i < indices.length; i++) {
      pickedLabels[i] = labels[Objects.checkIndex(indices[i], size())];
      System.arraycopy(pixels, indices[i] * length, pickedPixels, i * length, length);
    }
    return new LabelledImages(channels, height, width, pickedPixels, pickedLabels, classNames);
  }

  /**
   * Mean brightness of each channel over all images, 0 to 1. Sums of bytes are exact, so the result
   * has the same bits everywhere.
   */
  public float[] mean() {
    float[] mean = new float[channels];
    for (int c = 0; c < channels; c++) {
      mean[c] = (float) (sum(c, 1) / (double) perChannel() / Pixels.WHITE);
    }
    return mean;
  }

  /** Standard deviation of the brightness of each channel over all images. */
  public float[] deviation() {
    float[] deviation = new float[channels];
    for (int c = 0; c < channels; c++) {
      double mean = sum(c, 1) / (double) perChannel();
      double meanSquare = sum(c, 2) / (double) perChannel();
      deviation[c] = (float) (Math.sqrt(Math.max(0, meanSquare - mean * mean)) / Pixels.WHITE);
    }
    return deviation;
  }

  private long perChannel() {
    return (long) size() * height * width;
  }

  private long sum(int channel, int power) {
    int plane = height * width;
    long sum = 0;
    for (int image = 0; image < size(); image++) {
      int from = (image * channels + channel) * plane;
      for (int i = from; i < from + plane; i++) {
        int value = pixels[i] & 0xff;
        sum += power == 1 ? value : value * value;
      }
    }
    return sum;
  }
}
