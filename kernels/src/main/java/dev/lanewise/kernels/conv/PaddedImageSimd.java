package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/**
 * Pieces of {@link PaddedImage}'s rows, by whole vectors: up to one beyond the end is written,
 * which the next piece overwrites.
 */
final class PaddedImageSimd {
  private PaddedImageSimd() {}

  static void zeros(int n, float[] dst, int to) {
    for (int i = 0; i < n; i += LENGTH) {
      FloatVector.zero(F).intoArray(dst, to + i);
    }
  }

  static void copy(int n, float[] src, int at, float[] dst, int to) {
    if (at + n + LENGTH > src.length) {
      System.arraycopy(src, at, dst, to, n);
      return;
    }
    for (int i = 0; i < n; i += LENGTH) {
      FloatVector.fromArray(F, src, at + i).intoArray(dst, to + i);
    }
  }
}
