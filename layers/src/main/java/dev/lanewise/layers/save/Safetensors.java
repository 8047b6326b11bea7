package dev.lanewise.layers.save;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A file of float32 tensors in Hugging Face's safetensors format: 8 bytes with the length of the
 * header (little-endian), the header (JSON: name, dtype, shape and byte range of every tensor),
 * then the data (little-endian). Every number of a header is checked before it is used; nothing is
 * allocated on the word of a header that the file's size does not bear out.
 *
 * @param metadata the strings under {@code __metadata__}
 * @param tensors in the order of their data
 */
public record Safetensors(Map<String, String> metadata, List<NamedTensor> tensors) {
  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * Reads a whole file.
   *
   * @throws BadFileException if there is no such file, or it is not a sound safetensors file of
   *     float32 tensors
   * @throws IOException if the disk fails
   */
  public static Safetensors read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new BadFileException(
          file, "a safetensors file", Files.exists(file) ? "a folder or device" : "no such file");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SafetensorsHeader header = SafetensorsHeader.read(file, channel);
      List<NamedTensor> tensors = new ArrayList<>();
      for (SafetensorsHeader.Entry entry : header.entries()) {
        float[] data = new float[entry.floats()];
        read(channel, data);
        tensors.add(new NamedTensor(entry.name(), entry.shape(), data));
      }
      return new Safetensors(header.metadata(), tensors);
    } catch (EOFException e) {
      throw new BadFileException(file, "an unchanging file", "it shrank while it was read", e);
    } catch (FileSystemException e) {
      throw new BadFileException(file, "a readable file", e.getReason(), e);
    }
  }

  /**
   * Creates or replaces a file, atomically. The same content gives the same bytes.
   *
   * @throws IOException if the disk refuses; an older file is then as it was
   */
  public void write(Path file) throws IOException {
    byte[] header = SafetensorsHeader.encode(metadata, tensors);
    AtomicFile.write(
        file,
        channel -> {
          writeAll(channel, ByteBuffer.wrap(header));
          for (NamedTensor tensor : tensors) {
            write(channel, tensor.data());
          }
        });
  }

  private static void read(FileChannel channel, float[] data) throws IOException {
    ByteBuffer bytes = buffer();
    for (int from = 0; from < data.length; from += bytes.capacity() / Float.BYTES) {
      int count = Math.min(data.length - from, bytes.capacity() / Float.BYTES);
      readAll(channel, bytes.clear().limit(count * Float.BYTES));
      bytes.flip().asFloatBuffer().get(data, from, count);
    }
  }

  private static void write(FileChannel channel, float[] data) throws IOException {
    ByteBuffer bytes = buffer();
    for (int from = 0; from < data.length; from += bytes.capacity() / Float.BYTES) {
      int count = Math.min(data.length - from, bytes.capacity() / Float.BYTES);
      bytes.clear().asFloatBuffer().put(data, from, count);
      writeAll(channel, bytes.limit(count * Float.BYTES));
    }
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  static void readAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException();
      }
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
