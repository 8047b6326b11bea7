package dev.lanewise.layers.random;

import java.util.random.RandomGenerator;

/**
 * The one generator of this library: SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom
 * Number Generators", OOPSLA 2014). It is written out here because the generators of the JDK
 * promise the same sequence for a seed only within one run of a program, and because floats,
 * bounded ints and Gaussians are derived from the 64 bits by algorithms a JDK may change. Here a
 * seed gives the same numbers on every JDK and machine.
 *
 * <p>Whatever needs numbers takes a stream of its own, named by its {@link Purpose} and a path
 * (layer, epoch, step), so that no draw depends on how many were made elsewhere, or before an
 * interruption.
 */
public final class SeededRandom implements RandomGenerator {
  /** 2^64 / golden ratio, made odd: the step of the counter. */
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  /** The plain SplitMix64 sequence of a seed. */
  public SeededRandom(long seed) {
    state = seed;
  }

  /** The stream of one purpose, for example {@code (seed, SHUFFLE, epoch)}. */
  public SeededRandom(long seed, Purpose purpose, long... path) {
    this(derive(seed, purpose, path));
  }

  /** The seed of the stream of one purpose. */
  public static long derive(long seed, Purpose purpose, long... path) {
    return derive(derive(seed, purpose.id), path);
  }

  /** As {@link #derive(long, Purpose, long...)} with a path of one index. */
  public static long derive(long seed, Purpose purpose, long index) {
    return derive(derive(seed, purpose.id), index);
  }

  /** The seed of a child for each index along the path; siblings never share a seed. */
  public static long derive(long seed, long... path) {
    for (long index : path) {
      seed = derive(seed, index);
    }
    return seed;
  }

  /** As {@link #derive(long, long...)} with a path of one index. */
  public static long derive(long seed, long index) {
    return mix(mix(seed + GAMMA) + (index + 1) * GAMMA);
  }

  /** Goes on like a new generator of that seed. */
  public void restart(long seed) {
    state = seed;
  }

  @Override
  public long nextLong() {
    state += GAMMA;
    return mix(state);
  }

  @Override
  public int nextInt() {
    return (int) (nextLong() >>> 32);
  }

  /**
   * Uniform in [0, bound) without bias: Lemire, "Fast Random Integer Generation in an Interval".
   */
  @Override
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound: expected at least 1, got " + bound);
    }
    int threshold = Integer.remainderUnsigned(-bound, bound);
    while (true) {
      long product = (nextLong() >>> 32) * bound;
      if (Integer.compareUnsigned((int) product, threshold) >= 0) {
        return (int) (product >>> 32);
      }
    }
  }

  /** Uniform in [0, 1), a multiple of 2^-53. */
  @Override
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Uniform in [0, 1), a multiple of 2^-24. */
  @Override
  public float nextFloat() {
    return (nextLong() >>> 40) * 0x1.0p-24f;
  }

  /**
   * Standard normal by Box and Muller (1958). StrictMath, since Math may round differently per JVM.
   */
  @Override
  public double nextGaussian() {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * nextDouble());
  }

  /** Fisher-Yates: every order is equally likely. */
  public void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int swap = values[i];
      values[i] = values[j];
      values[j] = swap;
    }
  }

  /** Stafford's variant 13 of the 64-bit finaliser of MurmurHash3; a bijection. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
