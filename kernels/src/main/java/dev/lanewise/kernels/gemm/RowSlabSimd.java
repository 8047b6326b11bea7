package dev.lanewise.kernels.gemm;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.InterleaveSimd;
import dev.lanewise.kernels.simd.Lanes;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;
import jdk.incubator.vector.FloatVector;

/**
 * Rows times a block of a matrix, each sum one chain in order: sums[i, j] += x[i, p] * b[p, j],
 * where x[i, p] is x[xStart + i * ldx + p] and sums[i, j] is sums[sum + i * PITCH + j].
 */
final class RowSlabSimd {
  /** Floats from a row of sums to the next, where there are several: no power of two. */
  static final int PITCH = 528;

  /** Rows of {@link #fiveRows}, whose 20 factors want 32 registers. */
  private static final int FIVE = Lanes.REGISTERS >= 32 ? 5 : Integer.MAX_VALUE;

  /** Columns between two walks along a transposed B: each is read to its end as one stream. */
  static final int TRANSPOSED_NC = 32;

  private static final Scratch SQUARES = new Scratch();

  private RowSlabSimd() {}

  /** A panel of NR columns: b[p, j] is b[offset + p * step + j]. */
  static void panel(
      int kc, float[] x, int xStart, float[] b, int offset, int step, float[] sums, int sum) {
    FloatVector sum0 = FloatVector.fromArray(F, sums, sum);
    FloatVector sum1 = FloatVector.fromArray(F, sums, sum + LENGTH);
    for (int p = 0; p < kc; p++) {
      FloatVector xp = FloatVector.broadcast(F, x[xStart + p]);
      sum0 = xp.fma(FloatVector.fromArray(F, b, offset + p * step), sum0);
      sum1 = xp.fma(FloatVector.fromArray(F, b, offset + p * step + LENGTH), sum1);
    }
    sum0.intoArray(sums, sum);
    sum1.intoArray(sums, sum + LENGTH);
  }

  /**
   * b[p, j] is b[offset + p * ld + j], and its sums are shifted as many floats as its vectors begin
   * before it. Four rows of b are walked at a time, by whole vectors as far as b goes: what they
   * add beside the columns nobody reads.
   */
  static void straight(
      int rows,
      int kc,
      int shift,
      int columns,
      float[] x,
      int xStart,
      int ldx,
      float[] b,
      int offset,
      int ld,
      float[] sums,
      int sum) {
    int reach = Lanes.roundUp(shift + columns);
    int start = offset - shift;
    int first = start < 0 ? 1 : 0;
    int readable = b.length - start - reach;
    int whole = readable < 0 ? 0 : Math.min(readable / ld + 1, kc);
    int fours = first + Math.max(0, whole - first) / 4 * 4;
    oneByOne(rows, 0, first, columns, x, xStart, ldx, b, offset, ld, sums, sum + shift);
    for (int p = first; p < fours; p += 4) {
      int i = 0;
      for (; i <= rows - FIVE; i += FIVE) {
        int at = xStart + i * ldx + p;
        fiveRows(reach, x, at, ldx, b, start + p * ld, ld, sums, sum + i * PITCH);
      }
      for (; i < rows; i++) {
        row(reach, x, xStart + i * ldx + p, b, start + p * ld, ld, sums, sum + i * PITCH);
      }
    }
    oneByOne(rows, fours, kc, columns, x, xStart, ldx, b, offset, ld, sums, sum + shift);
  }

  private static void oneByOne(
      int rows,
      int from,
      int to,
      int columns,
      float[] x,
      int xStart,
      int ldx,
      float[] b,
      int offset,
      int ld,
      float[] sums,
      int sum) {
    for (int i = 0; i < rows; i++) {
      for (int p = from; p < to; p++) {
        for (int j = 0; j < columns; j++) {
          int at = sum + i * PITCH + j;
          sums[at] = Math.fma(x[xStart + i * ldx + p], b[offset + p * ld + j], sums[at]);
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
      int columns, float[] x, int at, int ldx, float[] b, int b0, int ld, float[] sums, int sum) {
    int b1 = b0 + ld;
    int b2 = b1 + ld;
    int b3 = b2 + ld;
    int x1 = at + ldx;
    int x2 = x1 + ldx;
    int x3 = x2 + ldx;
    int x4 = x3 + ldx;
    int s0 = sum;
    int s1 = s0 + PITCH;
    int s2 = s1 + PITCH;
    int s3 = s2 + PITCH;
    int s4 = s3 + PITCH;
    FloatVector x00 = FloatVector.broadcast(F, x[at]);
    FloatVector x01 = FloatVector.broadcast(F, x[at + 1]);
    FloatVector x02 = FloatVector.broadcast(F, x[at + 2]);
    FloatVector x03 = FloatVector.broadcast(F, x[at + 3]);
    FloatVector x10 = FloatVector.broadcast(F, x[x1]);
    FloatVector x11 = FloatVector.broadcast(F, x[x1 + 1]);
    FloatVector x12 = FloatVector.broadcast(F, x[x1 + 2]);
    FloatVector x13 = FloatVector.broadcast(F, x[x1 + 3]);
    FloatVector x20 = FloatVector.broadcast(F, x[x2]);
    FloatVector x21 = FloatVector.broadcast(F, x[x2 + 1]);
    FloatVector x22 = FloatVector.broadcast(F, x[x2 + 2]);
    FloatVector x23 = FloatVector.broadcast(F, x[x2 + 3]);
    FloatVector x30 = FloatVector.broadcast(F, x[x3]);
    FloatVector x31 = FloatVector.broadcast(F, x[x3 + 1]);
    FloatVector x32 = FloatVector.broadcast(F, x[x3 + 2]);
    FloatVector x33 = FloatVector.broadcast(F, x[x3 + 3]);
    FloatVector x40 = FloatVector.broadcast(F, x[x4]);
    FloatVector x41 = FloatVector.broadcast(F, x[x4 + 1]);
    FloatVector x42 = FloatVector.broadcast(F, x[x4 + 2]);
    FloatVector x43 = FloatVector.broadcast(F, x[x4 + 3]);
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
   * Products from p to p + kc of k, where b[p + q, j] is b[offset + j * ld + q]. Squares are
   * transposed, by {@link RowSquareSimd} or through scratch memory, so that a vector again holds
   * neighbouring columns. Where rows lie alike squares begin a line, so that one of them lies
   * across the end of the block; the next block finds it where this one left it.
   */
  static void transposed(
      int p,
      int kc,
      int k,
      int columns,
      float[] x,
      int xStart,
      float[] b,
      int offset,
      int ld,
      float[] sums,
      int sum) {
    boolean alike = ld % LENGTH == 0 && k >= LENGTH;
    int lead = alike ? Math.min(kc, Slice.toLine(b, offset) % LENGTH) : 0;
    float[] squares = SQUARES.floats(TRANSPOSED_NC * LENGTH + LENGTH * LENGTH);
    for (int j = 0; j < columns; j += LENGTH) {
      int height = Math.min(LENGTH, columns - j);
      int at = offset + j * ld;
      int square = j * LENGTH;
      int q = 0;
      if (lead > 0) {
        if (p == 0) {
          turn(height, b, at, ld, squares, square);
        }
        int from = p == 0 ? 0 : p - lastStart(p + lead - LENGTH, k);
        add(from, lead, x, xStart, squares, square, sums, sum + j);
        q = lead;
      }
      int whole = (kc - q) / LENGTH * LENGTH;
      if (LENGTH == 16) {
        RowSquareSimd.add(height, whole, x, xStart + q, b, at + q, ld, sums, sum + j);
        q += whole;
      } else {
        for (int end = q + whole; q < end; q += LENGTH) {
          turn(height, b, at + q, ld, squares, square);
          add(0, LENGTH, x, xStart + q, squares, square, sums, sum + j);
        }
      }
      if (q == kc) {
        continue;
      }
      if (k >= LENGTH) {
        int start = lastStart(p + q, k) - p;
        turn(height, b, at + start, ld, squares, square);
        add(q - start, kc - q, x, xStart + q, squares, square, sums, sum + j);
      } else {
        for (int i = 0; i < height; i++) {
          for (int r = 0; r < k; r++) {
            sums[sum + j + i] = Math.fma(x[xStart + r], b[at + i * ld + r], sums[sum + j + i]);
          }
        }
      }
    }
  }

  /** Where the square with product p begins, which would begin there if k did not end. */
  private static int lastStart(int p, int k) {
    return Math.min(p, k - LENGTH);
  }

  /** A square of as many columns; the others hold anything. */
  private static void turn(int columns, float[] b, int at, int ld, float[] squares, int square) {
    if (columns == LENGTH) {
      InterleaveSimd.square(b, at, ld, squares, square, LENGTH);
      return;
    }
    int copy = TRANSPOSED_NC * LENGTH;
    for (int i = 0; i < columns; i++) {
      FloatVector.fromArray(F, b, at + i * ld).intoArray(squares, copy + i * LENGTH);
    }
    InterleaveSimd.square(squares, copy, LENGTH, squares, square, LENGTH);
  }

  /** sums[j + i] += x[xStart + q] * (row from + q of the square)[i] for q in [0, count). */
  private static void add(
      int from,
      int count,
      float[] x,
      int xStart,
      float[] squares,
      int square,
      float[] sums,
      int j) {
    FloatVector sum = FloatVector.fromArray(F, sums, j);
    int at = square + from * LENGTH;
    for (int q = 0; q < count; q++) {
      sum =
          FloatVector.broadcast(F, x[xStart + q])
              .fma(FloatVector.fromArray(F, squares, at + q * LENGTH), sum);
    }
    sum.intoArray(sums, j);
  }
}
