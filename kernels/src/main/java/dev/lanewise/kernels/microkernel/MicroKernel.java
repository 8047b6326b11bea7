package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.Lanes;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The innermost loop of every product: a tile C: [MR, NR] = base + A * B, where A: [kc, MR] and B:
 * [kc, NR] are packed panels. Products that are no matrix of many rows go elsewhere: those of a
 * single row (gemm), of a channel by itself and of few filters of many images (conv).
 *
 * <p>Contract (compare BLIS, docs/KernelsHowTo.md):
 *
 * <ul>
 *   <li>a holds kc groups of MR floats side by side from aOffset, also where a tile has fewer rows:
 *       a constant step, so that C2 lifts the range checks of the broadcasts out of the loop;
 *   <li>b holds kc rows of NR floats from bOffset, bStep apart: NR in a panel, but a matrix that is
 *       used few times may be read in place;
 *   <li>each element is one fma chain over kc in order, starting at +0, then added to its base;
 *   <li>row i of the base starts at baseOffset + i * baseLd (baseLd 0: the same row for all), row i
 *       of C at cOffset + i * ldc; the base may be C itself;
 *   <li>no allocation, no call, no loop over the tile.
 * </ul>
 *
 * <p>The tile follows the register file: MR x 2 accumulators, 2 vectors of B and as many broadcasts
 * of A as C2 likes to begin with must fit, or it spills.
 */
public final class MicroKernel {
  private static final boolean MANY_REGISTERS = Lanes.REGISTERS >= 32;

  /** Rows of the tile. */
  public static final int MR = MANY_REGISTERS ? MicroKernel12x2.ROWS : MicroKernel4x2.ROWS;

  /** Columns of the tile: two vectors. */
  public static final int NR = 2 * LENGTH;

  /** Columns, at most, of a tile of {@link #narrow}; 0 if there are none. */
  public static final int NARROW = MANY_REGISTERS ? LENGTH : 0;

  /** Rows of a tile of {@link #narrow}. */
  public static final int NARROW_ROWS = MicroKernelNarrow8x1.ROWS;

  /**
   * Floats from a row to the next where rows are copied for {@link #rows}: no power of two, which
   * one cache set would hold.
   */
  public static final int ROW_PITCH = 1040;

  /** Rows of a tile of {@link #lanes}, which divide a vector. */
  public static final int LANE_ROWS =
      MANY_REGISTERS && LENGTH >= MicroKernelLanes8x2.ROWS
          ? MicroKernelLanes8x2.ROWS
          : MicroKernelLanes4x2.ROWS;

  /** The base of a sum that starts at nothing; its leading dimension is 0. */
  public static final float[] ZEROS = new float[NR];

  private static final Scratch EDGE = new Scratch();

  /** The first lanes of a vector, by their number: C2 may leave masks that it makes on the heap. */
  private static final VectorMask<Float>[] FIRST_LANES = firstLanes();

  private MicroKernel() {}

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static VectorMask<Float>[] firstLanes() {
    VectorMask<Float>[] masks = new VectorMask[LENGTH];
    Arrays.setAll(masks, n -> F.indexInRange(0, n));
    return masks;
  }

  /** A tile of packed panels. */
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
    tile(height, width, kc, a, aOffset, b, bOffset, NR, base, baseOffset, baseLd, c, cOffset, ldc);
  }

  /**
   * Computes a tile of which C takes height x width. One that C cuts off is computed whole, or the
   * first {@link #readRows} of it, in scratch memory; so B must have NR columns.
   *
   * @param bStep floats of B from a row to the next; NR in a panel
   */
  public static void tile(
      int height,
      int width,
      int kc,
      float[] a,
      int aOffset,
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
      panel(height, kc, a, aOffset, b, bOffset, bStep, base, baseOffset, baseLd, c, cOffset, ldc);
    } else {
      Slice edge = EDGE.slice(MR * NR);
      float[] tile = edge.array;
      int at = edge.at;
      copy(height, width, base, baseOffset, baseLd, tile, at, NR);
      panel(height, kc, a, aOffset, b, bOffset, bStep, tile, at, NR, tile, at, NR);
      copy(height, width, tile, at, NR, c, cOffset, ldc);
    }
  }

  private static void panel(
      int height,
      int kc,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int bStep,
      float[] base,
      int baseOffset,
      int baseLd,
      float[] c,
      int cOffset,
      int ldc) {
    if (!MANY_REGISTERS || height <= MicroKernel4x2.ROWS) {
      MicroKernel4x2.run(
          kc, a, aOffset, b, bOffset, bStep, base, baseOffset, baseLd, c, cOffset, ldc);
    } else if (height <= MicroKernel8x2.ROWS) {
      MicroKernel8x2.run(
          kc, a, aOffset, b, bOffset, bStep, base, baseOffset, baseLd, c, cOffset, ldc);
    } else {
      MicroKernel12x2.run(
          kc, a, aOffset, b, bOffset, bStep, base, baseOffset, baseLd, c, cOffset, ldc);
    }
  }

  /** Rows of the lowest tile that has {@code height}: what is read of A and computed. */
  public static int readRows(int height) {
    return tiles(height, MicroKernel4x2.ROWS) * MicroKernel4x2.ROWS;
  }

  /** Copies rows of at most NR floats. */
  static void copy(
      int height, int width, float[] src, int at, int ld, float[] dst, int to, int ldd) {
    int last = width - LENGTH;
    for (int i = 0; i < height; i++) {
      if (last >= 0) {
        // Two vectors, which may overlap.
        FloatVector.fromArray(F, src, at).intoArray(dst, to);
        if (last > 0) {
          FloatVector.fromArray(F, src, at + last).intoArray(dst, to + last);
        }
      } else if (LENGTH == 16 && at + LENGTH <= src.length && to + LENGTH <= dst.length) {
        // Where C2 has masked moves for certain, and no lane to check.
        VectorMask<Float> lanes = FIRST_LANES[width];
        FloatVector.fromArray(F, src, at, lanes).intoArray(dst, to, lanes);
      } else {
        for (int j = 0; j < width; j++) {
          dst[to + j] = src[at + j];
        }
      }
      at += ld;
      to += ldd;
    }
  }

  /**
   * Rows of the next tile of {@link #rows}, where some are left. A tile of 4 rows has too few sums
   * to keep the fma units busy and takes the time of one of 8, so 13 to 16 rows are two of 8.
   */
  public static int tileRows(int left) {
    if (!MANY_REGISTERS || left <= MicroKernelRows4x2.ROWS) {
      return MicroKernelRows4x2.ROWS;
    }
    int eight = MicroKernelRows8x2.ROWS;
    return left <= eight || (left > MicroKernelRows12x2.ROWS && left <= 2 * eight)
        ? eight
        : MicroKernelRows12x2.ROWS;
  }

  /**
   * As {@link #tile}, but the rows of A are read where they lie: element (i, p) is a[aOffset + i *
   * lda + p], and B is a panel. Several p are taken at a time, as the address of each row is a sum
   * of its own, and one that does not stay in a register; were the step of B no constant, some
   * vectors would not either, but where loops are strip-mined, as for G1. Rows beyond the height
   * are the last one again.
   *
   * @param height at most {@link #tileRows}
   */
  public static void rows(
      int height,
      int width,
      int kc,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      float[] base,
      int baseOffset,
      int baseLd,
      float[] c,
      int cOffset,
      int ldc) {
    if (height == tileRows(height) && width == NR) {
      rows(height, kc, a, aOffset, lda, b, bOffset, base, baseOffset, baseLd, c, cOffset, ldc);
    } else {
      Slice edge = EDGE.slice(MR * NR);
      float[] tile = edge.array;
      int at = edge.at;
      copy(height, width, base, baseOffset, baseLd, tile, at, NR);
      rows(height, kc, a, aOffset, lda, b, bOffset, tile, at, NR, tile, at, NR);
      copy(height, width, tile, at, NR, c, cOffset, ldc);
    }
  }

  private static void rows(
      int height,
      int kc,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      float[] base,
      int baseOffset,
      int baseLd,
      float[] c,
      int cOffset,
      int ldc) {
    if (height <= MicroKernelRows4x2.ROWS) {
      MicroKernelRows4x2.run(
          height, kc, a, aOffset, lda, b, bOffset, base, baseOffset, baseLd, c, cOffset, ldc);
    } else if (height <= MicroKernelRows8x2.ROWS) {
      MicroKernelRows8x2.run(
          height, kc, a, aOffset, lda, b, bOffset, base, baseOffset, baseLd, c, cOffset, ldc);
    } else {
      MicroKernelRows12x2.run(
          height, kc, a, aOffset, lda, b, bOffset, base, baseOffset, baseLd, c, cOffset, ldc);
    }
  }

  /**
   * A whole tile of LANE_ROWS and NR, whose rows of A are lanes of vectors: element (i, p) is
   * a[aOffset + p * LENGTH + i]. The chains go on from where they were, from[fromOffset + i *
   * fromLd + j], and nothing is added to them.
   */
  public static void lanes(
      int kc,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] from,
      int fromOffset,
      int fromLd,
      float[] c,
      int cOffset,
      int ldc) {
    if (LANE_ROWS == MicroKernelLanes8x2.ROWS) {
      MicroKernelLanes8x2.run(
          kc, a, aOffset, b, bOffset, from, fromOffset, fromLd, c, cOffset, ldc);
    } else {
      MicroKernelLanes4x2.run(
          kc, a, aOffset, b, bOffset, from, fromOffset, fromLd, c, cOffset, ldc);
    }
  }

  /**
   * As {@link #rows}, of one vector's width.
   *
   * @param height at most {@link #NARROW_ROWS}
   * @param width at most {@link #NARROW}
   * @param b its rows of LENGTH floats side by side
   */
  public static void narrow(
      int height,
      int width,
      int kc,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      float[] base,
      int baseOffset,
      int baseLd,
      float[] c,
      int cOffset,
      int ldc) {
    if (height == NARROW_ROWS && width == LENGTH) {
      MicroKernelNarrow8x1.run(
          height, kc, a, aOffset, lda, b, bOffset, base, baseOffset, baseLd, c, cOffset, ldc);
    } else {
      Slice edge = EDGE.slice(NARROW_ROWS * LENGTH);
      float[] tile = edge.array;
      int at = edge.at;
      if (base == ZEROS) {
        MicroKernelNarrow8x1.run(
            height, kc, a, aOffset, lda, b, bOffset, ZEROS, 0, 0, tile, at, LENGTH);
      } else {
        copy(height, width, base, baseOffset, baseLd, tile, at, LENGTH);
        MicroKernelNarrow8x1.run(
            height, kc, a, aOffset, lda, b, bOffset, tile, at, LENGTH, tile, at, LENGTH);
      }
      copy(height, width, tile, at, LENGTH, c, cOffset, ldc);
    }
  }

  /** Tiles it takes to cover {@code size} in steps of {@code width}. */
  public static int tiles(int size, int width) {
    return Math.ceilDiv(size, width);
  }
}
