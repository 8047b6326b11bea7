package dev.lanewise.kernels.gemm;

import static dev.lanewise.kernels.microkernel.MicroKernel.MR;
import static dev.lanewise.kernels.microkernel.MicroKernel.NARROW;
import static dev.lanewise.kernels.microkernel.MicroKernel.NARROW_ROWS;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.microkernel.MicroKernel.readRows;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;

/**
 * {@link Gemm} on vectors: cuts C into slabs, one for a thread, which then shares nothing with the
 * others. A {@link Slab} computes one.
 *
 * <p>Matrices have two strides, so that a transposed one is one whose strides have changed places.
 * A product with few columns is computed as its transpose, whose rows fill the vectors better.
 */
final class GemmSimd extends Task {
  /** Products that are worth another thread: some 10 us. */
  private static final int GRAIN = 1 << 18;

  /** The same of a single row, whose time is that of reading B. */
  private static final int ROW_GRAIN = 1 << 16;

  private static final ThreadLocal<GemmSimd> CALL = ThreadLocal.withInitial(GemmSimd::new);
  private static final ThreadLocal<Slab> SLAB = ThreadLocal.withInitial(Slab::new);
  private static final ThreadLocal<RowSlab> ROW_SLAB = ThreadLocal.withInitial(RowSlab::new);

  int k;
  float[] a;
  int aOffset;
  int aRow;
  int aColumn;
  float[] b;
  int bOffset;
  int bRow;
  int bColumn;

  /** What b is instead, or null. */
  PackedB packedB;

  float[] c;
  int cOffset;
  int cRow;
  int cColumn;
  float beta;

  /** Null if there is none. */
  Bias bias;

  float[] biasValues;
  int biasOffset;

  private int m;
  private int n;
  private int tileRows;

  /** Slabs below each other, and beside each other. */
  private int down;

  private int across;

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
    GemmSimd call = CALL.get();
    call.begin(m, n, k, beta, bias, biasValues, biasOffset, c, cOffset, ldc);
    if (cost(n, m, k, !transposeA, transposeB, true)
        < cost(m, n, k, transposeB, !transposeA, false)) {
      call.left(b, bOffset, transposeB ? ldb : 1, transposeB ? 1 : ldb);
      call.right(a, aOffset, transposeA ? lda : 1, transposeA ? 1 : lda);
      call.cRow = 1;
      call.cColumn = ldc;
      call.bias = call.bias == null ? null : call.bias == Bias.ROW ? Bias.COLUMN : Bias.ROW;
      call.run(n, m);
    } else {
      call.left(a, aOffset, transposeA ? 1 : lda, transposeA ? lda : 1);
      call.right(b, bOffset, transposeB ? 1 : ldb, transposeB ? ldb : 1);
      call.run(m, n);
    }
    call.end();
  }

  static void gemm(
      boolean transposeA,
      int m,
      float[] a,
      int aOffset,
      int lda,
      PackedB b,
      float beta,
      Bias bias,
      float[] biasValues,
      int biasOffset,
      float[] c,
      int cOffset,
      int ldc) {
    if (m == 0 || b.n() == 0) {
      return;
    }
    GemmSimd call = CALL.get();
    call.begin(m, b.n(), b.k(), beta, bias, biasValues, biasOffset, c, cOffset, ldc);
    call.left(a, aOffset, transposeA ? 1 : lda, transposeA ? lda : 1);
    call.packedB = b;
    call.run(m, b.n());
    call.end();
  }

  private void begin(
      int m,
      int n,
      int k,
      float beta,
      Bias bias,
      float[] biasValues,
      int biasOffset,
      float[] c,
      int cOffset,
      int ldc) {
    // Rare: no product at all, or two things to add it to. C becomes the base.
    boolean based = k == 0 || (beta != 0 && bias != null);
    if (based) {
      GemmReference.gemm(
          false,
          false,
          m,
          n,
          0,
          null,
          0,
          0,
          null,
          0,
          0,
          beta,
          bias,
          biasValues,
          biasOffset,
          c,
          cOffset,
          ldc);
    }
    this.k = k;
    this.beta = based ? 1 : beta;
    this.bias = based ? null : bias;
    this.biasValues = biasValues;
    this.biasOffset = biasOffset;
    this.c = c;
    this.cOffset = cOffset;
    cRow = ldc;
    cColumn = 1;
  }

  private void end() {
    a = null;
    b = null;
    packedB = null;
    c = null;
    biasValues = null;
  }

  /**
   * Cycles that an element of k costs, about: those of the tiles, where one row of NR columns takes
   * one, and those of packing and copying.
   */
  private static double cost(
      int rows, int columns, int k, boolean transposesB, boolean asRows, boolean transposesC) {
    boolean narrow = asRows && columns <= NARROW;
    double tiles = readRows(rows) * (narrow ? 0.6 : tiles(columns, NR));
    double packing = 0.1 * rows + (transposesB ? 0.3 : 0.1) * columns;
    double copying = transposesC ? 2.0 * rows * columns / k : 0;
    return tiles + packing + copying;
  }

  private void left(float[] a, int aOffset, int aRow, int aColumn) {
    this.a = a;
    this.aOffset = aOffset;
    this.aRow = aRow;
    this.aColumn = aColumn;
  }

  private void right(float[] b, int bOffset, int bRow, int bColumn) {
    this.b = b;
    this.bOffset = bOffset;
    this.bRow = bRow;
    this.bColumn = bColumn;
    packedB = null;
  }

  /**
   * Cuts C once more down or across until there are two slabs for each thread, or too little in
   * each.
   */
  private void run(int m, int n) {
    this.m = m;
    this.n = n;
    tileRows = Slab.narrow(this, m, n) ? NARROW_ROWS : MR;
    int rowTiles = tiles(m, tileRows);
    int columnTiles = tiles(n, NR);
    Parallelism threads = Parallelism.current();
    long products = (long) m * n * k;
    long wanted =
        threads.threads() == 1
            ? 1
            : Math.min(2L * threads.threads(), products / (m == 1 ? ROW_GRAIN : GRAIN));
    down = 1;
    across = 1;
    while (down * across < wanted && (down < rowTiles || across < columnTiles)) {
      int rows = m / down;
      boolean longer = rows * Slab.rowWeight(this, rows) > (double) n / across;
      if (down < rowTiles && (longer || across == columnTiles)) {
        down = Math.min(2 * down, rowTiles);
      } else {
        across = Math.min(2 * across, columnTiles);
      }
    }
    threads.run(this, down * across);
  }

  @Override
  protected void part(int index) {
    int i = first(index % down, down, m, tileRows);
    int rows = first(index % down + 1, down, m, tileRows) - i;
    int j = first(index / down, across, n, NR);
    int columns = first(index / down + 1, across, n, NR) - j;
    if (RowSlab.takes(this, m, n)) {
      ROW_SLAB.get().compute(this, m, j, columns);
    } else {
      SLAB.get().compute(this, i, rows, j, columns);
    }
  }

  /** Where slab {@code index} of as many begins, in whole tiles. */
  private static int first(int index, int slabs, int size, int tile) {
    return index == slabs ? size : (int) ((long) tiles(size, tile) * index / slabs) * tile;
  }
}
