package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.pool.Pool2dShape;

/** What operations refuse, and in which words. */
final class Shapes {
  private Shapes() {}

  /** Two operands of the same shape. */
  static void same(String op, String aName, Tensor a, String bName, Tensor b) {
    boolean same = a.rank() == b.rank();
    for (int i = 0; same && i < a.rank(); i++) {
      same = a.dim(i) == b.dim(i);
    }
    if (!same) {
      throw mismatch(op, aName, a, bName, b, "the same shape", a, b);
    }
  }

  /** An operand of so many dimensions, for example {@code [n, c, h, w]}. */
  static void rank(String op, String name, Tensor x, int rank, String dimensions) {
    if (x.rank() != rank) {
      throw new IllegalArgumentException(
          "%s: %s %s: expected %s, actual %d dimensions"
              .formatted(op, name, x, dimensions, x.rank()));
    }
  }

  /** An operand of exactly this shape. */
  static void exactly(String op, String name, Tensor x, int n) {
    if (x.rank() != 1 || x.dim(0) != n) {
      throw new IllegalArgumentException(
          "%s: %s: expected [%d], actual %s".formatted(op, name, n, x));
    }
  }

  /** An operand of exactly this shape. */
  static void exactly(String op, String name, Tensor x, int n, int c, int h, int w) {
    if (x.rank() != 4 || x.dim(0) != n || x.dim(1) != c || x.dim(2) != h || x.dim(3) != w) {
      throw new IllegalArgumentException(
          "%s: %s: expected [%d, %d, %d, %d], actual %s".formatted(op, name, n, c, h, w, x));
    }
  }

  /** The number of rows of an operand [..., columns]. */
  static int rows(String op, Tensor x) {
    if (x.rank() == 0) {
      throw new IllegalArgumentException(op + ": x: expected [..., columns], actual []");
    }
    return x.dim(-1) == 0 ? 0 : x.size() / x.dim(-1);
  }

  /** The input of a pooling. */
  static void pooled(String op, Tensor x, Pool2dShape shape) {
    exactly(op, "x", x, shape.batch(), shape.channels(), shape.height(), shape.width());
  }

  /** The result of a pooling. */
  static Tensor pool(Tape tape, Pool2dShape shape) {
    return tape.tensor(shape.batch(), shape.channels(), shape.outputHeight(), shape.outputWidth());
  }

  /** Two operands that do not fit: what was expected of the second because of the first. */
  static IllegalArgumentException mismatch(
      String op,
      String aName,
      Tensor a,
      String bName,
      Tensor b,
      String what,
      Object expected,
      Object actual) {
    return new IllegalArgumentException(
        "%s: %s %s and %s %s: expected %s %s, actual %s"
            .formatted(op, aName, a, bName, b, what, expected, actual));
  }
}
