package dev.lanewise.jmh.work;

import java.util.List;

/**
 * The mean loss over rows of scores, or its gradient (with scale 1). Row r has the label {@code r %
 * columns}.
 *
 * <pre>{@code
 * cross-entropy forward:  logits        -> loss, probabilities
 * cross-entropy gradient: probabilities -> dLogits
 * hinge forward:          scores        -> loss
 * hinge gradient:         scores        -> dScores
 * }</pre>
 */
public record LossWork(Kind kind, boolean gradient, int rows, int columns) implements Work {
  /** Margin of the hinge loss. */
  public static final float MARGIN = 1;

  public enum Kind {
    CROSS_ENTROPY,
    HINGE
  }

  public int[] labels() {
    int[] labels = new int[rows];
    for (int r = 0; r < rows; r++) {
      labels[r] = r % columns;
    }
    return labels;
  }

  @Override
  public String op() {
    return kind == Kind.HINGE ? "hinge" : "crossEntropy";
  }

  @Override
  public String direction() {
    return gradient ? "gradient" : "forward";
  }

  @Override
  public String shape() {
    return rows + "x" + columns;
  }

  /** Cross-entropy is a softmax (26 an element), its gradient a subtraction and a product. */
  @Override
  public long flops() {
    long each =
        switch (kind) {
          case CROSS_ENTROPY -> gradient ? 2 : 26;
          case HINGE -> gradient ? 3 : 4;
        };
    return each * rows * columns;
  }

  @Override
  public List<Array> inputs() {
    Array scores = Array.of("scores", rows, columns);
    boolean probabilities = kind == Kind.CROSS_ENTROPY && gradient;
    return List.of(probabilities ? scores.values(0, 2f / columns) : scores.values(-5, 5));
  }

  @Override
  public List<Array> outputs() {
    Array loss = Array.of("loss", 1);
    if (gradient) {
      return List.of(Array.of("dScores", rows, columns));
    }
    return kind == Kind.HINGE
        ? List.of(loss)
        : List.of(loss, Array.of("probabilities", rows, columns));
  }

  @Override
  public long terms() {
    return (long) rows * columns;
  }
}
