package dev.lanewise.kernels.gemm;

import static dev.lanewise.kernels.gemm.RowSlabSimd.PITCH;
import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.microkernel.MicroKernel.MR;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;

import dev.lanewise.kernels.simd.Slice;
import java.util.Arrays;

/**
 * A stretch of C where C has a single row, or few rows, at most those of a tile: no packing, B is
 * read once and in the order it has, and the sums of all rows are kept in the first cache
 * meanwhile.
 */
final class RowSlab {
  /** Columns from which on rows of B are worth walking; a row that is alone has no choice. */
  private static final int MANY_COLUMNS = 256;

  /** Products from which on sums may be kept in memory. */
  private static final int LONG_COLUMN = 64;

  /** Floats of B from which on it is past the second cache. */
  private static final int LARGE = 1 << 19;

  /** Rows that would leave a tile half empty. */
  private static final int FEWEST = 4;

  /** Columns of C between two walks down B. */
  private static final int NC = 512;

  /** The same of a single row. */
  private static final int ROW_NC = 2048;

  /** The same where B is transposed: few, so that each is read to its end as one stream. */
  private static final int TRANSPOSED_NC = 32;

  private final Slice sums = Slice.of(Math.max(ROW_NC, MR * PITCH));
  private final float[] x = new float[MR * KC];

  /** Whether a product of this size is one of few rows, and tiles would be slower. */
  static boolean takes(GemmSimd call, int m, int n) {
    if (m == 1) {
      return true;
    }
    boolean tilesReadB = (long) call.k * n < LARGE;
    boolean walks =
        call.packedB == null && call.bColumn == 1 && n >= MANY_COLUMNS && call.k >= LONG_COLUMN;
    return walks && m <= MR && (m <= FEWEST || !tilesReadB);
  }

  void compute(GemmSimd call, int rows, int from, int count) {
    int nc = columns(call, rows);
    for (int j = 0; j < count; j += nc) {
      block(call, rows, from + j, Math.min(nc, count - j));
    }
  }

  private static int columns(GemmSimd call, int rows) {
    if (call.packedB != null) {
      return NR;
    }
    if (call.bColumn != 1) {
      return TRANSPOSED_NC;
    }
    return rows == 1 ? ROW_NC : NC;
  }

  private void block(GemmSimd call, int rows, int from, int columns) {
    for (int p = 0; p < call.k; p += KC) {
      int kc = Math.min(KC, call.k - p);
      for (int i = 0; i < rows; i++) {
        int at = call.aOffset + i * call.aRow + p * call.aColumn;
        for (int q = 0; q < kc; q++) {
          x[i * KC + q] = call.a[at + q * call.aColumn];
        }
        int sum = sums.at + i * PITCH;
        Arrays.fill(sums.array, sum, sum + tiles(columns, NR) * NR, 0f);
      }
      multiply(call, rows, p, kc, from, columns);
      for (int i = 0; i < rows; i++) {
        add(call, p == 0, i, from, columns);
      }
    }
  }

  private void multiply(GemmSimd call, int rows, int p, int kc, int from, int columns) {
    int at = call.bOffset + p * call.bRow + from * call.bColumn;
    if (call.packedB != null) {
      PackedB b = call.packedB;
      int step = b.width(from);
      RowSlabSimd.panel(kc, x, b.floats.array, b.at(p, from), step, sums.array, sums.at);
    } else if (call.bColumn == 1) {
      RowSlabSimd.straight(rows, kc, columns, x, call.b, at, call.bRow, sums.array, sums.at);
    } else {
      RowSlabSimd.transposed(kc, columns, x, call.b, at, call.bColumn, sums.array, sums.at);
    }
  }

  private void add(GemmSimd call, boolean first, int row, int from, int columns) {
    float[] c = call.c;
    int at = call.cOffset + row * call.cRow + from * call.cColumn;
    int step = call.cColumn;
    float[] sums = this.sums.array;
    int sum = this.sums.at + row * PITCH;
    if (!first || call.beta != 0) {
      for (int j = 0; j < columns; j++) {
        c[at + j * step] += sums[sum + j];
      }
    } else if (call.bias == Bias.ROW) {
      for (int j = 0; j < columns; j++) {
        c[at + j * step] = call.biasValues[call.biasOffset + from + j] + sums[sum + j];
      }
    } else {
      float base = call.bias == null ? 0f : call.biasValues[call.biasOffset + row];
      for (int j = 0; j < columns; j++) {
        c[at + j * step] = base + sums[sum + j];
      }
    }
  }
}
