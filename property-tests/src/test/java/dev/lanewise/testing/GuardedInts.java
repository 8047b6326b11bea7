package dev.lanewise.testing;

import java.util.Arrays;

/** {@link Guarded} for vectors of ints, such as places and labels. */
public final class GuardedInts {
  private static final int CANARY = 0x5eed_ca7a;
  private static final int MARGIN = 20;

  public final int[] array;
  public final int offset;

  private final int n;

  private GuardedInts(int[] values, int misalignment) {
    this.offset = MARGIN + misalignment;
    this.n = values.length;
    this.array = new int[offset + n + MARGIN];
    Arrays.fill(array, CANARY);
    System.arraycopy(values, 0, array, offset, n);
  }

  /** Ints to be read. */
  public static GuardedInts of(int[] values, int misalignment) {
    return new GuardedInts(values, misalignment);
  }

  /** Ints to be overwritten. */
  public static GuardedInts output(int n, int misalignment) {
    int[] values = new int[n];
    Arrays.fill(values, CANARY);
    return new GuardedInts(values, misalignment);
  }

  /** The ints without what is around them. */
  public int[] values() {
    return Arrays.copyOfRange(array, offset, offset + n);
  }

  /** Fails if anything was written outside. */
  public void assertCanaries(String name) {
    for (int i = 0; i < array.length; i++) {
      if ((i < offset || i >= offset + n) && array[i] != CANARY) {
        throw new AssertionError(
            "%s: outside [%d] was written at offset %+d: %d"
                .formatted(name, n, i - offset, array[i]));
      }
    }
  }
}
