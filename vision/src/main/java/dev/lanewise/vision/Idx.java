package dev.lanewise.vision;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * One IDX file of unsigned bytes (Y. LeCun, "The MNIST database", file formats): two zero bytes,
 * the element type, the number of dimensions, each dimension as a big-endian int, then the
 * elements.
 *
 * @param name for messages
 * @param data row-major
 */
record Idx(String name, int[] dimensions, byte[] data) {
  private static final int UNSIGNED_BYTES = 0x08;

  /** The magic number of a file of unsigned bytes with this many dimensions. */
  static int magic(int rank) {
    return UNSIGNED_BYTES << 8 | rank;
  }

  /**
   * Reads to the end of the stream, which may be gzipped whatever its name says.
   *
   * @throws BadDataException if it is not IDX of unsigned bytes or holds more or less than it says
   */
  static Idx read(String name, InputStream raw) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw, 1 << 16);
    in.mark(2);
    boolean gzipped = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    try {
      return parse(name, gzipped ? new GZIPInputStream(in, 1 << 16) : in);
    } catch (EOFException | ZipException broken) {
      throw new BadDataException(
          name,
          "a whole gzip file",
          "one that is truncated or corrupt (" + broken.getMessage() + ")");
    }
  }

  private static Idx parse(String name, InputStream in) throws IOException {
    int magic = header(name, in, 1)[0];
    int rank = magic & 0xff;
    if (magic >>> 8 != UNSIGNED_BYTES || rank == 0 || rank > 4) {
      throw new BadDataException(
          name, "IDX with unsigned bytes (magic 0x000008..)", "0x%08x".formatted(magic));
    }
    int[] dimensions = header(name, in, rank);
    long size = 1;
    for (int dimension : dimensions) {
      size = Math.min(size * dimension, 1L << 31);
      if (dimension < 0 || size > Integer.MAX_VALUE - 8) {
        throw new BadDataException(name, "fewer than 2^31 bytes", text(dimensions));
      }
    }
    byte[] data = in.readNBytes((int) size);
    if (data.length < size || in.read() >= 0) {
      throw new BadDataException(
          name,
          text(dimensions) + " = " + size + " bytes after the header",
          data.length < size ? String.valueOf(data.length) : "more");
    }
    return new Idx(name, dimensions, data);
  }

  private static int[] header(String name, InputStream in, int ints) throws IOException {
    byte[] bytes = in.readNBytes(4 * ints);
    if (bytes.length < 4 * ints) {
      throw new BadDataException(name, "an IDX header", "a file that ends within it");
    }
    int[] values = new int[ints];
    ByteBuffer.wrap(bytes).asIntBuffer().get(values);
    return values;
  }

  /** This file, if it has that many dimensions. */
  Idx withRank(int rank) throws BadDataException {
    if (dimensions.length != rank) {
      throw new BadDataException(
          name,
          "0x%08x (%s)".formatted(magic(rank), kind(rank)),
          "0x%08x (%s)".formatted(magic(dimensions.length), kind(dimensions.length)));
    }
    return this;
  }

  private static String kind(int rank) {
    return switch (rank) {
      case 1 -> "labels";
      case 3 -> "images";
      default -> rank + " dimensions";
    };
  }

  private static String text(int[] dimensions) {
    return Arrays.stream(dimensions)
        .mapToObj(Integer::toUnsignedString)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
