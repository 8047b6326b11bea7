package dev.lanewise.kernels.softmax;

import static dev.lanewise.kernels.simd.Lanes.F;
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
import jdk.incubator.vector.FloatVector;

/** {@link Softmax} on vectors; groups of rows go to the threads. */
final class SoftmaxSimd extends Task {
  private enum Op {
    SOFTMAX,
    LOG_SOFTMAX,
    SOFTMAX_GRADIENT,
    LOG_SOFTMAX_GRADIENT
  }

  private static final ThreadLocal<SoftmaxSimd> CALL = ThreadLocal.withInitial(SoftmaxSimd::new);
  private static final Scratch EXPONENTIALS = new Scratch();
  private static final Scratch GROUP = new Scratch();
  private static final Scratch GRADIENTS = new Scratch();
  private static final Scratch ROW_VALUES = new Scratch();

  private Op op;
  private int rows;
  private int columns;
  // x and y forward; y, dy and dx for a gradient.
  private float[] x;
  private int xOffset;
  private float[] y;
  private int yOffset;
  private float[] dy;
  private int dyOffset;
  private float[] dx;
  private int dxOffset;

  private SoftmaxSimd() {}

  static void softmax(int rows, int columns, float[] x, int xOffset, float[] y, int yOffset) {
    CALL.get().forward(Op.SOFTMAX, rows, columns, x, xOffset, y, yOffset);
  }

  static void logSoftmax(int rows, int columns, float[] x, int xOffset, float[] y, int yOffset) {
    CALL.get().forward(Op.LOG_SOFTMAX, rows, columns, x, xOffset, y, yOffset);
  }

  static void softmaxGradient(
      int rows,
      int columns,
      float[] y,
      int yOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset) {
    CALL.get().gradient(Op.SOFTMAX_GRADIENT, rows, columns, y, yOffset, dy, dyOffset, dx, dxOffset);
  }

  static void logSoftmaxGradient(
      int rows,
      int columns,
      float[] y,
      int yOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset) {
    CALL.get()
        .gradient(Op.LOG_SOFTMAX_GRADIENT, rows, columns, y, yOffset, dy, dyOffset, dx, dxOffset);
  }

  private void forward(
      Op op, int rows, int columns, float[] x, int xOffset, float[] y, int yOffset) {
    this.x = x;
    this.xOffset = xOffset;
    this.y = y;
    this.yOffset = yOffset;
    run(op, rows, columns);
  }

  private void gradient(
      Op op,
      int rows,
      int columns,
      float[] y,
      int yOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset) {
    this.y = y;
    this.yOffset = yOffset;
    this.dy = dy;
    this.dyOffset = dyOffset;
    this.dx = dx;
    this.dxOffset = dxOffset;
    run(op, rows, columns);
  }

  private void run(Op op, int rows, int columns) {
    this.op = op;
    this.rows = rows;
    this.columns = columns;
    Parallelism.current().run(this, Math.ceilDiv(rows, RowSimd.rowsPerPart(columns)));
    x = null;
    y = null;
    dy = null;
    dx = null;
  }

  @Override
  protected void part(int part) {
    int rowsPerPart = RowSimd.rowsPerPart(columns);
    int from = part * rowsPerPart;
    int to = Math.min(rows, from + rowsPerPart);
    int group = 0;
    for (int row = from; row < to; row += Math.max(1, group)) {
      int start = row * columns;
      group = ShortRowsSimd.group(to - row, columns);
      if (group > 0) {
        group(group, start);
        continue;
      }
      switch (op) {
        case SOFTMAX -> softmaxRow(columns, x, xOffset + start, y, yOffset + start);
        case LOG_SOFTMAX -> logSoftmaxRow(columns, x, xOffset + start, y, yOffset + start);
        case SOFTMAX_GRADIENT ->
            softmaxGradientRow(
                columns, y, yOffset + start, dy, dyOffset + start, dx, dxOffset + start);
        case LOG_SOFTMAX_GRADIENT ->
            logSoftmaxGradientRow(
                columns, y, yOffset + start, dy, dyOffset + start, dx, dxOffset + start);
      }
    }
  }

  /** Short rows, side by side; start is that of the first. */
  private void group(int rows, int start) {
    int n = columns;
    int size = n * LENGTH;
    float[] a = GROUP.floats(ShortRowsSimd.size(n));
    float[] b = GRADIENTS.floats(ShortRowsSimd.size(n));
    float[] work = EXPONENTIALS.floats(ShortRowsSimd.size(n));
    float[] one = ROW_VALUES.floats(LENGTH);
    switch (op) {
      case SOFTMAX -> {
        ShortRowsSimd.gather(rows, n, x, xOffset + start, a);
        ShortRowsSimd.max(n, a, one);
        ShortRowsSimd.subtract(n, a, one, a);
        ExpSimd.exp(size, 0f, a, 0, b, 0);
        ShortRowsSimd.sum(n, b, work, one);
        ShortRowsSimd.divide(n, b, one);
        ShortRowsSimd.scatter(rows, n, b, y, yOffset + start);
      }
      case LOG_SOFTMAX -> {
        ShortRowsSimd.gather(rows, n, x, xOffset + start, a);
        ShortRowsSimd.max(n, a, one);
        ShortRowsSimd.subtract(n, a, one, a);
        ExpSimd.exp(size, 0f, a, 0, b, 0);
        ShortRowsSimd.sum(n, b, work, one);
        LogSimd.log(LENGTH, one, 0, one, 0);
        ShortRowsSimd.subtract(n, a, one, a);
        ShortRowsSimd.scatter(rows, n, a, y, yOffset + start);
      }
      case SOFTMAX_GRADIENT -> {
        ShortRowsSimd.gather(rows, n, y, yOffset + start, a);
        ShortRowsSimd.gather(rows, n, dy, dyOffset + start, b);
        ShortRowsSimd.dot(n, a, b, work, one);
        ShortRowsSimd.softmaxGradient(n, a, b, one, work);
        ShortRowsSimd.scatter(rows, n, work, dx, dxOffset + start);
      }
      case LOG_SOFTMAX_GRADIENT -> {
        ShortRowsSimd.gather(rows, n, y, yOffset + start, a);
        ShortRowsSimd.gather(rows, n, dy, dyOffset + start, b);
        ShortRowsSimd.sum(n, b, work, one);
        ExpSimd.exp(size, 0f, a, 0, a, 0);
        ShortRowsSimd.logSoftmaxGradient(n, a, b, one, work);
        ShortRowsSimd.scatter(rows, n, work, dx, dxOffset + start);
      }
    }
  }

  private static void softmaxRow(int n, float[] x, int xo, float[] y, int yo) {
    ExpSimd.exp(n, RowSimd.max(n, x, xo), x, xo, y, yo);
    RowSimd.scale(n, 1f / FoldSimd.sum(n, y, yo), y, yo, y, yo);
  }

  private static void logSoftmaxRow(int n, float[] x, int xo, float[] y, int yo) {
    float max = RowSimd.max(n, x, xo);
    float[] e = EXPONENTIALS.floats(n);
    ExpSimd.exp(n, max, x, xo, e, 0);
    float logSum = Log.log(FoldSimd.sum(n, e, 0));
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector.fromArray(F, x, xo + i).sub(max).sub(logSum).intoArray(y, yo + i);
    }
    SoftmaxReference.subtract(n - i, max, logSum, x, xo + i, y, yo + i);
  }

  private static void softmaxGradientRow(
      int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    float dot = FoldSimd.dot(n, y, yo, dy, dyo);
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector.fromArray(F, y, yo + i)
          .mul(FloatVector.fromArray(F, dy, dyo + i).sub(dot))
          .intoArray(dx, dxo + i);
    }
    SoftmaxReference.gradientOfRow(n - i, dot, y, yo + i, dy, dyo + i, dx, dxo + i);
  }

  private static void logSoftmaxGradientRow(
      int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    float sum = FoldSimd.sum(n, dy, dyo);
    float[] e = EXPONENTIALS.floats(n);
    ExpSimd.exp(n, 0f, y, yo, e, 0);
    FloatVector sums = FloatVector.broadcast(F, sum);
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector.fromArray(F, e, i)
          .neg()
          .fma(sums, FloatVector.fromArray(F, dy, dyo + i))
          .intoArray(dx, dxo + i);
    }
    SoftmaxReference.logGradientOfRow(n - i, sum, e, i, dy, dyo + i, dx, dxo + i);
  }
}
