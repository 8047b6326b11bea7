package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.microkernel.MicroKernel.MR;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.Lanes;
import dev.lanewise.kernels.simd.Scratch;
import jdk.incubator.vector.FloatVector;

/**
 * The product C = base + A * B of packed A and a B that lies unpacked: row p of B is the array b
 * shifted by {@code shifts[p]}, as the rows of a convolution's image matrix are one image, shifted.
 *
 * <p>Many rows make up for copying B into panels, for {@link MicroKernel}. Few rows read it where
 * it lies, in tiles of few rows and many vectors. An instance holds the operands while it runs.
 */
public final class ShiftedProductSimd {
  private static final boolean MANY_REGISTERS = Lanes.REGISTERS >= 32;
  private static final int VECTORS = MANY_REGISTERS ? MicroKernelShifted6x4.VECTORS : 2;

  /** Rows that make up for panels. */
  private static final int PACKING_ROWS = 48;

  /** Vectors of each row of B that are packed at a time. */
  private static final int PACKED_VECTORS = 2 * ColumnVectors.GROUP;

  private static final Scratch PACKED = new Scratch();
  private static final Scratch EDGE = new Scratch();
  private static final int EDGE_LD = 4 * LENGTH;
  private static final int[] SIDE_BY_SIDE = {0, LENGTH, 2 * LENGTH, 3 * LENGTH};

  private static final ThreadLocal<ShiftedProductSimd> OF_THREAD =
      ThreadLocal.withInitial(ShiftedProductSimd::new);

  /** The columns of B and C; to be set before {@link #run}. */
  public final ColumnVectors columns = new ColumnVectors();

  private int kc;
  private float[] a;
  private float[] b;
  private int[] shifts;
  private int shift;
  private float[] base;
  private int baseLd;
  private int baseStep;
  private float[] c;
  private int ldc;

  private ShiftedProductSimd() {}

  /** This thread's instance. */
  public static ShiftedProductSimd ofThread() {
    return OF_THREAD.get();
  }

  private static boolean packs(int rows) {
    return rows >= PACKING_ROWS;
  }

  /** Rows of the tile that begins at {@code row}; its panel of A is as wide. */
  public static int tileRows(int rows, int row) {
    if (packs(rows)) {
      return MR;
    }
    int left = rows - row;
    if (!MANY_REGISTERS || left == 4 || left == 7 || left == 8) {
      return MicroKernelShifted4x2.ROWS;
    }
    return left <= MicroKernelShifted3x4.ROWS
        ? MicroKernelShifted3x4.ROWS
        : MicroKernelShifted6x4.ROWS;
  }

  /** Rows of all tiles together. */
  public static int paddedRows(int rows) {
    int padded = 0;
    while (padded < rows) {
      padded += tileRows(rows, padded);
    }
    return padded;
  }

  /**
   * Multiplies one block of at most KC products.
   *
   * @param rows of A, of which those from {@code firstRow} to {@code endRow} are multiplied
   * @param a panels of A, tile after tile; the one of row i begins at aOffset + i * kc
   * @param shifts from {@code shift} on: where the rows of B begin
   * @param small whether what the block reads of B fits into half the L1 cache
   * @param base element (row i, column j) is base[baseOffset + i * baseLd + j * baseStep + lane],
   *     where j is a vector's {@code to}: step 1 for a matrix, 0 for NR equal values a row
   */
  public void run(
      int rows,
      int firstRow,
      int endRow,
      int kc,
      float[] a,
      int aOffset,
      float[] b,
      int[] shifts,
      int shift,
      boolean small,
      float[] base,
      int baseOffset,
      int baseLd,
      int baseStep,
      float[] c,
      int cOffset,
      int ldc) {
    this.kc = kc;
    this.a = a;
    this.b = b;
    this.shifts = shifts;
    this.shift = shift;
    this.base = base;
    this.baseLd = baseLd;
    this.baseStep = baseStep;
    this.c = c;
    this.ldc = ldc;
    if (packs(rows)) {
      byPanels(firstRow, endRow, aOffset, baseOffset, cOffset);
    } else {
      inPlace(rows, firstRow, endRow, aOffset, small, baseOffset, cOffset);
    }
    this.a = null;
    this.b = null;
    this.base = null;
    this.c = null;
  }

  private void byPanels(int firstRow, int endRow, int aOffset, int baseOffset, int cOffset) {
    float[] packed = PACKED.floats(PACKED_VECTORS * kc * LENGTH);
    for (int first = 0; first < columns.count; first += PACKED_VECTORS) {
      int end = Math.min(first + PACKED_VECTORS, columns.count);
      pack(first, end, packed);
      for (int vector = first; vector < end; vector += 2) {
        int panel = (vector - first) * kc * LENGTH;
        for (int row = firstRow; row < endRow; row += MR) {
          int height = Math.min(MR, endRow - row);
          int from = aOffset + row * kc;
          int baseAt = baseOffset + row * baseLd;
          panelTile(height, from, packed, panel, vector, baseAt, cOffset + row * ldc);
        }
      }
    }
  }

  /** Row by row of B, in long pieces: rows may lie as far apart as to meet in few cache sets. */
  private void pack(int first, int end, float[] packed) {
    for (int p = 0; p < kc; p++) {
      int at = shifts[shift + p];
      for (int vector = first; vector < end; vector += ColumnVectors.GROUP) {
        pack(at, columns.from, vector, packed, p * NR + (vector - first) * kc * LENGTH);
      }
    }
  }

  /** The next eight vectors of a row of B, into four panels. */
  private void pack(int at, int[] from, int vector, float[] packed, int to) {
    int panel = kc * NR;
    FloatVector.fromArray(F, b, at + from[vector]).intoArray(packed, to);
    FloatVector.fromArray(F, b, at + from[vector + 1]).intoArray(packed, to + LENGTH);
    to += panel;
    FloatVector.fromArray(F, b, at + from[vector + 2]).intoArray(packed, to);
    FloatVector.fromArray(F, b, at + from[vector + 3]).intoArray(packed, to + LENGTH);
    to += panel;
    FloatVector.fromArray(F, b, at + from[vector + 4]).intoArray(packed, to);
    FloatVector.fromArray(F, b, at + from[vector + 5]).intoArray(packed, to + LENGTH);
    to += panel;
    FloatVector.fromArray(F, b, at + from[vector + 6]).intoArray(packed, to);
    FloatVector.fromArray(F, b, at + from[vector + 7]).intoArray(packed, to + LENGTH);
  }

  private void panelTile(
      int height, int aOffset, float[] packed, int panel, int vector, int baseOffset, int cOffset) {
    int to = columns.to[vector];
    int baseAt = baseOffset + to * baseStep;
    if (columns.whole(vector, 2) && columns.to[vector + 1] == to + LENGTH) {
      MicroKernel.tile(
          height, NR, kc, a, aOffset, packed, panel, base, baseAt, baseLd, c, cOffset + to, ldc);
      return;
    }
    float[] edge = EDGE.floats(MR * EDGE_LD);
    boolean copied = loadEdge(edge, height, vector, 2, baseOffset);
    MicroKernel.tile(
        height,
        NR,
        kc,
        a,
        aOffset,
        packed,
        panel,
        copied ? edge : base,
        copied ? 0 : baseOffset,
        copied ? EDGE_LD : baseLd,
        edge,
        0,
        EDGE_LD);
    storeEdge(edge, height, vector, 2, cOffset);
  }

  private void inPlace(
      int rows, int firstRow, int endRow, int aOffset, boolean small, int baseOffset, int cOffset) {
    // A small B stays in L1, so that C is written row by row; else a tile's columns of B stay
    // there, for all rows.
    int height;
    for (int band = firstRow; band < endRow; band += height) {
      height = small ? tileRows(rows, band) : endRow - band;
      for (int vector = 0; vector < columns.count; vector += VECTORS) {
        for (int row = band; row < band + height; row += tileRows(rows, row)) {
          int baseAt = baseOffset + row * baseLd;
          tile(rows, row, aOffset + row * kc, vector, baseAt, cOffset + row * ldc);
        }
      }
    }
  }

  private void tile(int rows, int row, int aOffset, int vector, int baseOffset, int cOffset) {
    int whole = tileRows(rows, row);
    int height = Math.min(whole, rows - row);
    if (height == whole && columns.whole(vector, VECTORS)) {
      whole(
          whole,
          aOffset,
          vector,
          base,
          baseOffset,
          baseLd,
          baseStep,
          c,
          cOffset,
          ldc,
          columns.to,
          vector);
      return;
    }
    float[] edge = EDGE.floats(MR * EDGE_LD);
    boolean copied = loadEdge(edge, height, vector, VECTORS, baseOffset);
    whole(
        whole,
        aOffset,
        vector,
        copied ? edge : base,
        copied ? 0 : baseOffset,
        copied ? EDGE_LD : baseLd,
        copied ? 1 : 0,
        edge,
        0,
        EDGE_LD,
        SIDE_BY_SIDE,
        0);
    storeEdge(edge, height, vector, VECTORS, cOffset);
  }

  private void whole(
      int height,
      int aOffset,
      int vector,
      float[] base,
      int baseOffset,
      int baseLd,
      int baseStep,
      float[] c,
      int cOffset,
      int ldc,
      int[] to,
      int target) {
    int[] from = columns.from;
    if (!MANY_REGISTERS) {
      MicroKernelShifted4x2.run(
          kc,
          a,
          aOffset,
          b,
          shifts,
          shift,
          from,
          vector,
          base,
          baseOffset,
          baseLd,
          baseStep,
          c,
          cOffset,
          ldc,
          to,
          target);
    } else if (height == MicroKernelShifted3x4.ROWS) {
      MicroKernelShifted3x4.run(
          kc,
          a,
          aOffset,
          b,
          shifts,
          shift,
          from,
          vector,
          base,
          baseOffset,
          baseLd,
          baseStep,
          c,
          cOffset,
          ldc,
          to,
          target);
    } else if (height == MicroKernelShifted4x4.ROWS) {
      MicroKernelShifted4x4.run(
          kc,
          a,
          aOffset,
          b,
          shifts,
          shift,
          from,
          vector,
          base,
          baseOffset,
          baseLd,
          baseStep,
          c,
          cOffset,
          ldc,
          to,
          target);
    } else {
      MicroKernelShifted6x4.run(
          kc,
          a,
          aOffset,
          b,
          shifts,
          shift,
          from,
          vector,
          base,
          baseOffset,
          baseLd,
          baseStep,
          c,
          cOffset,
          ldc,
          to,
          target);
    }
  }

  /** Copies the base of a tile that C cuts off or apart; false if there is no need to. */
  private boolean loadEdge(float[] edge, int height, int vector, int vectors, int baseOffset) {
    if (baseStep == 0) {
      return false;
    }
    for (int v = 0; v < vectors; v++) {
      int at = baseOffset + columns.to[vector + v];
      copyLanes(vector + v, height, base, at, baseLd, edge, v * LENGTH, EDGE_LD);
    }
    return true;
  }

  private void storeEdge(float[] edge, int height, int vector, int vectors, int cOffset) {
    for (int v = 0; v < vectors; v++) {
      int at = cOffset + columns.to[vector + v];
      copyLanes(vector + v, height, edge, v * LENGTH, EDGE_LD, c, at, ldc);
    }
  }

  /** Copies the lanes of a vector that are columns of C, for each row. */
  private void copyLanes(
      int vector, int height, float[] src, int at, int ld, float[] dst, int to, int ldd) {
    int first = columns.first[vector];
    int end = columns.end[vector];
    for (int i = 0; i < height; i++, at += ld, to += ldd) {
      if (end - first == LENGTH) {
        FloatVector.fromArray(F, src, at).intoArray(dst, to);
      } else {
        for (int lane = first; lane < end; lane++) {
          dst[to + lane] = src[at + lane];
        }
      }
    }
  }
}
