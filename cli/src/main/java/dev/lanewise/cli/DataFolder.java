package dev.lanewise.cli;

import dev.lanewise.vision.DataSet;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine;

/**
 * The data that {@code --data} and {@code --size} ask for, with the progress of decoding images.
 */
final class DataFolder {
  private static final int MAX_SIDE = 1024;

  private DataFolder() {}

  /**
   * @param folder null for MNIST
   * @param side null for the default
   */
  static DataSet read(CommandLine line, Path folder, Integer side) throws IOException {
    if (side != null && (side < 1 || side > MAX_SIDE)) {
      throw Main.refused(line, "--size", "1 to " + MAX_SIDE, side);
    }
    if (folder == null) {
      return DataSet.mnist();
    }
    try (Reading reading = new Reading(line)) {
      return DataSet.read(folder, side == null ? DataSet.DEFAULT_SIDE : side, reading::at);
    }
  }

  /** Shows nothing unless there are images to decode. */
  private static final class Reading implements AutoCloseable {
    private final CommandLine line;
    private Status status;

    Reading(CommandLine line) {
      this.line = line;
    }

    void at(int done, int all) {
      if (status == null) {
        status = Terminal.status(line.getOut(), line.getErr(), 0, all);
      }
      status.at(done, "reading images");
    }

    @Override
    public void close() {
      if (status != null) {
        status.close();
      }
    }
  }
}
