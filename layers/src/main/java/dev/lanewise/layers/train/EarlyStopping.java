package dev.lanewise.layers.train;

import dev.lanewise.layers.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Early stopping (Prechelt, "Early Stopping, But When?", 1998): ends a run that has not become
 * better for some epochs, and keeps the weights of the best one. Better is a higher accuracy on the
 * validation samples; of equals the first is the best. An epoch that a limit cut short does not
 * count, so that a run in parts and one without interruption keep the same.
 */
final class EarlyStopping {
  private final int patience;
  private final int batches;
  private final List<Parameter> state;
  private List<float[]> best = List.of();

  /**
   * @param patience 0 for a run that neither stops early nor keeps anything
   * @param batches of an epoch
   * @param state what an epoch leaves behind
   */
  EarlyStopping(int patience, int batches, List<Parameter> state) {
    this.patience = patience;
    this.batches = batches;
    this.state = state;
  }

  /** The best of the epochs. */
  static Optional<EpochResult> best(List<EpochResult> history, int batches) {
    return whole(history, batches).stream()
        .reduce((a, b) -> b.validationAccuracy() > a.validationAccuracy() ? b : a);
  }

  private static List<EpochResult> whole(List<EpochResult> history, int batches) {
    return history.stream().filter(epoch -> epoch.step() % batches == 0).toList();
  }

  /** An epoch was added to the history. */
  void epochDone(List<EpochResult> history) {
    if (patience > 0 && best(history, batches).equals(Optional.of(history.getLast()))) {
      List<float[]> weights = new ArrayList<>();
      state.forEach(parameter -> weights.add(parameter.tensor().data().clone()));
      best = weights;
    }
  }

  /** Whether the best epoch is as long ago as patience allows. */
  boolean outOfPatience(List<EpochResult> history) {
    return patience > 0
        && best(history, batches)
            .map(epoch -> whole(history, batches).getLast().epoch() - epoch.epoch() >= patience)
            .orElse(false);
  }

  /** What the best epoch left behind, an array per parameter; empty if there is none. */
  List<float[]> weights() {
    return best;
  }

  /** Goes on from an earlier part of the run. */
  void restore(List<float[]> weights) {
    best = weights;
  }
}
