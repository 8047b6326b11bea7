package dev.lanewise.kernels.gemm;

import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;

import java.util.Arrays;

/** A stretch of C where C is a single row: no packing, B is read once and in its own order. */
final class RowSlab {
  /** Columns of C between two walks down B, so that their sums stay in the first cache. */
  private static final int NC = 2048;

  /** The same where B is transposed: few, so that each is read to its end as one stream. */
  private static final int TRANSPOSED_NC = 32;

  private final float[] sums = new float[NC];
  private final float[] x = new float[KC];

  void compute(GemmSimd call, int from, int count) {
    int nc = call.packedB ? NR : call.bColumn == 1 ? NC : TRANSPOSED_NC;
    for (int j = 0; j < count; j += nc) {
      block(call, from + j, Math.min(nc, count - j));
    }
  }

  private void block(GemmSimd call, int from, int columns) {
    for (int p = 0; p < call.k; p += KC) {
      int kc = Math.min(KC, call.k - p);
      for (int q = 0; q < kc; q++) {
        x[q] = call.a[call.aOffset + (p + q) * call.aColumn];
      }
      Arrays.fill(sums, 0, Math.ceilDiv(columns, NR) * NR, 0f);
      multiply(call, p, kc, from, columns);
      add(call, p == 0, from, columns);
    }
  }

  private void multiply(GemmSimd call, int p, int kc, int from, int columns) {
    int bStart = call.bOffset + p * call.bRow + from * call.bColumn;
    if (call.packedB) {
      RowSimd.panel(kc, x, call.b, call.bOffset + PackedB.at(call.k, p, from), sums);
    } else if (call.bColumn == 1) {
      RowSimd.straight(kc, columns, x, call.b, bStart, call.bRow, sums);
    } else {
      RowSimd.transposed(kc, columns, x, call.b, bStart, call.bColumn, sums);
    }
  }

  private void add(GemmSimd call, boolean first, int from, int columns) {
    for (int j = 0; j < columns; j++) {
      int at = call.cOffset + (from + j) * call.cColumn;
      float base = !first || call.beta != 0 ? call.c[at] : bias(call, from + j);
      call.c[at] = base + sums[j];
    }
  }

  private static float bias(GemmSimd call, int column) {
    if (call.bias == null) {
      return 0f;
    }
    return call.biasValues[call.biasOffset + (call.bias == Bias.ROW ? column : 0)];
  }
}
