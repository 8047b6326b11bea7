package dev.lanewise.kernels.loss;

import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.math.ExpSimd;
import dev.lanewise.kernels.math.Log;
import dev.lanewise.kernels.math.LogSimd;
import dev.lanewise.kernels.math.RowSimd;
import dev.lanewise.kernels.math.ShortRowsSimd;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.FoldSimd;
import dev.lanewise.kernels.simd.Scratch;

/** {@link CrossEntropy} on vectors; groups of rows go to the threads. */
final class CrossEntropySimd extends Task {
  private static final ThreadLocal<CrossEntropySimd> CALL =
      ThreadLocal.withInitial(CrossEntropySimd::new);
  private static final Scratch LOSSES = new Scratch();
  private static final Scratch GROUP = new Scratch();
  private static final Scratch PROBABILITIES = new Scratch();
  private static final Scratch WORK = new Scratch();
  private static final Scratch ROW_VALUES = new Scratch();

  private boolean forward;
  private int rows;
  private int columns;
  // logits and probabilities forward; probabilities and dLogits backward.
  private float[] x;
  private int xOffset;
  private float[] y;
  private int yOffset;
  private int[] labels;
  private int labelsOffset;
  private float factor;
  private float[] losses;

  private CrossEntropySimd() {}

  static float forward(
      int rows,
      int columns,
      float[] logits,
      int logitsOffset,
      int[] labels,
      int labelsOffset,
      float[] probabilities,
      int probabilitiesOffset) {
    if (rows == 0) {
      return 0f;
    }
    CrossEntropySimd call = CALL.get();
    float[] losses = LOSSES.floats(rows);
    call.forward = true;
    call.losses = losses;
    call.run(
        rows,
        columns,
        logits,
        logitsOffset,
        labels,
        labelsOffset,
        probabilities,
        probabilitiesOffset);
    return FoldSimd.sum(rows, losses, 0) / rows;
  }

  static void backward(
      int rows,
      int columns,
      float[] probabilities,
      int probabilitiesOffset,
      int[] labels,
      int labelsOffset,
      float scale,
      float[] dLogits,
      int dLogitsOffset) {
    CrossEntropySimd call = CALL.get();
    call.forward = false;
    call.factor = scale / rows;
    call.run(
        rows,
        columns,
        probabilities,
        probabilitiesOffset,
        labels,
        labelsOffset,
        dLogits,
        dLogitsOffset);
  }

  private void run(
      int rows,
      int columns,
      float[] x,
      int xOffset,
      int[] labels,
      int labelsOffset,
      float[] y,
      int yOffset) {
    this.rows = rows;
    this.columns = columns;
    this.x = x;
    this.xOffset = xOffset;
    this.labels = labels;
    this.labelsOffset = labelsOffset;
    this.y = y;
    this.yOffset = yOffset;
    Parallelism.current().run(this, Math.ceilDiv(rows, RowSimd.rowsPerPart(columns)));
    this.x = null;
    this.labels = null;
    this.y = null;
    losses = null;
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
      int xRow = xOffset + row * columns;
      int yRow = yOffset + row * columns;
      int label = labels[labelsOffset + row];
      if (forward) {
        losses[row] = forwardRow(columns, x, xRow, label, y, yRow);
      } else {
        backwardRow(columns, x, xRow, label, factor, y, yRow);
      }
    }
  }

  /** Short rows, side by side. */
  private void forwardGroup(int first, int count) {
    int n = columns;
    int size = n * LENGTH;
    float[] shifted = GROUP.floats(ShortRowsSimd.size(n));
    float[] p = PROBABILITIES.floats(ShortRowsSimd.size(n));
    float[] work = WORK.floats(size);
    float[] one = ROW_VALUES.floats(LENGTH);
    ShortRowsSimd.gather(count, n, x, xOffset + first * n, shifted);
    ShortRowsSimd.max(n, shifted, one);
    ShortRowsSimd.subtract(n, shifted, one, shifted);
    ExpSimd.exp(size, 0f, shifted, 0, p, 0);
    ShortRowsSimd.sum(n, p, work, one);
    ShortRowsSimd.divide(n, p, one);
    ShortRowsSimd.scatter(count, n, p, y, yOffset + first * n);
    LogSimd.log(LENGTH, one, 0, one, 0);
    for (int i = 0; i < count; i++) {
      int label = labels[labelsOffset + first + i];
      losses[first + i] = one[i] - shifted[label * LENGTH + i];
    }
  }

  private static float forwardRow(int n, float[] x, int xo, int label, float[] p, int po) {
    float max = RowSimd.max(n, x, xo);
    float logit = x[xo + label] - max; // before p, which may be x, is written
    ExpSimd.exp(n, max, x, xo, p, po);
    float sum = FoldSimd.sum(n, p, po);
    RowSimd.scale(n, 1f / sum, p, po, p, po);
    return Log.log(sum) - logit;
  }

  private static void backwardRow(
      int n, float[] p, int po, int label, float factor, float[] dx, int dxo) {
    float atLabel = (p[po + label] - 1f) * factor;
    RowSimd.scale(n, factor, p, po, dx, dxo);
    dx[dxo + label] = atLabel;
  }
}
