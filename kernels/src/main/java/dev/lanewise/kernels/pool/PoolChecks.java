package dev.lanewise.kernels.pool;

import dev.lanewise.kernels.check.Checks;

/** Argument checks that the pooling facades share. */
final class PoolChecks {
  private PoolChecks() {}

  /** Room for the input of the shape, which must fit an array. */
  static void input(String name, Pool2dShape shape, float[] array, int offset) {
    shape.inputSize();
    Checks.floats(
        name, array, offset, shape.batch(), shape.channels(), shape.height(), shape.width());
  }

  /** Room for the output of the shape, which must exist. */
  static void output(String name, Pool2dShape shape, float[] array, int offset) {
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

  /** Places within a plane. */
  static void places(Pool2dShape shape, int[] argmax, int offset) {
    int plane = shape.height() * shape.width();
    int size = shape.outputSize();
    for (int o = 0; o < size; o++) {
      int place = argmax[offset + o];
      if (place < 0 || place >= plane) {
        throw Checks.refuse(
            "argmax[" + o + "]",
            "a place in a plane of " + shape.height() + " x " + shape.width(),
            place);
      }
    }
  }
}
