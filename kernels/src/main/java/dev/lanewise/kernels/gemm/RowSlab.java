package dev.lanewise.kernels.gemm;

import static dev.lanewise.kernels.gemm.RowSlabSimd.PITCH;
import static dev.lanewise.kernels.gemm.RowSlabSimd.TRANSPOSED_NC;
import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.microkernel.MicroKernel.MR;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

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

  private final Slice sums = Slice.of(Math.max(ROW_NC, MR * PITCH));
  private final float[] copy = new float[MR * KC];

  // The rows of A in the current block of k: element (i, p) is x[xStart + i * ldx + p].
  private float[] x;
  private int xStart;
  private int ldx;

  /** Floats from where the first vector of B begins to the first column of the current block. */
  private int shift;

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
    int columns;
    for (int j = 0; j < count; j += columns) {
      shift = shift(call, from + j);
      columns = Math.min(nc - shift, count - j);
      block(call, rows, from + j, columns);
    }
    x = null;
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

  /**
   * Where rows of B lie alike, their vectors begin a line: from memory and the outer caches those
   * across two lines take half as much time again.
   */
  private static int shift(GemmSimd call, int column) {
    boolean alike = call.packedB == null && call.bColumn == 1 && call.bRow % LENGTH == 0;
    return alike ? Math.floorMod(-Slice.toLine(call.b, call.bOffset + column), LENGTH) : 0;
  }

  private void block(GemmSimd call, int rows, int from, int columns) {
    for (int p = 0; p < call.k; p += KC) {
      int kc = Math.min(KC, call.k - p);
      chooseX(call, rows, p, kc);
      for (int i = 0; i < rows; i++) {
        int sum = sums.at + i * PITCH;
        Arrays.fill(sums.array, sum, sum + tiles(shift + columns, LENGTH) * LENGTH, 0f);
      }
      multiply(call, rows, p, kc, from, columns);
      for (int i = 0; i < rows; i++) {
        add(call, p == 0, i, from, columns);
      }
    }
  }

  private void chooseX(GemmSimd call, int rows, int p, int kc) {
    int at = call.aOffset + p * call.aColumn;
    if (call.aColumn == 1) {
      x = call.a;
      xStart = at;
      ldx = call.aRow;
    } else {
      x = copy;
      xStart = 0;
      ldx = KC;
      for (int i = 0; i < rows; i++) {
        for (int q = 0; q < kc; q++) {
          copy[i * KC + q] = call.a[at + i * call.aRow + q * call.aColumn];
        }
      }
    }
  }

  private void multiply(GemmSimd call, int rows, int p, int kc, int from, int columns) {
    int at = call.bOffset + p * call.bRow + from * call.bColumn;
    float[] sums = this.sums.array;
    int sum = this.sums.at;
    if (call.packedB != null) {
      PackedB b = call.packedB;
      RowSlabSimd.panel(kc, x, xStart, b.floats.array, b.at(p, from), b.width(from), sums, sum);
    } else if (call.bColumn == 1) {
      RowSlabSimd.straight(
          rows, kc, shift, columns, x, xStart, ldx, call.b, at, call.bRow, sums, sum);
    } else {
      RowSlabSimd.transposed(
          p, kc, call.k, columns, x, xStart, call.b, at, call.bColumn, sums, sum);
    }
  }

  private void add(GemmSimd call, boolean first, int row, int from, int columns) {
    float[] c = call.c;
    int at = call.cOffset + row * call.cRow + from * call.cColumn;
    int step = call.cColumn;
    float[] sums = this.sums.array;
    int sum = this.sums.at + row * PITCH + shift;
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
