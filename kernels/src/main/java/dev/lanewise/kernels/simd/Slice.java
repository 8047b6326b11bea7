package dev.lanewise.kernels.simd;

/**
 * A stretch of working memory: floats of an array from an offset that begins a cache line, where
 * the JVM lets us know one. A vector of 512 bits that lies across two lines takes two reads: panels
 * that begin a line make products of matrices 5 to 10 % faster.
 *
 * <p>Java does not say where an array lies. But the default collector, G1, lets an array of more
 * than half a region begin a region and never moves it, so that all its lines are known; slices are
 * cut from arrays of a whole region. With other collectors they lie where they lie.
 */
public final class Slice {
  /** Floats of a line. */
  private static final int LINE = 64 / Float.BYTES;

  /**
   * Floats of an array's first line: its header has 16 bytes. (With compact headers, which are not
   * the default, 12; slices then miss the line by one float.)
   */
  private static final int FIRST = 12;

  /** Floats of an array that fills a region together with its header. */
  private static final int CHUNK = region() / Float.BYTES - (LINE - FIRST);

  private static float[] chunk = {};
  private static int used;

  /** What the slice is cut from. */
  public final float[] array;

  /** Where it begins. */
  public final int at;

  /** How many floats it has. */
  public final int length;

  private Slice(float[] array, int at, int length) {
    this.array = array;
    this.at = at;
    this.length = length;
  }

  /** A slice of {@code n} floats, all zeros. */
  public static synchronized Slice of(int n) {
    if (n > CHUNK - FIRST) {
      return new Slice(new float[FIRST + n], FIRST, n);
    }
    if (used + n > chunk.length) {
      chunk = new float[CHUNK];
      used = FIRST;
    }
    Slice slice = new Slice(chunk, used, n);
    used += Math.ceilDiv(n, LINE) * LINE;
    return slice;
  }

  /** A slice that holds {@code n} floats of an array from {@code offset} on. */
  public static Slice copyOf(float[] array, int offset, int n) {
    Slice copy = of(n);
    System.arraycopy(array, offset, copy.array, copy.at, n);
    return copy;
  }

  /** Bytes of a region of G1, unless the user chose otherwise: by the size of the heap. */
  private static int region() {
    long share = Math.clamp(Runtime.getRuntime().maxMemory() / 2048, 1 << 20, 32 << 20);
    return Integer.highestOneBit((int) share - 1) << 1;
  }
}
