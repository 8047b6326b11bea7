package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.microkernel.MicroKernel.MR;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.Lanes;
import dev.lanewise.kernels.simd.Scratch;

/**
 * {@link ShiftedProduct} of few rows: reads B where it lies, in tiles of few rows and many vectors.
 */
final class ShiftedInPlaceSimd extends ShiftedProduct {
  private static final boolean MANY_REGISTERS = Lanes.REGISTERS >= 32;

  private static final Scratch EDGE = new Scratch();
  private static final int EDGE_LD = 4 * LENGTH;
  private static final int[] SIDE_BY_SIDE = {0, LENGTH, 2 * LENGTH, 3 * LENGTH};

  private final ColumnVectors columns = new ColumnVectors();

  /** Of every tile of this product. */
  private int vectors;

  /** Whether all tiles have 8 rows: where those of 6 would leave 4, which take as long as 6. */
  private static boolean eights(int rows) {
    return MANY_REGISTERS && rows <= 16 && (rows + 1 & 7) < 2;
  }

  /** Rows of the tile that begins at {@code row}. */
  static int tileHeight(int rows, int row) {
    int left = rows - row;
    if (!MANY_REGISTERS) {
      return MicroKernelShifted4x2.ROWS;
    }
    if (eights(rows)) {
      return MicroKernelShifted8x3.ROWS;
    }
    if (left == 4 || left == 7 || left == 8) {
      return MicroKernelShifted4x4.ROWS;
    }
    return left <= MicroKernelShifted3x4.ROWS
        ? MicroKernelShifted3x4.ROWS
        : MicroKernelShifted6x4.ROWS;
  }

  /** Vectors of every tile. */
  private static int vectors(int rows) {
    if (!MANY_REGISTERS) {
      return MicroKernelShifted4x2.VECTORS;
    }
    return eights(rows) ? MicroKernelShifted8x3.VECTORS : MicroKernelShifted6x4.VECTORS;
  }

  @Override
  void multiply(
      int rows, int firstRow, int endRow, int aOffset, boolean small, int baseOffset, int cOffset) {
    vectors = vectors(rows);
    columns.lay(runs, from, to, length, vectors);
    // A small B stays in L1, so that C is written row by row; else a tile's columns of B stay
    // there, for all rows.
    int height;
    for (int band = firstRow; band < endRow; band += height) {
      height = small ? tileHeight(rows, band) : endRow - band;
      for (int vector = 0; vector < columns.count; vector += vectors) {
        for (int row = band; row < band + height; row += tileHeight(rows, row)) {
          int baseAt = baseOffset + row * baseLd;
          tile(rows, row, aOffset + row * kc, vector, baseAt, cOffset + row * ldc);
        }
      }
    }
  }

  private void tile(int rows, int row, int aOffset, int vector, int baseOffset, int cOffset) {
    int whole = tileHeight(rows, row);
    int height = Math.min(whole, rows - row);
    if (height == whole && columns.whole(vector, vectors)) {
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
    boolean copied = loadEdge(edge, height, vector, baseOffset);
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
    storeEdge(edge, height, vector, cOffset);
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
    } else if (height == MicroKernelShifted8x3.ROWS) {
      MicroKernelShifted8x3.run(
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
  private boolean loadEdge(float[] edge, int height, int vector, int baseOffset) {
    if (baseStep == 0) {
      return false;
    }
    for (int v = 0; v < vectors; v++) {
      int at = baseOffset + columns.to[vector + v];
      copyLanes(vector + v, height, base, at, baseLd, edge, v * LENGTH, EDGE_LD);
    }
    return true;
  }

  private void storeEdge(float[] edge, int height, int vector, int cOffset) {
    for (int v = 0; v < vectors; v++) {
      int at = cOffset + columns.to[vector + v];
      copyLanes(vector + v, height, edge, v * LENGTH, EDGE_LD, c, at, ldc);
    }
  }

  /** Copies the lanes of a vector that are columns of C, for each row. */
  private void copyLanes(
      int vector, int height, float[] src, int at, int ld, float[] dst, int to, int ldd) {
    int first = columns.first[vector];
    int width = columns.end[vector] - first;
    MicroKernel.copy(height, width, src, at + first, ld, dst, to + first, ldd);
  }
}
