package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.Lanes;
import dev.lanewise.kernels.simd.Scratch;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * The product C = base + A * B of packed A and a B that lies unpacked: row p of B is the array b
 * shifted by {@code shifts[p]}, as the rows of a convolution's image matrix are one image, shifted.
 * {@link MicroKernel}'s contract else.
 *
 * <p>Rows go in tiles of MR; what is left of them in tiles of few rows and more vectors, where
 * those waste less.
 */
public final class ShiftedProductSimd {
  private static final boolean MANY_REGISTERS = Lanes.REGISTERS >= 32;
  private static final int MR =
      MANY_REGISTERS ? MicroKernelShifted8x2.ROWS : MicroKernelShifted4x2.ROWS;
  private static final int FEW = MANY_REGISTERS ? MicroKernelShifted3x4.ROWS : MR;
  private static final int MANY_VECTORS = 2;
  private static final int FEW_VECTORS = MANY_REGISTERS ? MicroKernelShifted3x4.VECTORS : 2;

  /** Rows that make up for copying what they read of B into a panel. */
  private static final int PACKING_ROWS = 48;

  private static final Scratch PANEL = new Scratch();
  private static final int[] PANEL_SHIFTS = new int[KC];

  static {
    Arrays.setAll(PANEL_SHIFTS, p -> p * MicroKernel.NR);
  }

  private static final Scratch EDGE = new Scratch();
  private static final int EDGE_LD = FEW_VECTORS * LENGTH;
  private static final int[] SIDE_BY_SIDE = {0, LENGTH, 2 * LENGTH, 3 * LENGTH};

  private ShiftedProductSimd() {}

  /** Rows that go in tiles of MR. */
  private static int manyRows(int rows) {
    int rest = rows % MR;
    return rest > 2 * FEW ? rows : rows - rest;
  }

  /** Rows of the tile that begins at {@code row}; its panel of A is as wide. */
  public static int tileRows(int rows, int row) {
    return row < manyRows(rows) ? MR : FEW;
  }

  /** Rows of all tiles together. */
  public static int paddedRows(int rows) {
    int many = tiles(manyRows(rows), MR) * MR;
    return many >= rows ? many : many + tiles(rows - many, FEW) * FEW;
  }

  /**
   * Multiplies one block of at most KC products.
   *
   * @param a panels of A, tile after tile; the one of row i begins at aOffset + i * kc
   * @param shifts from {@code shift} on: where the rows of B begin
   * @param small whether what the block reads of B fits into half the L1 cache
   * @param base element (row i, column j) is base[baseOffset + i * baseLd + j * baseStep + lane],
   *     where j is a vector's {@code to}: step 1 for a matrix, 0 for LENGTH equal values a row
   */
  public static void run(
      int rows,
      int kc,
      float[] a,
      int aOffset,
      float[] b,
      int[] shifts,
      int shift,
      boolean small,
      ColumnVectors columns,
      float[] base,
      int baseOffset,
      int baseLd,
      int baseStep,
      float[] c,
      int cOffset,
      int ldc) {
    int many = manyRows(rows);
    int endRow;
    for (int startRow = 0; startRow < rows; startRow = endRow) {
      boolean few = startRow == many;
      endRow = few ? rows : many;
      int height = few ? FEW : MR;
      int step = few ? FEW_VECTORS : MANY_VECTORS;
      // A small B stays in L1, so that C is written row by row; else a tile's columns of B stay
      // there, for all rows, packed if these are many.
      int bandRows = small ? height : endRow - startRow;
      boolean packs = !few && bandRows >= PACKING_ROWS;
      float[] panel = packs ? PANEL.floats(KC * step * LENGTH) : b;
      for (int band = startRow; band < endRow; band += bandRows) {
        for (int vector = 0; vector < columns.count; vector += step) {
          if (packs) {
            pack(kc, b, shifts, shift, columns.from[vector], columns.from[vector + 1], panel);
          }
          for (int row = band; row < Math.min(band + bandRows, endRow); row += height) {
            tile(
                few,
                Math.min(height, endRow - row),
                kc,
                a,
                aOffset + row * kc,
                panel,
                packs ? PANEL_SHIFTS : shifts,
                packs ? 0 : shift,
                packs ? SIDE_BY_SIDE : columns.from,
                packs ? 0 : vector,
                columns,
                vector,
                base,
                baseOffset + row * baseLd,
                baseLd,
                baseStep,
                c,
                cOffset + row * ldc,
                ldc);
          }
        }
      }
    }
  }

  private static void pack(
      int kc, float[] b, int[] shifts, int shift, int from0, int from1, float[] panel) {
    for (int p = 0; p < kc; p++) {
      int at = shifts[shift + p];
      FloatVector v0 = FloatVector.fromArray(F, b, at + from0);
      FloatVector v1 = FloatVector.fromArray(F, b, at + from1);
      v0.intoArray(panel, p * MicroKernel.NR);
      v1.intoArray(panel, p * MicroKernel.NR + LENGTH);
    }
  }

  /** A tile that C cuts off is computed whole in scratch memory. */
  private static void tile(
      boolean few,
      int rows,
      int kc,
      float[] a,
      int aOffset,
      float[] b,
      int[] shifts,
      int shift,
      int[] from,
      int fromVector,
      ColumnVectors columns,
      int vector,
      float[] base,
      int baseOffset,
      int baseLd,
      int baseStep,
      float[] c,
      int cOffset,
      int ldc) {
    int vectors = few ? FEW_VECTORS : MANY_VECTORS;
    int[] to = columns.to;
    if (rows == (few ? FEW : MR) && columns.whole(vector, vectors)) {
      whole(
          few,
          kc,
          a,
          aOffset,
          b,
          shifts,
          shift,
          from,
          fromVector,
          base,
          baseOffset,
          baseLd,
          baseStep,
          c,
          cOffset,
          ldc,
          to,
          vector);
    } else {
      float[] edge = EDGE.floats(MR * EDGE_LD);
      for (int v = 0; v < vectors; v++) {
        int baseAt = baseOffset + to[vector + v] * baseStep;
        copyLanes(columns, vector + v, rows, base, baseAt, baseLd, edge, v * LENGTH, EDGE_LD);
      }
      whole(
          few,
          kc,
          a,
          aOffset,
          b,
          shifts,
          shift,
          from,
          fromVector,
          edge,
          0,
          EDGE_LD,
          1,
          edge,
          0,
          EDGE_LD,
          SIDE_BY_SIDE,
          0);
      for (int v = 0; v < vectors; v++) {
        int at = cOffset + to[vector + v];
        copyLanes(columns, vector + v, rows, edge, v * LENGTH, EDGE_LD, c, at, ldc);
      }
    }
  }

  /** Copies the lanes of a vector that are columns of C, for each row. */
  private static void copyLanes(
      ColumnVectors columns,
      int vector,
      int rows,
      float[] src,
      int at,
      int ld,
      float[] dst,
      int to,
      int ldd) {
    int first = columns.first[vector];
    int lanes = columns.end[vector] - first;
    for (int i = 0; i < rows && lanes > 0; i++) {
      System.arraycopy(src, at + first + i * ld, dst, to + first + i * ldd, lanes);
    }
  }

  private static void whole(
      boolean few,
      int kc,
      float[] a,
      int aOffset,
      float[] b,
      int[] shifts,
      int shift,
      int[] from,
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
    } else if (few) {
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
    } else {
      MicroKernelShifted8x2.run(
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
}
