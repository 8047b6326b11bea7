package dev.lanewise.kernels.gemm;

import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.InterleaveSimd;
import dev.lanewise.kernels.simd.Lanes;
import dev.lanewise.kernels.simd.Scratch;
import jdk.incubator.vector.FloatVector;

/**
 * Rows times a block of a matrix, each sum one chain in order: sums[i, j] += x[i, p] * b[p, j],
 * where x[i, p] is x[i * KC + p] and sums[i, j] is sums[sum + i * PITCH + j].
 */
final class RowSlabSimd {
  /** Floats from a row of sums to the next, where there are several: no power of two. */
  static final int PITCH = 528;

  /** Rows of {@link #fiveRows}, whose 20 factors want 32 registers. */
  private static final int FIVE = Lanes.REGISTERS >= 32 ? 5 : Integer.MAX_VALUE;

  private static final Scratch SQUARES = new Scratch();

  private RowSlabSimd() {}

  /** A panel of NR columns: b[p, j] is b[offset + p * step + j]. */
  static void panel(int kc, float[] x, float[] b, int offset, int step, float[] sums, int sum) {
    FloatVector sum0 = FloatVector.fromArray(F, sums, sum);
    FloatVector sum1 = FloatVector.fromArray(F, sums, sum + LENGTH);
    for (int p = 0; p < kc; p++) {
      FloatVector xp = FloatVector.broadcast(F, x[p]);
      sum0 = xp.fma(FloatVector.fromArray(F, b, offset + p * step), sum0);
      sum1 = xp.fma(FloatVector.fromArray(F, b, offset + p * step + LENGTH), sum1);
    }
    sum0.intoArray(sums, sum);
    sum1.intoArray(sums, sum + LENGTH);
  }

  /**
   * b[p, j] is b[offset + p * ld + j]. Four rows of b are walked at a time, by whole vectors as far
   * as b goes: what they add beyond the columns nobody reads.
   */
  static void straight(
      int rows,
      int kc,
      int columns,
      float[] x,
      float[] b,
      int offset,
      int ld,
      float[] sums,
      int sum) {
    int reach = Lanes.roundUp(columns);
    int readable = b.length - offset - reach;
    int whole = readable < 0 ? 0 : Math.min(readable / ld + 1, kc);
    int fours = whole - whole % 4;
    for (int p = 0; p < fours; p += 4) {
      int i = 0;
      for (; i <= rows - FIVE; i += FIVE) {
        fiveRows(reach, x, i * KC + p, b, offset + p * ld, ld, sums, sum + i * PITCH);
      }
      for (; i < rows; i++) {
        row(reach, x, i * KC + p, b, offset + p * ld, ld, sums, sum + i * PITCH);
      }
    }
    for (int i = 0; i < rows; i++) {
      for (int p = fours; p < kc; p++) {
        for (int j = 0; j < columns; j++) {
          int at = sum + i * PITCH + j;
          sums[at] = Math.fma(x[i * KC + p], b[offset + p * ld + j], sums[at]);
        }
      }
    }
  }

  private static void row(
      int columns, float[] x, int at, float[] b, int b0, int ld, float[] sums, int sum) {
    int b1 = b0 + ld;
    int b2 = b1 + ld;
    int b3 = b2 + ld;
    FloatVector x0 = FloatVector.broadcast(F, x[at]);
    FloatVector x1 = FloatVector.broadcast(F, x[at + 1]);
    FloatVector x2 = FloatVector.broadcast(F, x[at + 2]);
    FloatVector x3 = FloatVector.broadcast(F, x[at + 3]);
    for (int j = 0; j < columns; j += LENGTH) {
      FloatVector c =
          x0.fma(FloatVector.fromArray(F, b, b0 + j), FloatVector.fromArray(F, sums, sum + j));
      c = x1.fma(FloatVector.fromArray(F, b, b1 + j), c);
      c = x2.fma(FloatVector.fromArray(F, b, b2 + j), c);
      x3.fma(FloatVector.fromArray(F, b, b3 + j), c).intoArray(sums, sum + j);
    }
  }

  /** As {@link #row}, five of them: what is read of b serves all. */
  private static void fiveRows(
      int columns, float[] x, int at, float[] b, int b0, int ld, float[] sums, int sum) {
    int b1 = b0 + ld;
    int b2 = b1 + ld;
    int b3 = b2 + ld;
    int s0 = sum;
    int s1 = s0 + PITCH;
    int s2 = s1 + PITCH;
    int s3 = s2 + PITCH;
    int s4 = s3 + PITCH;
    FloatVector x00 = FloatVector.broadcast(F, x[at]);
    FloatVector x01 = FloatVector.broadcast(F, x[at + 1]);
    FloatVector x02 = FloatVector.broadcast(F, x[at + 2]);
    FloatVector x03 = FloatVector.broadcast(F, x[at + 3]);
    FloatVector x10 = FloatVector.broadcast(F, x[at + KC]);
    FloatVector x11 = FloatVector.broadcast(F, x[at + KC + 1]);
    FloatVector x12 = FloatVector.broadcast(F, x[at + KC + 2]);
    FloatVector x13 = FloatVector.broadcast(F, x[at + KC + 3]);
    FloatVector x20 = FloatVector.broadcast(F, x[at + 2 * KC]);
    FloatVector x21 = FloatVector.broadcast(F, x[at + 2 * KC + 1]);
    FloatVector x22 = FloatVector.broadcast(F, x[at + 2 * KC + 2]);
    FloatVector x23 = FloatVector.broadcast(F, x[at + 2 * KC + 3]);
    FloatVector x30 = FloatVector.broadcast(F, x[at + 3 * KC]);
    FloatVector x31 = FloatVector.broadcast(F, x[at + 3 * KC + 1]);
    FloatVector x32 = FloatVector.broadcast(F, x[at + 3 * KC + 2]);
    FloatVector x33 = FloatVector.broadcast(F, x[at + 3 * KC + 3]);
    FloatVector x40 = FloatVector.broadcast(F, x[at + 4 * KC]);
    FloatVector x41 = FloatVector.broadcast(F, x[at + 4 * KC + 1]);
    FloatVector x42 = FloatVector.broadcast(F, x[at + 4 * KC + 2]);
    FloatVector x43 = FloatVector.broadcast(F, x[at + 4 * KC + 3]);
    for (int j = 0; j < columns; j += LENGTH) {
      FloatVector v0 = FloatVector.fromArray(F, b, b0 + j);
      FloatVector v1 = FloatVector.fromArray(F, b, b1 + j);
      FloatVector v2 = FloatVector.fromArray(F, b, b2 + j);
      FloatVector v3 = FloatVector.fromArray(F, b, b3 + j);
      FloatVector c0 = x00.fma(v0, FloatVector.fromArray(F, sums, s0 + j));
      FloatVector c1 = x10.fma(v0, FloatVector.fromArray(F, sums, s1 + j));
      FloatVector c2 = x20.fma(v0, FloatVector.fromArray(F, sums, s2 + j));
      FloatVector c3 = x30.fma(v0, FloatVector.fromArray(F, sums, s3 + j));
      FloatVector c4 = x40.fma(v0, FloatVector.fromArray(F, sums, s4 + j));
      c0 = x01.fma(v1, c0);
      c1 = x11.fma(v1, c1);
      c2 = x21.fma(v1, c2);
      c3 = x31.fma(v1, c3);
      c4 = x41.fma(v1, c4);
      c0 = x02.fma(v2, c0);
      c1 = x12.fma(v2, c1);
      c2 = x22.fma(v2, c2);
      c3 = x32.fma(v2, c3);
      c4 = x42.fma(v2, c4);
      c0 = x03.fma(v3, c0);
      c1 = x13.fma(v3, c1);
      c2 = x23.fma(v3, c2);
      c3 = x33.fma(v3, c3);
      c4 = x43.fma(v3, c4);
      c0.intoArray(sums, s0 + j);
      c1.intoArray(sums, s1 + j);
      c2.intoArray(sums, s2 + j);
      c3.intoArray(sums, s3 + j);
      c4.intoArray(sums, s4 + j);
    }
  }

  /**
   * b[p, j] is b[offset + j * ld + p]. Squares are transposed, by {@link RowSquareSimd} or through
   * scratch memory, so that a vector again holds neighbouring columns. Only as many rows of b are
   * walked at a time as a vector has lanes: more would fall out of the caches where ld is a power
   * of two.
   */
  static void transposed(
      int kc, int columns, float[] x, float[] b, int offset, int ld, float[] sums, int sum) {
    float[] squares = SQUARES.floats(2 * LENGTH * LENGTH);
    int whole = kc - kc % LENGTH;
    for (int j = 0; j < columns; j += LENGTH) {
      int at = offset + j * ld;
      boolean square = j + LENGTH <= columns;
      if (square && LENGTH == 16) {
        RowSquareSimd.add(whole, x, b, at, ld, sums, sum + j);
        continue;
      }
      for (int p = 0; p < whole; p += LENGTH) {
        if (square) {
          InterleaveSimd.square(b, at + p, ld, squares, 0, LENGTH);
        } else {
          lastSquare(columns - j, b, at + p, ld, squares);
        }
        addSquare(x, p, squares, sums, sum + j);
      }
    }
    for (int j = 0; j < columns; j++) {
      for (int p = whole; p < kc; p++) {
        sums[sum + j] = Math.fma(x[p], b[offset + j * ld + p], sums[sum + j]);
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
