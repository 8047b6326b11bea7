package dev.lanewise.kernels.math;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.LE;

import dev.lanewise.kernels.simd.Fold;
import dev.lanewise.kernels.simd.InterleaveSimd;
import dev.lanewise.kernels.simd.Scratch;
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

  private static final Scratch SQUARE = new Scratch();

  private ShortRowsSimd() {}

  /** How many of the next {@code rows} rows to do as a group; 0 if better one by one. */
  public static int group(int rows, int columns) {
    return columns > MOST_COLUMNS || columns == 0 || rows < LEAST_ROWS ? 0 : Math.min(rows, LENGTH);
  }

  /** Floats that the array of a group needs, which is transposed in squares. */
  public static int size(int columns) {
    return Math.max(columns, LENGTH) * LENGTH;
  }

  /**
   * group[j, i] = x[i, j]; x: [rows, columns], group: [columns, LENGTH]. The last square begins
   * earlier than it need, so that it ends with the row; where a row is narrower than a square it
   * reads on into the next ones.
   */
  public static void gather(int rows, int columns, float[] x, int xOffset, float[] group) {
    int columnsRead = Math.max(columns, LENGTH);
    if (xOffset + (LENGTH - 1) * columns + columnsRead <= x.length && columns >= LENGTH / 4) {
      for (int j = 0; j < columns; j += LENGTH) {
        int from = Math.min(j, columnsRead - LENGTH);
        InterleaveSimd.square(x, xOffset + from, columns, group, from * LENGTH, LENGTH);
      }
      return;
    }
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        group[j * LENGTH + i] = x[xOffset + i * columns + j];
      }
    }
  }

  /** y[i, j] = group[j, i]; group: [columns, LENGTH], y: [rows, columns]. */
  public static void scatter(int rows, int columns, float[] group, float[] y, int yOffset) {
    if (columns < LENGTH) {
      scatterNarrow(rows, columns, group, y, yOffset);
    } else if (rows == LENGTH) {
      for (int j = 0; j < columns; j += LENGTH) {
        int from = Math.min(j, columns - LENGTH);
        InterleaveSimd.square(group, from * LENGTH, LENGTH, y, yOffset + from, columns);
      }
    } else {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          y[yOffset + i * columns + j] = group[j * LENGTH + i];
        }
      }
    }
  }

  /** Rows narrower than a vector: each runs past its end, over what the next one overwrites. */
  private static void scatterNarrow(int rows, int columns, float[] group, float[] y, int yOffset) {
    float[] square = SQUARE.floats(LENGTH * LENGTH);
    InterleaveSimd.square(group, 0, LENGTH, square, 0, LENGTH);
    int whole = Math.max(0, rows - (LENGTH - 1) / columns);
    for (int i = 0; i < whole; i++) {
      FloatVector.fromArray(F, square, i * LENGTH).intoArray(y, yOffset + i * columns);
    }
    for (int i = whole; i < rows; i++) {
      System.arraycopy(square, i * LENGTH, y, yOffset + i * columns, columns);
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
