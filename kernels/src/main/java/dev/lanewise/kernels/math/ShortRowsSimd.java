package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.LE;

import dev.lanewise.kernels.simd.Fold;
import dev.lanewise.kernels.simd.InterleaveSimd;
import jdk.incubator.vector.FloatVector;

/**
 * Rows too short to fill vectors, a group of LENGTH rows at a time: lane i is row i. The group is
 * transposed into arrays of [columns, LENGTH] floats, on which everything is a loop over vectors; a
 * group of fewer rows leaves anything in the other lanes. What a row needs besides, such as its
 * greatest float, is an array of LENGTH floats.
 */
public final class ShortRowsSimd {
  /** Columns up to which this is faster than one row after the other. */
  private static final int MOST_COLUMNS = Fold.WIDTH;

  /** Rows from which on it is. */
  private static final int LEAST_ROWS = LENGTH / 4;

  private ShortRowsSimd() {}

  /** How many of the next {@code rows} rows to do as a group; 0 if better one by one. */
  public static int group(int rows, int columns) {
    return columns > MOST_COLUMNS || columns == 0 || rows < LEAST_ROWS ? 0 : Math.min(rows, LENGTH);
  }

  /** group[j, i] = x[i, j]; x: [rows, columns], group: [columns, LENGTH]. */
  public static void gather(int rows, int columns, float[] x, int xOffset, float[] group) {
    int squares = rows == LENGTH ? columns - columns % LENGTH : 0;
    for (int j = 0; j < squares; j += LENGTH) {
      InterleaveSimd.square(x, xOffset + j, columns, group, j * LENGTH, LENGTH);
    }
    for (int i = 0; i < rows; i++) {
      for (int j = squares; j < columns; j++) {
        group[j * LENGTH + i] = x[xOffset + i * columns + j];
      }
    }
  }

  /** y[i, j] = group[j, i]; group: [columns, LENGTH], y: [rows, columns]. */
  public static void scatter(int rows, int columns, float[] group, float[] y, int yOffset) {
    int squares = rows == LENGTH ? columns - columns % LENGTH : 0;
    for (int j = 0; j < squares; j += LENGTH) {
      InterleaveSimd.square(group, j * LENGTH, LENGTH, y, yOffset + j, columns);
    }
    for (int i = 0; i < rows; i++) {
      for (int j = squares; j < columns; j++) {
        y[yOffset + i * columns + j] = group[j * LENGTH + i];
      }
    }
  }

  /** max[i] = the greatest of group[., i], as {@link Row#max}. */
  public static void max(int columns, float[] group, float[] max) {
    FloatVector greatest = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
    for (int j = 0; j < columns; j++) {
      greatest = greatest.max(FloatVector.fromArray(F, group, j * LENGTH));
    }
    greatest.intoArray(max, 0);
  }

  /** y[j, i] = group[j, i] - value[i]. */
  public static void subtract(int columns, float[] group, float[] value, float[] y) {
    FloatVector v = FloatVector.fromArray(F, value, 0);
    for (int j = 0; j < columns * LENGTH; j += LENGTH) {
      FloatVector.fromArray(F, group, j).sub(v).intoArray(y, j);
    }
  }

  /** group[j, i] /= value[i], by the reciprocal as in softmax. */
  public static void divide(int columns, float[] group, float[] value) {
    FloatVector factor = FloatVector.broadcast(F, 1f).div(FloatVector.fromArray(F, value, 0));
    for (int j = 0; j < columns * LENGTH; j += LENGTH) {
      FloatVector.fromArray(F, group, j).mul(factor).intoArray(group, j);
    }
  }

  /** sum[i] = the sum of group[., i] as {@link Fold#sum} has it; overwrites work: as group. */
  public static void sum(int columns, float[] group, float[] work, float[] sum) {
    for (int j = 0; j < columns * LENGTH; j += LENGTH) {
      FloatVector.zero(F).add(FloatVector.fromArray(F, group, j)).intoArray(work, j);
    }
    fold(columns, work, sum);
  }

  /** dot[i] = that of a[., i] and b[., i] as {@link Fold#dot} has it; overwrites work: as a. */
  public static void dot(int columns, float[] a, float[] b, float[] work, float[] dot) {
    FloatVector zero = FloatVector.zero(F);
    for (int j = 0; j < columns * LENGTH; j += LENGTH) {
      // + 0, since the first fold adds the upper accumulators, which are +0, to what may be -0.
      FloatVector.fromArray(F, a, j)
          .fma(FloatVector.fromArray(F, b, j), zero)
          .add(zero)
          .intoArray(work, j);
    }
    fold(columns, work, dot);
  }

  /**
   * Folds accumulators of which those from {@code columns} on are +0: adding those changes none
   * that is not -0, so it is left out.
   */
  private static void fold(int columns, float[] acc, float[] sum) {
    int size = columns * LENGTH;
    for (int half = Fold.WIDTH / 2 * LENGTH; half >= LENGTH; half /= 2) {
      for (int j = 0; j < size - half; j += LENGTH) {
        FloatVector.fromArray(F, acc, j)
            .add(FloatVector.fromArray(F, acc, half + j))
            .intoArray(acc, j);
      }
      size = Math.min(size, half);
    }
    FloatVector.fromArray(F, acc, 0).intoArray(sum, 0);
  }

  /** dx[j, i] = y[j, i] * (dy[j, i] - dot[i]), the gradient of softmax. */
  public static void softmaxGradient(int columns, float[] y, float[] dy, float[] dot, float[] dx) {
    FloatVector d = FloatVector.fromArray(F, dot, 0);
    for (int j = 0; j < columns * LENGTH; j += LENGTH) {
      FloatVector.fromArray(F, y, j).mul(FloatVector.fromArray(F, dy, j).sub(d)).intoArray(dx, j);
    }
  }

  /** dx[j, i] = dy[j, i] - e[j, i] * sum[i], the gradient of log-softmax. */
  public static void logSoftmaxGradient(
      int columns, float[] e, float[] dy, float[] sum, float[] dx) {
    FloatVector s = FloatVector.fromArray(F, sum, 0);
    for (int j = 0; j < columns * LENGTH; j += LENGTH) {
      FloatVector.fromArray(F, e, j).neg().fma(s, FloatVector.fromArray(F, dy, j)).intoArray(dx, j);
    }
  }

  /** group[j, i] = max(0, group[j, i] - own[i] + margin), the terms of the hinge loss. */
  public static void hingeTerms(int columns, float[] group, float[] own, float margin) {
    FloatVector o = FloatVector.fromArray(F, own, 0);
    for (int j = 0; j < columns * LENGTH; j += LENGTH) {
      FloatVector term = FloatVector.fromArray(F, group, j).sub(o).add(margin);
      term.blend(0f, term.compare(LE, 0f)).intoArray(group, j);
    }
  }
}
