package dev.lanewise.layers.save;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path folder;

  @Test
  void replacesAndLeavesNothingBehind() throws IOException {
    Path file = folder.resolve("made/on/the/way/a.txt");
    write(file, "first");
    write(file, "2nd");
    assertEquals("2nd", Files.readString(file));
    assertEquals(List.of(file), files(file.getParent()));
  }

  @Test
  void aFailureLeavesTheOldFile() throws IOException {
    Path file = folder.resolve("a.txt");
    write(file, "first");
    IOException failure = new IOException("disk full");
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                AtomicFile.write(
                    file,
                    channel -> {
                      channel.write(ByteBuffer.wrap(new byte[100]));
                      throw failure;
                    }));
    assertEquals(failure, thrown);
    assertEquals("first", Files.readString(file));
    assertEquals(List.of(file), files(folder));
  }

  @Test
  void whileWritingTheOldFileIsWhole() throws IOException {
    Path file = folder.resolve("a.txt");
    write(file, "first");
    AtomicFile.write(
        file,
        channel -> {
          channel.write(ByteBuffer.wrap(new byte[100]));
          assertEquals("first", Files.readString(file));
          assertEquals(2, files(folder).size());
        });
    assertEquals(100, Files.size(file));
  }

  @Test
  void whatAKilledRunLeftIsOverwritten() throws IOException {
    Path file = folder.resolve("a.txt");
    Path temporary = folder.resolve("a.txt." + ProcessHandle.current().pid() + ".tmp");
    Files.writeString(temporary, "half-written, and longer than what comes now");
    write(file, "new");
    assertEquals("new", Files.readString(file));
    assertFalse(Files.exists(temporary));
  }

  @Test
  void aFolderInTheWayIsAnError() throws IOException {
    Path file = Files.createDirectory(folder.resolve("a.txt"));
    Files.writeString(file.resolve("inside"), "kept");
    assertThrows(IOException.class, () -> write(file, "new"));
    assertTrue(Files.isDirectory(file));
    assertEquals(List.of(file), files(folder));
  }

  private static void write(Path file, String text) throws IOException {
    AtomicFile.write(file, text.getBytes());
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }
}
