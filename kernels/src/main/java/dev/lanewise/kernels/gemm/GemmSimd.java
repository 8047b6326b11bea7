package dev.lanewise.kernels.gemm;

import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.microkernel.MicroKernel.MR;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.microkernel.MicroKernel.ZEROS;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;

import dev.lanewise.kernels.microkernel.MicroKernel;
import dev.lanewise.kernels.microkernel.Pack;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.Scratch;
import java.util.Arrays;

/**
 * {@link Gemm} after Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication"
 * (2008). For each block of KC products, strips of A and B are packed into panels; then blocks of C
 * are computed from them, tile by tile. Both steps are split over the threads.
 */
final class GemmSimd extends Task {
  /** Rows and columns of C in one part: a block of A in L2, a panel of B in L1. */
  private static final int MC = 64;

  private static final int NC = 16 * NR;

  /** Rows and columns of C between packings: bounds the packed memory to 2 x 4 MB. */
  private static final int OUTER = 4096;

  private static final Scratch PACKED_A = new Scratch();
  private static final Scratch PACKED_B = new Scratch();
  private static final Scratch COLUMN_BIAS = new Scratch();

  private static final ThreadLocal<GemmSimd> CALL = ThreadLocal.withInitial(GemmSimd::new);

  private boolean transposeA;
  private boolean transposeB;
  private float[] a;
  private float[] b;
  private float[] c;
  private int lda;
  private int ldb;
  private int ldc;

  // The current outer block: where it starts, and its size.
  private int aStart;
  private int bStart;
  private int cStart;
  private int rows;
  private int columns;
  private int kc;
  private boolean packing;
  private float[] packedA;
  private float[] packedB;

  // What the tiles are added to: element (i, j) is base[baseStart + i * baseLd + j * baseStep].
  private float[] base;
  private int baseStart;
  private int baseLd;
  private int baseStep;

  private GemmSimd() {}

  static void gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      int ldb,
      float beta,
      Bias bias,
      float[] biasValues,
      int biasOffset,
      float[] c,
      int cOffset,
      int ldc) {
    if (m == 0 || n == 0) {
      return;
    }
    if (k == 0 || (beta != 0 && bias != null)) {
      // Rare: no product at all, or two things to add it to. C becomes the base.
      GemmReference.gemm(
          transposeA,
          transposeB,
          m,
          n,
          0,
          a,
          aOffset,
          lda,
          b,
          bOffset,
          ldb,
          beta,
          bias,
          biasValues,
          biasOffset,
          c,
          cOffset,
          ldc);
      beta = 1;
      bias = null;
    }
    GemmSimd call = CALL.get();
    call.transposeA = transposeA;
    call.transposeB = transposeB;
    call.a = a;
    call.b = b;
    call.c = c;
    call.lda = lda;
    call.ldb = ldb;
    call.ldc = ldc;
    for (int i = 0; i < m; i += OUTER) {
      for (int j = 0; j < n; j += OUTER) {
        call.rows = Math.min(OUTER, m - i);
        call.columns = Math.min(OUTER, n - j);
        call.cStart = cOffset + i * ldc + j;
        call.firstBase(beta, bias, biasValues, biasOffset, i, j);
        for (int p = 0; p < k; p += KC) {
          call.kc = Math.min(KC, k - p);
          call.aStart = aOffset + (transposeA ? p * lda + i : i * lda + p);
          call.bStart = bOffset + (transposeB ? j * ldb + p : p * ldb + j);
          call.packAndMultiply();
          call.baseIsC();
        }
      }
    }
    call.a = null;
    call.b = null;
    call.c = null;
    call.base = null;
  }

  private void firstBase(
      float beta, Bias bias, float[] biasValues, int biasOffset, int row, int column) {
    if (beta != 0) {
      baseIsC();
    } else if (bias == null) {
      base = ZEROS;
      baseStart = 0;
      baseLd = 0;
      baseStep = 0;
    } else if (bias == Bias.ROW) {
      base = biasValues;
      baseStart = biasOffset + column;
      baseLd = 0;
      baseStep = 1;
    } else {
      // Each value repeated NR times, so that a tile reads it as it reads any other base.
      base = COLUMN_BIAS.floats(rows * NR);
      for (int i = 0; i < rows; i++) {
        Arrays.fill(base, i * NR, (i + 1) * NR, biasValues[biasOffset + row + i]);
      }
      baseStart = 0;
      baseLd = NR;
      baseStep = 0;
    }
  }

  private void baseIsC() {
    base = c;
    baseStart = cStart;
    baseLd = ldc;
    baseStep = 1;
  }

  private void packAndMultiply() {
    packedA = PACKED_A.floats(tiles(rows, MR) * MR * kc);
    packedB = PACKED_B.floats(tiles(columns, NR) * NR * kc);
    packing = true;
    Parallelism.current().run(this, tiles(rows, MC) + tiles(columns, NC));
    packing = false;
    Parallelism.current().run(this, tiles(rows, MC) * tiles(columns, NC));
  }

  @Override
  protected void part(int index) {
    int rowBlocks = tiles(rows, MC);
    if (!packing) {
      multiply(index % rowBlocks * MC, index / rowBlocks * NC);
    } else if (index < rowBlocks) {
      packA(index * MC);
    } else {
      packB((index - rowBlocks) * NC);
    }
  }

  private void packA(int from) {
    for (int i = from; i < Math.min(from + MC, rows); i += MR) {
      int strip = Math.min(MR, rows - i);
      if (transposeA) {
        Pack.straight(kc, strip, a, aStart + i, lda, MR, packedA, i * kc);
      } else {
        Pack.transposed(kc, strip, a, aStart + i * lda, lda, MR, packedA, i * kc);
      }
    }
  }

  private void packB(int from) {
    for (int j = from; j < Math.min(from + NC, columns); j += NR) {
      int strip = Math.min(NR, columns - j);
      if (transposeB) {
        Pack.transposed(kc, strip, b, bStart + j * ldb, ldb, NR, packedB, j * kc);
      } else {
        Pack.straight(kc, strip, b, bStart + j, ldb, NR, packedB, j * kc);
      }
    }
  }

  private void multiply(int fromRow, int fromColumn) {
    for (int j = fromColumn; j < Math.min(fromColumn + NC, columns); j += NR) {
      for (int i = fromRow; i < Math.min(fromRow + MC, rows); i += MR) {
        MicroKernel.tile(
            Math.min(MR, rows - i),
            Math.min(NR, columns - j),
            kc,
            packedA,
            i * kc,
            packedB,
            j * kc,
            base,
            baseStart + i * baseLd + j * baseStep,
            baseLd,
            c,
            cStart + i * ldc + j,
            ldc);
      }
    }
  }
}
