package dev.lanewise.layers.save;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Replaces a file as a whole or not at all, whenever the program or the machine stops: the content
 * goes to a temporary file in the same folder, is forced to the disk and then renamed.
 */
public final class AtomicFile {
  /** Writes the whole content of a file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Creates or replaces {@code file}; missing folders are made.
   *
   * @throws IOException if the disk refuses; {@code file} is then as it was before
   */
  public static void write(Path file, Content content) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    Files.createDirectories(folder);
    // The process id keeps two runs that share a folder out of each other's half-written file.
    Path temporary =
        folder.resolve(target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    syncFolder(folder);
  }

  /** As {@link #write(Path, Content)}, with this content. */
  public static void write(Path file, byte[] content) throws IOException {
    write(
        file,
        channel -> {
          ByteBuffer bytes = ByteBuffer.wrap(content);
          while (bytes.hasRemaining()) { // a write may stop short, as on a full disk
            channel.write(bytes);
          }
        });
  }

  /**
   * Whether a folder takes new files. By trying: what permissions say is not all, of a system's
   * folders or for the superuser.
   */
  public static boolean possibleIn(Path folder) {
    try {
      Files.delete(Files.createTempFile(folder, "lanewise", ".tmp"));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** The rename itself reaches the disk with the folder; not every system can open one. */
  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException _) {
      // Windows: the file system does this on its own.
    }
  }
}
