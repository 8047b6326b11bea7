package dev.lanewise.kernels.norm;

import dev.lanewise.kernels.check.Checks;

/**
 * What a layer normalisation is applied to.
 *
 * @param rows inputs, each normalised by itself
 * @param columns numbers of an input
 * @param epsilon added to the variance
 */
public record LayerNormShape(int rows, int columns, float epsilon) {
  /**
   * @throws IllegalArgumentException if a size is below 1, epsilon is not a finite number of at
   *     least 0, or an array cannot hold the rows
   */
  public LayerNormShape {
    Checks.positive("rows", rows);
    Checks.positive("columns", columns);
    Checks.notNegative("epsilon", epsilon);
    if ((long) rows * columns > Integer.MAX_VALUE) {
      throw Checks.refuse("rows * columns", "at most 2^31 - 1", rows + " * " + columns);
    }
  }

  /** Floats in x. */
  public int size() {
    return rows * columns;
  }

  /** 1 / sqrt(variance + epsilon). */
  float inverse(float variance) {
    return 1f / (float) Math.sqrt(variance + epsilon);
  }
}
