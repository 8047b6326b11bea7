package dev.lanewise.kernels.gemm;

import static dev.lanewise.kernels.microkernel.MicroKernel.NARROW;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.check.Checks;
import dev.lanewise.kernels.microkernel.Pack;
import dev.lanewise.kernels.simd.Slice;

/**
 * The matrix B of a {@link Gemm} in panels, the order in which the microkernel reads it: for a B
 * that many products share, such as the weights of a linear layer in use.
 *
 * <pre>{@code
 * var b = new PackedB(true, k, n, weights, 0, k);
 * Gemm.gemm(false, m, x, 0, k, b, 0, y, 0, n, Bias.ROW, bias, 0);
 * }</pre>
 *
 * <p>It is a copy, so that later changes of the array it was made of are not seen; of as many
 * floats, with the columns rounded up to whole vectors. It never changes, and serves any number of
 * threads at a time. Products have the bits of those by the matrix itself.
 */
public final class PackedB {
  /** Floats that an array holds, and a line to begin with. */
  private static final int MOST = Integer.MAX_VALUE - 64;

  private final int k;
  private final int n;

  /**
   * Panels of NR columns, each [k, NR], the last of which may be [k, NARROW]; or, without vectors,
   * [k, n].
   */
  final Slice floats;

  /**
   * Packs a matrix.
   *
   * @param transposeB if false, b is B: [k, n]; if true, b holds its transpose [n, k]
   * @param ldb floats from a row of b to the next
   * @throws IllegalArgumentException if a size is negative, the leading dimension is shorter than a
   *     row, the array too short, or the panels would not fit into an array
   */
  public PackedB(boolean transposeB, int k, int n, float[] b, int bOffset, int ldb) {
    Checks.count("k", k);
    Checks.count("n", n);
    Checks.matrix("b", b, bOffset, transposeB ? n : k, transposeB ? k : n, ldb);
    this.k = k;
    this.n = n;
    if (Backend.simd()) {
      // A tile of two vectors reads NR floats of the last row of a narrow panel, too.
      floats = room(columns() * k + NR);
      pack(transposeB, b, bOffset, ldb);
    } else {
      floats = room((long) n * k);
      copy(transposeB, b, bOffset, ldb);
    }
  }

  private static Slice room(long floats) {
    if (floats > MOST) {
      throw Checks.refuse("b", "at most " + MOST + " floats in panels", floats);
    }
    return Slice.alone((int) floats);
  }

  /** Of all panels. */
  private long columns() {
    int last = n - n % NR;
    return last == n ? n : (long) last + width(last);
  }

  private void pack(boolean transposeB, float[] b, int bOffset, int ldb) {
    for (int j = 0; j < n; j += NR) {
      int columns = Math.min(NR, n - j);
      int to = at(0, j);
      if (transposeB) {
        Pack.transposed(k, columns, b, bOffset + j * ldb, ldb, width(j), floats.array, to);
      } else {
        Pack.straight(k, columns, b, bOffset + j, ldb, width(j), floats.array, to);
      }
    }
  }

  private void copy(boolean transposeB, float[] b, int bOffset, int ldb) {
    for (int p = 0; p < k; p++) {
      for (int j = 0; j < n; j++) {
        floats.array[floats.at + p * n + j] = b[bOffset + (transposeB ? j * ldb + p : p * ldb + j)];
      }
    }
  }

  /** Where the elements from (p, j) on lie, j being a multiple of NR. */
  int at(int p, int j) {
    return floats.at + j * k + p * width(j);
  }

  /** Floats from a row to the next in the panel that has column j. */
  int width(int j) {
    return n - j / NR * NR <= NARROW ? NARROW : NR;
  }

  /** Rows. */
  public int k() {
    return k;
  }

  /** Columns. */
  public int n() {
    return n;
  }

  /** Bytes that the panels take. */
  public long bytes() {
    return (long) Float.BYTES * floats.length;
  }
}
