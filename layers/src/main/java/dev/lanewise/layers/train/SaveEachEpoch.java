package dev.lanewise.layers.train;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Keeps the last epoch's state in a folder: {@link #CHECKPOINT} to go on from, {@link #MODEL} to
 * use, which with patience is that of the best epoch so far. Killed at any moment, the run leaves
 * both files whole.
 */
public final class SaveEachEpoch implements Listener {
  public static final String MODEL = "model.safetensors";
  public static final String CHECKPOINT = "checkpoint.safetensors";

  private final Path folder;

  /** The folder is made with the first save. */
  public SaveEachEpoch(Path folder) {
    this.folder = folder;
  }

  @Override
  public void epochDone(EpochResult result, Checkpoint checkpoint) throws IOException {
    checkpoint.save(folder.resolve(CHECKPOINT));
    checkpoint.saveModel(folder.resolve(MODEL));
  }
}
