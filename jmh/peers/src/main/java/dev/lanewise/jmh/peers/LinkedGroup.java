package dev.lanewise.jmh.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Shared libraries that call each other without saying so. The dynamic linker looks for a function
 * in the libraries that one was opened together with, those that the opened file needs; so they are
 * opened by a file that needs them all and holds nothing else. Nobody outside sees their functions.
 *
 * <p>The file is an ELF image for x86-64: a header, three program headers, the dynamic section, and
 * what that must point to, an empty symbol table, its hash table and the names.
 */
final class LinkedGroup {
  private static final int HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final int DYNAMIC_ENTRY = 16;
  private static final int SYMBOL = 24;
  private static final int HASH = 16;

  private static final int LOAD = 1;
  private static final int DYNAMIC = 2;
  private static final int STACK = 0x6474e551; // else the stack would have to be executable
  private static final int READ_WRITE = 6;

  private static final int NEEDED = 1;
  private static final int HASH_TABLE = 4;
  private static final int STRING_TABLE = 5;
  private static final int SYMBOL_TABLE = 6;
  private static final int STRING_SIZE = 10;
  private static final int SYMBOL_SIZE = 11;
  private static final int END = 0;

  private LinkedGroup() {}

  /**
   * @return all functions of the libraries
   * @throws UnsatisfiedLinkError if they cannot be loaded
   */
  static NativeLibrary load(List<Path> libraries) {
    try {
      Path file = Files.createTempFile("lanewise-peers", ".so");
      try {
        Files.write(file, image(libraries));
        return new NativeLibrary(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] image(List<Path> libraries) {
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    names.write(0);
    int[] nameAt = new int[libraries.size()];
    for (int i = 0; i < nameAt.length; i++) {
      nameAt[i] = names.size();
      names.writeBytes(libraries.get(i).toString().getBytes(UTF_8));
      names.write(0);
    }

    int dynamicAt = HEADER + 3 * PROGRAM_HEADER;
    int dynamicSize = (nameAt.length + 6) * DYNAMIC_ENTRY;
    int symbolsAt = dynamicAt + dynamicSize;
    int hashAt = symbolsAt + SYMBOL;
    int namesAt = hashAt + HASH;
    int size = namesAt + names.size();
    ByteBuffer image = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);

    // 64 bits, little endian; a shared object for x86-64.
    image.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
    image.putShort((short) 3).putShort((short) 62).putInt(1);
    image.putLong(0).putLong(HEADER).putLong(0).putInt(0);
    image.putShort((short) HEADER).putShort((short) PROGRAM_HEADER).putShort((short) 3);

    image.position(HEADER);
    segment(image, LOAD, 0, size, 4096);
    segment(image, DYNAMIC, dynamicAt, dynamicSize, 8);
    segment(image, STACK, 0, 0, 16);

    for (int at : nameAt) {
      image.putLong(NEEDED).putLong(at);
    }
    image.putLong(HASH_TABLE).putLong(hashAt);
    image.putLong(STRING_TABLE).putLong(namesAt);
    image.putLong(SYMBOL_TABLE).putLong(symbolsAt);
    image.putLong(STRING_SIZE).putLong(names.size());
    image.putLong(SYMBOL_SIZE).putLong(SYMBOL);
    image.putLong(END).putLong(0);

    image.position(hashAt).putInt(1).putInt(1); // one bucket, one symbol: none
    image.position(namesAt).put(names.toByteArray());
    return image.array();
  }

  private static void segment(ByteBuffer image, int type, long at, long size, long alignment) {
    image.putInt(type).putInt(READ_WRITE);
    image.putLong(at).putLong(at).putLong(at).putLong(size).putLong(size).putLong(alignment);
  }
}
