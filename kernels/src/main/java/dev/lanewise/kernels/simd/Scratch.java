package dev.lanewise.kernels.simd;

/**
 * Working memory of a kernel: one array per thread, kept from call to call and grown when a call
 * needs more, so that nothing is allocated after warm-up. A kernel declares one per purpose as a
 * static final; what is in it at the start of a call is undefined.
 */
public final class Scratch {
  private final ThreadLocal<float[]> buffer = ThreadLocal.withInitial(() -> new float[0]);

  private final ThreadLocal<Slice> slice = ThreadLocal.withInitial(() -> Slice.of(0));

  /** This thread's array, of at least {@code n} floats. */
  public float[] floats(int n) {
    float[] array = buffer.get();
    if (array.length < n) {
      array = new float[n];
      buffer.set(array);
    }
    return array;
  }

  /** This thread's slice, of at least {@code n} floats: for what is read again and again. */
  public Slice slice(int n) {
    Slice own = slice.get();
    if (own.length < n) {
      own = Slice.of(Math.max(n, 2 * own.length));
      slice.set(own);
    }
    return own;
  }
}
