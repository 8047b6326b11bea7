package dev.lanewise.layers.train;

import java.io.IOException;

/** Hears of the progress of a run, in the thread that runs it. */
public interface Listener {
  /** A chunk of the batch of the next step is done, where there is more than one. */
  default void computing(int imagesDone, int images) {}

  /** A step was made. */
  default void batchDone(BatchResult result) {}

  /** Validation goes on. */
  default void validating(int imagesDone, int images) {}

  /**
   * An epoch (or the part that was left of the run) is over.
   *
   * @param checkpoint the state of the run, valid during this call; save it to be able to go on
   *     from here
   * @throws IOException ends the run
   */
  default void epochDone(EpochResult result, Checkpoint checkpoint) throws IOException {}
}
