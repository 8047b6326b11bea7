package dev.lanewise.kernels.loss;

import dev.lanewise.kernels.check.Checks;

/** Checks that the losses share. */
final class LossChecks {
  private LossChecks() {}

  static void rows(int rows, int columns, int[] labels, int labelsOffset) {
    Checks.count("rows", rows);
    Checks.positive("columns", columns);
    Checks.ints("labels", labels, labelsOffset, rows);
    for (int row = 0; row < rows; row++) {
      int label = labels[labelsOffset + row];
      if (label < 0 || label >= columns) {
        throw Checks.refuse("labels[" + row + "]", "0.." + (columns - 1), label);
      }
    }
  }
}
