package dev.lanewise.testing;

import java.util.SplittableRandom;

/** Kinds of floats to try; arrays of them come from a seed, so that jqwik has little to shrink. */
public enum Values {
  /** Uniform in [-1, 1). */
  ORDINARY {
    @Override
    float next(SplittableRandom random) {
      return (float) random.nextDouble(-1, 1);
    }
  },

  /** Integers from -8 to 8: sums of up to 2^18 of their products are exact in any order. */
  EXACT {
    @Override
    float next(SplittableRandom random) {
      return random.nextInt(-8, 9);
    }
  },

  /** Hardly more than two different numbers, and zeros of both signs: everything ties. */
  TIES {
    @Override
    float next(SplittableRandom random) {
      return TIED[random.nextInt(TIED.length)];
    }
  },

  /** Ordinary numbers with some that are not: NaN, infinities, zeros, subnormals, extremes. */
  SPECIAL {
    @Override
    float next(SplittableRandom random) {
      return random.nextInt(8) == 0
          ? SPECIALS[random.nextInt(SPECIALS.length)]
          : ORDINARY.next(random);
    }
  },

  /** Any 32 bits. */
  BITS {
    @Override
    float next(SplittableRandom random) {
      return Float.intBitsToFloat(random.nextInt());
    }
  };

  private static final float[] TIED = {-1, -0f, 0, 0, 1};

  private static final float[] SPECIALS = {
    Float.NaN,
    Float.intBitsToFloat(0xffc00000), // NaN with a sign
    2e38f, // two are infinite
    -87.5f, // e^x is near the subnormal ones
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    -0f,
    0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Math.nextDown(Float.MIN_NORMAL),
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
  };

  abstract float next(SplittableRandom random);

  /** The same {@code n} floats for the same seed. */
  public float[] floats(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] floats = new float[n];
    for (int i = 0; i < n; i++) {
      floats[i] = next(random);
    }
    return floats;
  }
}
