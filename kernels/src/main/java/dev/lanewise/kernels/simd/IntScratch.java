package dev.lanewise.kernels.simd;

/** {@link Scratch} of ints. */
public final class IntScratch {
  private final ThreadLocal<int[]> buffer = ThreadLocal.withInitial(() -> new int[0]);

  /** This thread's array, of at least {@code n} ints. */
  public int[] ints(int n) {
    int[] array = buffer.get();
    if (array.length < n) {
      array = new int[n];
      buffer.set(array);
    }
    return array;
  }
}
