package dev.lanewise.layers.train;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.augment.Views;
import java.util.function.IntConsumer;

/**
 * How a net does on samples it is not being trained on.
 *
 * @param loss mean over the samples, without regularisation
 * @param confusion [actual class][class with the highest score]: how many samples
 */
public record Evaluation(double loss, int[][] confusion) {
  /**
   * As of {@link #of(Network, Samples, Views, int, IntConsumer)}, of one view, without news of its
   * progress.
   */
  public static Evaluation of(Network network, Samples samples, int batch) {
    return of(network, samples, Views.ONE, batch, _ -> {});
  }

  /**
   * Looks at all samples. No gradients are computed, nothing is dropped, and no score depends on
   * the batch its image is in.
   *
   * @param views whose scores are averaged, image by image
   * @param batch images per batch
   * @param done is told the number of images done, after every batch
   * @throws dev.lanewise.layers.BadInputException if samples and net do not fit
   */
  public static Evaluation of(
      Network network, Samples samples, Views views, int batch, IntConsumer done) {
    try (Tape tape = new Tape()) {
      return of(tape, network, samples, views, batch, done);
    }
  }

  static Evaluation of(
      Tape tape, Network network, Samples samples, Views views, int batch, IntConsumer done) {
    BatchReader reader = new BatchReader(network, samples);
    int[][] confusion = new int[network.classes()][network.classes()];
    double loss = 0;
    network.layers().evaluation();
    Pass pass = new Pass(tape, network, views);
    try (var _ = tape.noGrad();
        BatchStream batches =
            new BatchStream(reader, 0, reader.inOrder(), 0, samples.size(), batch)) {
      for (int from = 0; from < samples.size(); from += batch) {
        Batch next = batches.next();
        loss += (double) pass.loss(next).item() * next.size();
        count(pass.scores(), next.labels(), confusion);
        done.accept(from + next.size());
      }
    }
    return new Evaluation(loss / samples.size(), confusion);
  }

  /** Samples looked at. */
  public int samples() {
    int sum = 0;
    for (int[] row : confusion) {
      for (int count : row) {
        sum += count;
      }
    }
    return sum;
  }

  /** Part of the samples whose class had the highest score, 0 to 1. */
  public double accuracy() {
    int right = 0;
    for (int c = 0; c < confusion.length; c++) {
      right += confusion[c][c];
    }
    return (double) right / samples();
  }

  private static void count(Tensor scores, int[] labels, int[][] confusion) {
    for (int i = 0; i < labels.length; i++) {
      confusion[labels[i]][highest(scores, i)]++;
    }
  }

  /** The class with the highest score in a row, the first of equals. */
  static int highest(Tensor scores, int row) {
    float[] data = scores.data();
    int classes = scores.dim(1);
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (data[row * classes + c] > data[row * classes + best]) {
        best = c;
      }
    }
    return best;
  }
}
