package dev.lanewise.vision;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Data files of a few bytes. */
final class TinyFiles {
  static final int CIFAR_RECORD = 3073;

  private TinyFiles() {}

  /** An IDX file whose element i is i mod 251 (or, for labels, i mod 3). */
  static byte[] idx(int... dimensions) {
    int size = 1;
    for (int dimension : dimensions) {
      size *= dimension;
    }
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dimensions.length + size);
    bytes.putInt(0x0800 | dimensions.length);
    for (int dimension : dimensions) {
      bytes.putInt(dimension);
    }
    for (int i = 0; i < size; i++) {
      bytes.put((byte) (i % (dimensions.length == 1 ? 3 : 251)));
    }
    return bytes.array();
  }

  /** 5 images of 4 x 3 to train on, 4 to test on, three classes. */
  static void writeIdxFolder(Path folder) throws IOException {
    Files.write(folder.resolve("train-images-idx3-ubyte"), idx(5, 4, 3));
    Files.write(folder.resolve("train-labels-idx1-ubyte"), idx(5));
    Files.write(folder.resolve("t10k-images-idx3-ubyte"), idx(4, 4, 3));
    Files.write(folder.resolve("t10k-labels-idx1-ubyte"), idx(4));
  }

  /** Two records per batch; batch b has labels b and 9, and every pixel of its images is b. */
  static void writeCifarFolder(Path folder) throws IOException {
    for (int batch = 1; batch <= 5; batch++) {
      Files.write(folder.resolve("data_batch_" + batch + ".bin"), cifar(batch));
    }
    Files.write(folder.resolve("test_batch.bin"), cifar(6));
  }

  static byte[] cifar(int batch) {
    byte[] bytes = new byte[2 * CIFAR_RECORD];
    Arrays.fill(bytes, (byte) batch);
    bytes[CIFAR_RECORD] = 9;
    return bytes;
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }
}
