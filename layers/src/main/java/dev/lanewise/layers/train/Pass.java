package dev.lanewise.layers.train;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.augment.Views;

/**
 * The way of one batch after the other through a net and its loss. The first batch of a size is
 * recorded, those that follow are replayed, which allocates nothing. The net's layers are to stay
 * in the state, training or evaluation, that they are recorded in.
 */
final class Pass {
  private final Tape tape;
  private final Network network;
  private final Views views;
  private Batch batch;
  private Tensor scores;
  private Tensor loss;

  /**
   * @param tape to be used by nothing else in the meantime
   */
  Pass(Tape tape, Network network, Views views) {
    this.tape = tape;
    this.network = network;
    this.views = views;
  }

  /** The batch's mean loss; derivatives are recorded unless the tape is in a noGrad scope. */
  Tensor loss(Batch next) {
    if (batch == null || batch.size() != next.size()) {
      tape.clear();
      batch = next.copy();
      scores = views.scores(tape, network, batch.images());
      loss = network.loss().apply(tape, scores, batch.labels());
    } else {
      next.copyTo(batch);
      tape.replay();
    }
    return loss;
  }

  /** The scores of the last batch: [n, classes]. */
  Tensor scores() {
    return scores;
  }
}
