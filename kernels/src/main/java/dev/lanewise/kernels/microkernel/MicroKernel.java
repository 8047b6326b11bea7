package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.Lanes;
import dev.lanewise.kernels.simd.Scratch;

/**
 * The innermost loop of every product: a tile C: [MR, NR] = base + A * B, where A: [kc, MR] and B:
 * [kc, NR] are packed panels. All the arithmetic of gemm and convolution happens here.
 *
 * <p>Contract (compare BLIS, docs/KernelsHowTo.md):
 *
 * <ul>
 *   <li>element (i, p) of A is a[aOffset + i * aRow + p * aStep]; b holds kc rows of NR floats from
 *       bOffset, bStep apart. In packed panels the groups of MR and of NR floats stand side by side
 *       and are filled up with zeros; a matrix that is used few times may be read in place;
 *   <li>each element is one fma chain over kc in order, starting at +0, then added to its base;
 *   <li>row i of the base starts at baseOffset + i * baseLd (baseLd 0: the same row for all), row i
 *       of C at cOffset + i * ldc; the base may be C itself;
 *   <li>no allocation, no call, no loop over the tile.
 * </ul>
 *
 * <p>The tile follows the register file: MR x 2 accumulators, 2 vectors of B and a broadcast of A
 * must fit, or C2 spills.
 */
public final class MicroKernel {
  private static final boolean MANY_REGISTERS = Lanes.REGISTERS >= 32;

  /** Rows of the tile. */
  public static final int MR = MANY_REGISTERS ? 8 : 4;

  /** Rows of the lower tile, which does where a matrix ends. */
  private static final int HALF = 4;

  /** Columns of the tile: two vectors. */
  public static final int NR = 2 * LENGTH;

  /**
   * Floats from a row of A to the next in {@link #rows}: constant, so that the rows of a tile need
   * no registers and no arithmetic; no power of two, which one cache set would hold.
   */
  public static final int ROW_PITCH = 1040;

  /** The base of a sum that starts at nothing; its leading dimension is 0. */
  public static final float[] ZEROS = new float[NR];

  private static final Scratch EDGE = new Scratch();

  private MicroKernel() {}

  /**
   * As {@link #tile(int, int, int, float[], int, int, int, float[], int, int, float[], int, int,
   * float[], int, int)} of packed panels.
   */
  public static void tile(
      int height,
      int width,
      int kc,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] base,
      int baseOffset,
      int baseLd,
      float[] c,
      int cOffset,
      int ldc) {
    tile(
        height,
        width,
        kc,
        a,
        aOffset,
        1,
        MR,
        b,
        bOffset,
        NR,
        base,
        baseOffset,
        baseLd,
        c,
        cOffset,
        ldc);
  }

  /**
   * Computes a tile of which C takes height x width. One that C cuts off is computed whole, or at
   * half the height, in scratch memory; so A must have {@link #readRows} rows and B NR columns.
   *
   * @param aRow floats of A from a row to the next; 1 in a panel
   * @param aStep floats of A from a column to the next; MR in a panel
   * @param bStep floats of B from a row to the next; NR in a panel
   */
  public static void tile(
      int height,
      int width,
      int kc,
      float[] a,
      int aOffset,
      int aRow,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      float[] base,
      int baseOffset,
      int baseLd,
      float[] c,
      int cOffset,
      int ldc) {
    if (height == readRows(height) && width == NR) {
      whole(
          height,
          kc,
          a,
          aOffset,
          aRow,
          aStep,
          b,
          bOffset,
          bStep,
          base,
          baseOffset,
          baseLd,
          c,
          cOffset,
          ldc);
    } else {
      float[] tile = edge(height, width, base, baseOffset, baseLd);
      whole(height, kc, a, aOffset, aRow, aStep, b, bOffset, bStep, tile, 0, NR, tile, 0, NR);
      clip(tile, height, width, c, cOffset, ldc);
    }
  }

  /** How many rows of A a tile of some height reads. */
  public static int readRows(int height) {
    return height <= HALF ? HALF : MR;
  }

  /** Rows of the next tile of {@link #rows}, where some are left. */
  public static int tileRows(int left) {
    return MANY_REGISTERS && left > 2 * HALF ? MicroKernelRows12x2.ROWS : MicroKernelRows4x2.ROWS;
  }

  /**
   * As {@link #tile}, of a whole tile of {@code height} rows and NR columns, but the rows of A lie
   * as rows: element (i, p) is a[aOffset + i * ROW_PITCH + p].
   *
   * @param height a {@link #tileRows}
   */
  public static void rows(
      int height,
      int kc,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] base,
      int baseOffset,
      int baseLd,
      float[] c,
      int cOffset,
      int ldc) {
    if (height == MicroKernelRows12x2.ROWS) {
      MicroKernelRows12x2.run(
          kc, a, aOffset, b, bOffset, base, baseOffset, baseLd, c, cOffset, ldc);
    } else {
      MicroKernelRows4x2.run(kc, a, aOffset, b, bOffset, base, baseOffset, baseLd, c, cOffset, ldc);
    }
  }

  private static float[] edge(int height, int width, float[] base, int baseOffset, int baseLd) {
    float[] tile = EDGE.floats(MR * NR);
    for (int i = 0; i < height; i++) {
      System.arraycopy(base, baseOffset + i * baseLd, tile, i * NR, width);
    }
    return tile;
  }

  private static void clip(float[] tile, int height, int width, float[] c, int cOffset, int ldc) {
    for (int i = 0; i < height; i++) {
      System.arraycopy(tile, i * NR, c, cOffset + i * ldc, width);
    }
  }

  private static void whole(
      int height,
      int kc,
      float[] a,
      int aOffset,
      int aRow,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      float[] base,
      int baseOffset,
      int baseLd,
      float[] c,
      int cOffset,
      int ldc) {
    if (MANY_REGISTERS && height > HALF) {
      MicroKernel8x2.run(
          kc,
          a,
          aOffset,
          aRow,
          aStep,
          b,
          bOffset,
          bStep,
          base,
          baseOffset,
          baseLd,
          c,
          cOffset,
          ldc);
    } else {
      MicroKernel4x2.run(
          kc,
          a,
          aOffset,
          aRow,
          aStep,
          b,
          bOffset,
          bStep,
          base,
          baseOffset,
          baseLd,
          c,
          cOffset,
          ldc);
    }
  }

  /** Tiles it takes to cover {@code size} in steps of {@code width}. */
  public static int tiles(int size, int width) {
    return (size + width - 1) / width;
  }
}
