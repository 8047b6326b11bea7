package dev.lanewise.kernels.gemm;

import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;

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
 * floats, with the columns rounded up to whole panels of two vectors. It never changes, and serves
 * any number of threads at a time. Products have the bits of those by the matrix itself. Of few
 * columns, up to 64 or so, the plain product is faster: it turns itself into one of many, which
 * panels cannot.
 */
public final class PackedB {
  /** Floats that an array holds, and a line to begin with. */
  private static final int MOST = Integer.MAX_VALUE - 64;

  private final int k;
  private final int n;

  /** Panels of NR columns, each [k, NR]; or, without vectors, [k, n]. */
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
    int columns = Backend.SIMD ? tiles(n, NR) * NR : n;
    if ((long) columns * k > MOST) {
      throw Checks.refuse("b", "at most " + MOST + " floats in panels", (long) columns * k);
    }
    floats = Slice.alone(columns * k);
    if (Backend.SIMD) {
      pack(transposeB, b, bOffset, ldb);
    } else {
      copy(transposeB, b, bOffset, ldb);
    }
  }

  private void pack(boolean transposeB, float[] b, int bOffset, int ldb) {
    for (int j = 0; j < n; j += NR) {
      int columns = Math.min(NR, n - j);
      if (transposeB) {
        Pack.transposed(
            k, columns, b, bOffset + j * ldb, ldb, NR, floats.array, floats.at + at(k, 0, j));
      } else {
        Pack.straight(k, columns, b, bOffset + j, ldb, NR, floats.array, floats.at + at(k, 0, j));
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
  static int at(int k, int p, int j) {
    return j * k + p * NR;
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
