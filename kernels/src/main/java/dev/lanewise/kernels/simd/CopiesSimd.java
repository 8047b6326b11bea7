package dev.lanewise.kernels.simd;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.I;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Short copies that are worked out once and made many times, each time between other places of two
 * arrays. A copy is cut into vectors, the last of which overlaps the one before, so that it touches
 * nothing else. What is shorter than a vector is left to {@code System.arraycopy}, not to shorter
 * vectors: a second species in a JVM spoils the profile of {@code FloatVector.intoArray}, and loops
 * all over the library may then box their vectors for good.
 */
public final class CopiesSimd {
  /** From here on arraycopy is faster than float by float. */
  private static final int SHORT = 4;

  private final List vectors = new List();
  private final List shorts = new List();
  private final List ones = new List();

  /** Forgets all copies. */
  public void clear() {
    vectors.count = 0;
    shorts.count = 0;
    ones.count = 0;
  }

  /** Copies n floats from {@code from} to {@code to}; nothing if n is 0 or less. */
  public void add(int from, int to, int n) {
    if (n >= LENGTH) {
      for (int i = 0; i < n; i += LENGTH) {
        int at = Math.min(i, n - LENGTH);
        vectors.add(from + at, to + at, LENGTH);
      }
    } else if (n >= SHORT) {
      shorts.add(from, to, n);
    } else {
      for (int i = 0; i < n; i++) {
        ones.add(from + i, to + i, 1);
      }
    }
  }

  /** Makes all copies, counting from the two offsets. */
  public void run(float[] src, int srcOffset, float[] dst, int dstOffset) {
    for (int i = 0; i < vectors.count; i++) {
      FloatVector.fromArray(F, src, srcOffset + vectors.from[i])
          .intoArray(dst, dstOffset + vectors.to[i]);
    }
    for (int i = 0; i < shorts.count; i++) {
      int from = srcOffset + shorts.from[i];
      System.arraycopy(src, from, dst, dstOffset + shorts.to[i], shorts.size[i]);
    }
    for (int i = 0; i < ones.count; i++) {
      dst[dstOffset + ones.to[i]] = src[srcOffset + ones.from[i]];
    }
  }

  /** The same for ints. */
  public void run(int[] src, int srcOffset, int[] dst, int dstOffset) {
    for (int i = 0; i < vectors.count; i++) {
      IntVector.fromArray(I, src, srcOffset + vectors.from[i])
          .intoArray(dst, dstOffset + vectors.to[i]);
    }
    for (int i = 0; i < shorts.count; i++) {
      int from = srcOffset + shorts.from[i];
      System.arraycopy(src, from, dst, dstOffset + shorts.to[i], shorts.size[i]);
    }
    for (int i = 0; i < ones.count; i++) {
      dst[dstOffset + ones.to[i]] = src[srcOffset + ones.from[i]];
    }
  }

  private static final class List {
    private int[] from = new int[16];
    private int[] to = new int[16];
    private int[] size = new int[16];
    private int count;

    void add(int source, int target, int n) {
      if (count == from.length) {
        from = Arrays.copyOf(from, 2 * count);
        to = Arrays.copyOf(to, 2 * count);
        size = Arrays.copyOf(size, 2 * count);
      }
      from[count] = source;
      to[count] = target;
      size[count++] = n;
    }
  }
}
