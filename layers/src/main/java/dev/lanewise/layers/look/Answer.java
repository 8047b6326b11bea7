package dev.lanewise.layers.look;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.autograd.op.Softmax;
import dev.lanewise.layers.BadInputException;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.train.Evaluation;
import dev.lanewise.layers.train.Samples;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * What a net says of one sample.
 *
 * @param index of the sample
 * @param label its class
 * @param said the class with the highest score, the first of equals
 * @param probability of what it said, by the softmax of its scores
 * @param probabilityOfLabel of the sample's class
 * @param loss of this sample alone
 */
public record Answer(
    int index, int label, int said, float probability, float probabilityOfLabel, float loss) {

  public boolean right() {
    return said == label;
  }

  /**
   * Of all samples, in their order. The net's layers are in evaluation state afterwards.
   *
   * @param batch images per batch
   * @param done is told the number of images done, after every batch
   * @throws BadInputException if samples and net do not fit, or a score is no finite number
   */
  public static List<Answer> ofAll(Network network, Samples samples, int batch, IntConsumer done) {
    samples.requireFit(network);
    int[] shape = samples.shape();
    List<Answer> answers = new ArrayList<>(samples.size());
    network.layers().evaluation();
    try (Tape tape = new Tape();
        var _ = tape.noGrad()) {
      for (int from = 0; from < samples.size(); from += batch) {
        int n = Math.min(batch, samples.size() - from);
        Tensor images = tape.tensor(n, shape[0], shape[1], shape[2]);
        for (int i = 0; i < n; i++) {
          samples.read(from + i, images.data(), i * network.inputSize());
        }
        network.normalisation().apply(n, shape[1] * shape[2], images.data(), 0);
        Tensor scores = network.scores(tape, images);
        Tensor probabilities = Softmax.apply(tape, scores);
        for (int i = 0; i < n; i++) {
          answers.add(of(tape, network, scores, probabilities, i, samples, from + i));
        }
        tape.clear();
        done.accept(from + n);
      }
    }
    return answers;
  }

  private static Answer of(
      Tape tape,
      Network network,
      Tensor scores,
      Tensor probabilities,
      int row,
      Samples samples,
      int index) {
    int classes = network.classes();
    int from = row * classes;
    Tensor own = tape.tensor(1, classes);
    System.arraycopy(scores.data(), from, own.data(), 0, classes);
    int said = 0;
    for (int c = 0; c < classes; c++) {
      if (!Float.isFinite(own.data()[c])) {
        throw new BadInputException(
            "net: expected finite scores, found %s for image %d".formatted(own.data()[c], index));
      }
      said = own.data()[c] > own.data()[said] ? c : said;
    }
    int label = samples.label(index);
    float loss = network.loss().apply(tape, own, new int[] {label}).item();
    float[] p = probabilities.data();
    return new Answer(index, label, said, p[from + said], p[from + label], loss);
  }

  /** The answers with the highest loss, highest first; of equal ones the first sample. */
  public static List<Answer> mostWrong(List<Answer> answers, int count) {
    return answers.stream()
        .sorted(Comparator.comparingDouble((Answer answer) -> -answer.loss))
        .limit(count)
        .toList();
  }

  /**
   * Mean loss and confusion matrix.
   *
   * @param classes how many there are
   */
  public static Evaluation evaluation(List<Answer> answers, int classes) {
    int[][] confusion = new int[classes][classes];
    answers.forEach(answer -> confusion[answer.label][answer.said]++);
    double loss = answers.stream().mapToDouble(Answer::loss).sum();
    return new Evaluation(loss / answers.size(), confusion);
  }
}
