package dev.lanewise.kernels.pool;

import dev.lanewise.kernels.check.Checks;

/** Argument checks that the pooling facades share. */
final class PoolChecks {
  private PoolChecks() {}

  /** Room for the input of the shape, which must fit an array. */
  static void input(String name, Pool2dShape shape, float[] array, int offset) {
    Checks.given("shape", "a Pool2dShape", shape);
    shape.inputSize();
    Checks.floats(
        name, array, offset, shape.batch(), shape.channels(), shape.height(), shape.width());
  }

  /** Room for the output of the shape, which must exist. */
  static void output(String name, Pool2dShape shape, float[] array, int offset) {
    Checks.given("shape", "a Pool2dShape", shape);
    Checks.floats(
        name,
        array,
        offset,
        shape.batch(),
        shape.channels(),
        shape.outputHeight(),
        shape.outputWidth());
  }

  /** Room for places shaped like the output. */
  static void output(String name, Pool2dShape shape, int[] array, int offset) {
    Checks.ints(
        name,
        array,
        offset,
        shape.batch(),
        shape.channels(),
        shape.outputHeight(),
        shape.outputWidth());
  }

  /** Places from {@code begin} to {@code end} within a plane. */
  static void places(Pool2dShape shape, int[] argmax, int begin, int end) {
    int plane = shape.height() * shape.width();
    int least = 0;
    int greatest = 0;
    for (int i = begin; i < end; i++) {
      least = Math.min(least, argmax[i]);
      greatest = Math.max(greatest, argmax[i]);
    }
    if (least < 0 || greatest >= plane) {
      throw Checks.refuse(
          "argmax",
          "places in a plane of " + shape.height() + " x " + shape.width(),
          least < 0 ? least : greatest);
    }
  }
}
