package dev.lanewise.kernels.simd;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Working memory of a kernel: one array per thread, kept from call to call and grown when a call
 * needs more, so that nothing is allocated after warm-up. A kernel declares one per purpose as a
 * static final; what is in it at the start of a call is undefined.
 *
 * <p>What all parts of a call need each thread may make for itself, once: on several threads that
 * is quicker than to read what other cores have written, a line of which takes 250 ns to come over.
 * Whether it has, a number says.
 */
public final class Scratch {
  /** Floats that a second cache holds: of more, no thread makes its own. */
  public static final int OWN = 1 << 18;

  private static final AtomicLong NUMBERS = new AtomicLong(1);

  private final ThreadLocal<long[]> held = ThreadLocal.withInitial(() -> new long[1]);

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

  /** Numbers for so many contents, which nothing else has; returns the first. */
  public static long numbers(int count) {
    return NUMBERS.getAndAdd(count);
  }

  /** Whether this thread has yet to make the contents of that number, as it now will. */
  public boolean lacks(long number) {
    long[] last = held.get();
    boolean lacks = last[0] != number;
    last[0] = number;
    return lacks;
  }
}
