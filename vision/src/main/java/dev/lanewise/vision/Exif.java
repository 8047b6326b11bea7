package dev.lanewise.vision;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How a camera was held (EXIF 2.32, tag 0x0112): telephones store what their sensor saw and leave
 * the turning to the viewer.
 */
final class Exif {
  private static final int UPRIGHT = 1;
  private static final int START_OF_IMAGE = 0xffd8;
  private static final int APP1 = 0xffe1;
  private static final int START_OF_SCAN = 0xffda;
  private static final long MAGIC = 0x457869660000L; // "Exif\0\0"
  private static final int MAGIC_BYTES = 6;
  private static final int ORIENTATION = 0x0112;

  private Exif() {}

  /** Orientation of a JPEG, 1 to 8; 1 (upright) for any other file and where none is given. */
  static int orientation(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (in.readUnsignedShort() != START_OF_IMAGE) {
        return UPRIGHT;
      }
      while (true) {
        int marker = in.readUnsignedShort();
        int length = in.readUnsignedShort() - 2;
        if (marker >>> 8 != 0xff || marker == START_OF_SCAN || length < 0) {
          return UPRIGHT;
        }
        byte[] segment = in.readNBytes(length);
        if (marker == APP1 && isExif(segment)) {
          return orientation(
              ByteBuffer.wrap(segment, MAGIC_BYTES, segment.length - MAGIC_BYTES).slice());
        }
      }
    } catch (EOFException | IndexOutOfBoundsException broken) {
      return UPRIGHT;
    }
  }

  private static boolean isExif(byte[] segment) {
    return segment.length > 8 && ByteBuffer.wrap(segment).getLong() >>> 16 == MAGIC;
  }

  /** Looks the tag up in the first directory of a TIFF header. */
  private static int orientation(ByteBuffer tiff) {
    tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      if ((tiff.getShort(entry) & 0xffff) == ORIENTATION) {
        int value = tiff.getShort(entry + 8);
        return value >= 1 && value <= 8 ? value : UPRIGHT;
      }
    }
    return UPRIGHT;
  }
}
