package dev.lanewise.kernels.simd;

/**
 * A stretch of working memory: floats of an array from an offset that begins a cache line, where
 * the JVM lets us know one. A vector of 512 bits that lies across two lines takes two reads: panels
 * that begin a line make products of matrices 5 to 10 % faster.
 *
 * <p>Java does not say where an array lies. But G1, the usual collector, lets an array of more than
 * half a region begin a region, so that all its lines are known; slices are cut from arrays of a
 * whole region, which threads share. With other collectors each has an array of its own, which lies
 * where it lies.
 */
public final class Slice {
  /** Floats of a line. */
  private static final int LINE = 64 / Float.BYTES;

  /** Bytes before the first float of an array. */
  private static final int HEADER =
      is("UseCompactObjectHeaders", false) ? 12 : is("UseCompressedClassPointers", true) ? 16 : 20;

  /** Floats of the line that an array begins in. */
  private static final int FIRST = LINE - HEADER / Float.BYTES;

  /** Floats of an array that fills a region together with its header; 0 without regions. */
  private static final int CHUNK =
      is("UseG1GC", false)
          ? (Integer.parseInt(HotSpot.option("G1HeapRegionSize", "0")) - HEADER) / Float.BYTES
          : 0;

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

  /**
   * A slice of {@code n} floats, all zeros, for what lives as long as the threads: while one slice
   * of an array is held, the others' memory is, too.
   */
  public static synchronized Slice of(int n) {
    if (n > CHUNK - FIRST) {
      return alone(n);
    }
    if (used + n > chunk.length) {
      chunk = new float[CHUNK];
      used = FIRST;
    }
    Slice slice = new Slice(chunk, used, n);
    used += Math.ceilDiv(n, LINE) * LINE;
    return slice;
  }

  /** The same with an array of its own, which begins a line if it is large. */
  public static Slice alone(int n) {
    return new Slice(new float[Math.addExact(FIRST, n)], FIRST, n);
  }

  /** A slice of its own that holds {@code n} floats of an array from {@code offset} on. */
  public static Slice copyOf(float[] array, int offset, int n) {
    Slice copy = alone(n);
    System.arraycopy(array, offset, copy.array, copy.at, n);
    return copy;
  }

  /** Floats from {@code at} on to the next beginning of a line; 0 where nobody knows it. */
  public static int toLine(float[] array, int at) {
    boolean beginsRegion = CHUNK > 0 && array.length > CHUNK / 2;
    return beginsRegion ? Math.floorMod(FIRST - at, LINE) : 0;
  }

  private static boolean is(String option, boolean otherwise) {
    return Boolean.parseBoolean(HotSpot.option(option, Boolean.toString(otherwise)));
  }
}
