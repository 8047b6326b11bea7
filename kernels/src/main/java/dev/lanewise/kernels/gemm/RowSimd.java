package dev.lanewise.kernels.gemm;

import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.InterleaveSimd;
import dev.lanewise.kernels.simd.Scratch;
import jdk.incubator.vector.FloatVector;

/** A row times a block of a matrix, each column one chain in order: sums[j] += x[p] * b[p, j]. */
final class RowSimd {
  private static final Scratch SQUARES = new Scratch();

  private RowSimd() {}

  /** A panel of NR columns: b[p, j] is b[offset + p * NR + j]. */
  static void panel(int kc, float[] x, float[] b, int offset, float[] sums) {
    FloatVector sum0 = FloatVector.fromArray(F, sums, 0);
    FloatVector sum1 = FloatVector.fromArray(F, sums, LENGTH);
    for (int p = 0; p < kc; p++) {
      FloatVector xp = FloatVector.broadcast(F, x[p]);
      sum0 = xp.fma(FloatVector.fromArray(F, b, offset + p * NR), sum0);
      sum1 = xp.fma(FloatVector.fromArray(F, b, offset + p * NR + LENGTH), sum1);
    }
    sum0.intoArray(sums, 0);
    sum1.intoArray(sums, LENGTH);
  }

  /** b[p, j] is b[offset + p * ld + j]. */
  static void straight(
      int kc, int columns, float[] x, float[] b, int offset, int ld, float[] sums) {
    int p = 0;
    for (; p + 4 <= kc; p += 4) {
      fourRows(columns, x, p, b, offset + p * ld, ld, sums);
    }
    for (; p < kc; p++) {
      for (int j = 0; j < columns; j++) {
        sums[j] = Math.fma(x[p], b[offset + p * ld + j], sums[j]);
      }
    }
  }

  private static void fourRows(
      int columns, float[] x, int p, float[] b, int b0, int ld, float[] sums) {
    int b1 = b0 + ld;
    int b2 = b1 + ld;
    int b3 = b2 + ld;
    FloatVector x0 = FloatVector.broadcast(F, x[p]);
    FloatVector x1 = FloatVector.broadcast(F, x[p + 1]);
    FloatVector x2 = FloatVector.broadcast(F, x[p + 2]);
    FloatVector x3 = FloatVector.broadcast(F, x[p + 3]);
    int j = 0;
    for (; j < F.loopBound(columns); j += LENGTH) {
      FloatVector sum =
          x0.fma(FloatVector.fromArray(F, b, b0 + j), FloatVector.fromArray(F, sums, j));
      sum = x1.fma(FloatVector.fromArray(F, b, b1 + j), sum);
      sum = x2.fma(FloatVector.fromArray(F, b, b2 + j), sum);
      x3.fma(FloatVector.fromArray(F, b, b3 + j), sum).intoArray(sums, j);
    }
    for (; j < columns; j++) {
      float sum = Math.fma(x[p], b[b0 + j], sums[j]);
      sum = Math.fma(x[p + 1], b[b1 + j], sum);
      sum = Math.fma(x[p + 2], b[b2 + j], sum);
      sums[j] = Math.fma(x[p + 3], b[b3 + j], sum);
    }
  }

  /**
   * b[p, j] is b[offset + j * ld + p]. Squares are transposed, by {@link RowSquareSimd} or through
   * scratch memory, so that a vector again holds neighbouring columns. Only as many rows of b are
   * walked at a time as a vector has lanes: more would fall out of the caches where ld is a power
   * of two.
   */
  static void transposed(
      int kc, int columns, float[] x, float[] b, int offset, int ld, float[] sums) {
    float[] squares = SQUARES.floats(2 * LENGTH * LENGTH);
    int whole = kc - kc % LENGTH;
    for (int j = 0; j < columns; j += LENGTH) {
      int at = offset + j * ld;
      boolean square = j + LENGTH <= columns;
      if (square && LENGTH == 16) {
        RowSquareSimd.add(whole, x, b, at, ld, sums, j);
        continue;
      }
      for (int p = 0; p < whole; p += LENGTH) {
        if (square) {
          InterleaveSimd.square(b, at + p, ld, squares, 0, LENGTH);
        } else {
          lastSquare(columns - j, b, at + p, ld, squares);
        }
        addSquare(x, p, squares, sums, j);
      }
    }
    for (int j = 0; j < columns; j++) {
      for (int p = whole; p < kc; p++) {
        sums[j] = Math.fma(x[p], b[offset + j * ld + p], sums[j]);
      }
    }
  }

  /** A square of fewer columns than lanes; the others hold anything. */
  private static void lastSquare(int columns, float[] b, int at, int ld, float[] squares) {
    int copy = LENGTH * LENGTH;
    for (int i = 0; i < columns; i++) {
      FloatVector.fromArray(F, b, at + i * ld).intoArray(squares, copy + i * LENGTH);
    }
    InterleaveSimd.square(squares, copy, LENGTH, squares, 0, LENGTH);
  }

  private static void addSquare(float[] x, int p, float[] squares, float[] sums, int j) {
    FloatVector sum = FloatVector.fromArray(F, sums, j);
    for (int q = 0; q < LENGTH; q++) {
      sum =
          FloatVector.broadcast(F, x[p + q])
              .fma(FloatVector.fromArray(F, squares, q * LENGTH), sum);
    }
    sum.intoArray(sums, j);
  }
}
