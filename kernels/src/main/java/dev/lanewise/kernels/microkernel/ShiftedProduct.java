package dev.lanewise.kernels.microkernel;

import java.util.Arrays;

/**
 * The product C = base + A * B of packed A and a B that lies unpacked: row p of B is the array b
 * shifted by {@code shifts[p]}, as the rows of a convolution's image matrix are one image, shifted.
 * The columns of B and C are runs of neighbours.
 *
 * <p>Many rows make up for copying B into the order of {@link MicroKernel}, by {@link
 * ShiftedJoinedSimd}; few rows read it where it lies, by {@link ShiftedInPlaceSimd}. An instance
 * holds the operands while it runs.
 */
public abstract class ShiftedProduct {
  /** Rows that make up for a copy of B: 32, a usual number, are 5 % faster without. */
  private static final int JOINING_ROWS = 33;

  private static final ThreadLocal<ShiftedProduct> IN_PLACE =
      ThreadLocal.withInitial(ShiftedInPlaceSimd::new);
  private static final ThreadLocal<ShiftedProduct> JOINED =
      ThreadLocal.withInitial(ShiftedJoinedSimd::new);

  // Runs of columns: where they begin in b and in c.
  int[] from = new int[16];
  int[] to = new int[16];
  int[] length = new int[16];
  int runs;

  int kc;
  float[] a;
  float[] b;
  int[] shifts;
  int shift;
  float[] base;
  int baseLd;
  int baseStep;
  float[] c;
  int ldc;

  ShiftedProduct() {}

  /** This thread's instance for as many rows, with no columns yet. */
  public static ShiftedProduct ofThread(int rows) {
    ShiftedProduct product = (joins(rows) ? JOINED : IN_PLACE).get();
    product.runs = 0;
    return product;
  }

  /** Whether runs of any length may follow one another without waste. */
  public static boolean joins(int rows) {
    return rows >= JOINING_ROWS;
  }

  /** Rows of the tile that begins at {@code row}; its panel of A is as wide. */
  public static int tileRows(int rows, int row) {
    return joins(rows) ? MicroKernel.MR : ShiftedInPlaceSimd.tileHeight(rows, row);
  }

  /** Rows of all tiles together. */
  public static int paddedRows(int rows) {
    int padded = 0;
    while (padded < rows) {
      padded += tileRows(rows, padded);
    }
    return padded;
  }

  /** Adds columns, which begin {@code from} after a shift in b and at {@code to} in a row of c. */
  public final void add(int from, int to, int length) {
    if (runs == this.from.length) {
      this.from = Arrays.copyOf(this.from, 2 * runs);
      this.to = Arrays.copyOf(this.to, 2 * runs);
      this.length = Arrays.copyOf(this.length, 2 * runs);
    }
    this.from[runs] = from;
    this.to[runs] = to;
    this.length[runs] = length;
    runs++;
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
  public final void run(
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
    multiply(rows, firstRow, endRow, aOffset, small, baseOffset, cOffset);
    this.a = null;
    this.b = null;
    this.base = null;
    this.c = null;
  }

  abstract void multiply(
      int rows, int firstRow, int endRow, int aOffset, boolean small, int baseOffset, int cOffset);
}
