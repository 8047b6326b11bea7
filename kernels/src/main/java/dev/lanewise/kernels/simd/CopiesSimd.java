package dev.lanewise.kernels.simd;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Short copies that are worked out once and made many times, each time between other places of two
 * arrays. A copy is cut into vectors, the last of which overlaps the one before, so that it touches
 * nothing else; what is shorter than a vector goes by fours and ones.
 */
public final class CopiesSimd {
  private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;

  private final List vectors = new List();
  private final List fours = new List();
  private final List ones = new List();

  /** Forgets all copies. */
  public void clear() {
    vectors.count = 0;
    fours.count = 0;
    ones.count = 0;
  }

  /** Copies n floats from {@code from} to {@code to}; nothing if n is 0 or less. */
  public void add(int from, int to, int n) {
    if (n >= LENGTH) {
      vectors.add(from, to, n, LENGTH);
    } else if (n >= 4) {
      fours.add(from, to, n, 4);
    } else {
      ones.add(from, to, n, 1);
    }
  }

  /** Makes all copies, counting from the two offsets. */
  public void run(float[] src, int srcOffset, float[] dst, int dstOffset) {
    for (int i = 0; i < vectors.count; i++) {
      FloatVector.fromArray(F, src, srcOffset + vectors.from[i])
          .intoArray(dst, dstOffset + vectors.to[i]);
    }
    for (int i = 0; i < fours.count; i++) {
      FloatVector.fromArray(FOUR, src, srcOffset + fours.from[i])
          .intoArray(dst, dstOffset + fours.to[i]);
    }
    for (int i = 0; i < ones.count; i++) {
      dst[dstOffset + ones.to[i]] = src[srcOffset + ones.from[i]];
    }
  }

  /** Copies of one size. */
  private static final class List {
    private int[] from = new int[16];
    private int[] to = new int[16];
    private int count;

    void add(int source, int target, int n, int size) {
      for (int i = 0; i < n; i += size) {
        int at = Math.min(i, n - size);
        if (count == from.length) {
          from = Arrays.copyOf(from, 2 * count);
          to = Arrays.copyOf(to, 2 * count);
        }
        from[count] = source + at;
        to[count++] = target + at;
      }
    }
  }
}
