package dev.lanewise.kernels.loss;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.LE;

import dev.lanewise.kernels.math.RowSimd;
import dev.lanewise.kernels.math.ShortRowsSimd;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.FoldSimd;
import dev.lanewise.kernels.simd.Scratch;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** {@link Hinge} on vectors; groups of rows go to the threads. */
final class HingeSimd extends Task {
  private static final ThreadLocal<HingeSimd> CALL = ThreadLocal.withInitial(HingeSimd::new);
  private static final Scratch TERMS = new Scratch();
  private static final Scratch LOSSES = new Scratch();
  private static final Scratch WORK = new Scratch();
  private static final Scratch ROW_VALUES = new Scratch();

  private boolean forward;
  private int rows;
  private int columns;
  private float[] scores;
  private int scoresOffset;
  private int[] labels;
  private int labelsOffset;
  private float margin;
  private float[] losses;
  private float g;
  private float[] dScores;
  private int dScoresOffset;

  private HingeSimd() {}

  static float forward(
      int rows,
      int columns,
      float[] scores,
      int scoresOffset,
      int[] labels,
      int labelsOffset,
      float margin) {
    if (rows == 0) {
      return 0f;
    }
    HingeSimd call = CALL.get();
    float[] losses = LOSSES.floats(rows);
    call.forward = true;
    call.losses = losses;
    call.run(rows, columns, scores, scoresOffset, labels, labelsOffset, margin);
    return FoldSimd.sum(rows, losses, 0) / rows;
  }

  static void backward(
      int rows,
      int columns,
      float[] scores,
      int scoresOffset,
      int[] labels,
      int labelsOffset,
      float margin,
      float scale,
      float[] dScores,
      int dScoresOffset) {
    HingeSimd call = CALL.get();
    call.forward = false;
    call.g = scale / rows;
    call.dScores = dScores;
    call.dScoresOffset = dScoresOffset;
    call.run(rows, columns, scores, scoresOffset, labels, labelsOffset, margin);
  }

  private void run(
      int rows,
      int columns,
      float[] scores,
      int scoresOffset,
      int[] labels,
      int labelsOffset,
      float margin) {
    this.rows = rows;
    this.columns = columns;
    this.scores = scores;
    this.scoresOffset = scoresOffset;
    this.labels = labels;
    this.labelsOffset = labelsOffset;
    this.margin = margin;
    Parallelism.current().run(this, Math.ceilDiv(rows, RowSimd.rowsPerPart(columns)));
    this.scores = null;
    this.labels = null;
    losses = null;
    dScores = null;
  }

  @Override
  protected void part(int part) {
    int rowsPerPart = RowSimd.rowsPerPart(columns);
    int from = part * rowsPerPart;
    int to = Math.min(rows, from + rowsPerPart);
    int group = 0;
    for (int row = from; row < to; row += Math.max(1, group)) {
      group = forward ? ShortRowsSimd.group(to - row, columns) : 0;
      if (group > 0) {
        forwardGroup(row, group);
        continue;
      }
      int s = scoresOffset + row * columns;
      int label = labels[labelsOffset + row];
      if (forward) {
        losses[row] = forwardRow(columns, scores, s, label, margin);
      } else {
        backwardRow(columns, scores, s, label, margin, g, dScores, dScoresOffset + row * columns);
      }
    }
  }

  /** Short rows, side by side. */
  private void forwardGroup(int first, int count) {
    int start = scoresOffset + first * columns;
    float[] terms = TERMS.floats(ShortRowsSimd.size(columns));
    float[] work = WORK.floats(columns * LENGTH);
    float[] one = ROW_VALUES.floats(LENGTH);
    ShortRowsSimd.gather(count, columns, scores, start, terms);
    for (int i = 0; i < count; i++) {
      one[i] = terms[labels[labelsOffset + first + i] * LENGTH + i];
    }
    ShortRowsSimd.hingeTerms(columns, terms, one, margin);
    for (int i = 0; i < count; i++) {
      terms[labels[labelsOffset + first + i] * LENGTH + i] = 0f;
    }
    ShortRowsSimd.sum(columns, terms, work, one);
    System.arraycopy(one, 0, losses, first, count);
  }

  private static float forwardRow(int n, float[] s, int so, int label, float margin) {
    float[] terms = TERMS.floats(n);
    float own = s[so + label];
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector term = FloatVector.fromArray(F, s, so + i).sub(own).add(margin);
      term.blend(0f, term.compare(LE, 0f)).intoArray(terms, i);
    }
    HingeReference.terms(n - i, own, margin, s, so + i, terms, i);
    terms[label] = 0f;
    return FoldSimd.sum(n, terms, 0);
  }

  private static void backwardRow(
      int n, float[] s, int so, int label, float margin, float g, float[] ds, int dso) {
    float own = s[so + label];
    int kept = 0;
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      VectorMask<Float> keeps =
          FloatVector.fromArray(F, s, so + i).sub(own).add(margin).compare(LE, 0f);
      FloatVector.broadcast(F, g).blend(0f, keeps).intoArray(ds, dso + i);
      kept += keeps.trueCount();
    }
    for (; i < n; i++) {
      boolean keeps = s[so + i] - own + margin <= 0;
      ds[dso + i] = keeps ? 0f : g;
      kept += keeps ? 1 : 0;
    }
    if (!(own - own + margin <= 0)) {
      kept++; // the label itself does not count
    }
    ds[dso + label] = 0f - g * (n - kept);
  }
}
