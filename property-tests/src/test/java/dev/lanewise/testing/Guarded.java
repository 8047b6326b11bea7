package dev.lanewise.testing;

import java.util.Arrays;

/**
 * A matrix inside a larger array, as kernels see their arguments: from an offset, rows a leading
 * dimension apart. Everything around it and between its rows is a canary, a NaN with bits of its
 * own: read by mistake it poisons the result, overwritten by mistake it is missed.
 */
public final class Guarded {
  private static final float CANARY = Float.intBitsToFloat(0x7fc0_ca7a);

  /** Wider than any vector, so that a stray vector is caught as well as a stray float. */
  private static final int MARGIN = 20;

  public final float[] array;
  public final int offset;

  private final int rows;
  private final int columns;
  private final int ld;
  private final float[] before;

  private Guarded(float[] values, int rows, int columns, int ld, int misalignment) {
    this.offset = MARGIN + misalignment;
    this.rows = rows;
    this.columns = columns;
    this.ld = ld;
    this.array = new float[offset + rows * ld + MARGIN];
    Arrays.fill(array, CANARY);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(values, r * columns, array, offset + r * ld, columns);
    }
    this.before = array.clone();
  }

  /** A vector. */
  public static Guarded of(float[] values, int misalignment) {
    return new Guarded(values, 1, values.length, values.length, misalignment);
  }

  /** A matrix of {@code rows * columns} values, its rows {@code ld} apart. */
  public static Guarded matrix(float[] values, int rows, int columns, int ld, int misalignment) {
    return new Guarded(values, rows, columns, ld, misalignment);
  }

  /** A vector to be overwritten; it holds NaN, which would betray itself if it were read. */
  public static Guarded output(int n, int misalignment) {
    return of(nans(n), misalignment);
  }

  /** A matrix to be overwritten, its rows {@code ld} apart; it holds NaN. */
  public static Guarded outputMatrix(int rows, int columns, int ld, int misalignment) {
    return matrix(nans(rows * columns), rows, columns, ld, misalignment);
  }

  /** The values, row by row, without what is around them. */
  public float[] values() {
    float[] values = new float[rows * columns];
    for (int r = 0; r < rows; r++) {
      System.arraycopy(array, offset + r * ld, values, r * columns, columns);
    }
    return values;
  }

  /** Fails if anything was written outside the matrix. */
  public void assertCanaries(String name) {
    for (int i = 0; i < array.length; i++) {
      if (!isInside(i)) {
        assertUnchanged(name, i, "outside [" + rows + ", " + columns + "], ld " + ld);
      }
    }
  }

  /** Fails if anything was written at all. */
  public void assertUnchanged(String name) {
    for (int i = 0; i < array.length; i++) {
      assertUnchanged(name, i, "an input");
    }
  }

  private void assertUnchanged(String name, int i, String what) {
    if (Float.floatToRawIntBits(array[i]) != Float.floatToRawIntBits(before[i])) {
      throw new AssertionError(
          "%s: %s was written at offset %+d: %s"
              .formatted(name, what, i - offset, Bits.show(array[i])));
    }
  }

  private boolean isInside(int i) {
    int place = i - offset;
    return ld > 0 && place >= 0 && place / ld < rows && place % ld < columns;
  }

  private static float[] nans(int n) {
    float[] nans = new float[n];
    Arrays.fill(nans, Float.NaN);
    return nans;
  }

  @Override
  public String toString() {
    return "[" + rows + ", " + columns + "], ld " + ld + ", offset " + offset;
  }
}
