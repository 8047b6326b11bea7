package dev.lanewise.kernels.math;

import java.util.Arrays;

/** A sample of all floats: every 2039th, and everything around the places where code branches. */
final class Sampled {
  /** A prime, so that the low bits take all values. */
  private static final int STRIDE = 2039;

  private static final int AROUND = 40;

  private float[] floats = new float[1 << 22];
  private int size;

  private Sampled() {}

  /** The sample; its length is a multiple of any vector's. */
  static float[] floats() {
    Sampled sampled = new Sampled();
    for (long bits = 0; bits < 1L << 32; bits += STRIDE) {
      sampled.add(Float.intBitsToFloat((int) bits));
    }
    float[] branches = {
      0f,
      Float.MIN_NORMAL,
      Float.MAX_VALUE,
      Float.POSITIVE_INFINITY,
      Exp.TOP,
      Exp.BOTTOM,
      Elu.BOTTOM,
      Sigmoid.TOP,
      Tanh.TOP,
      Tanh.NEAR,
    };
    for (float branch : branches) {
      sampled.addAround(branch);
    }
    for (int n = -151; n <= 129; n++) {
      sampled.addAround((float) (n * StrictMath.log(2))); // r = 0
      sampled.addAround((float) ((n + 0.5) * StrictMath.log(2))); // n rounds up or down
      sampled.addAround((float) StrictMath.pow(2, n)); // k of log, and so on with f
      sampled.addAround((float) (StrictMath.pow(2, n) * StrictMath.sqrt(0.5)));
    }
    return Arrays.copyOf(sampled.floats, (sampled.size + 63) / 64 * 64);
  }

  private void addAround(float x) {
    int bits = Float.floatToRawIntBits(x);
    for (int i = bits - AROUND; i <= bits + AROUND; i++) {
      add(Float.intBitsToFloat(i));
      add(-Float.intBitsToFloat(i));
    }
  }

  private void add(float x) {
    floats[size++] = x;
  }
}
