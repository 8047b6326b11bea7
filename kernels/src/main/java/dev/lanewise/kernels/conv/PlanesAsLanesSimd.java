package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/** The copies of {@link PlanesAsLanes}. */
final class PlanesAsLanesSimd {
  private PlanesAsLanesSimd() {}

  /** Copies vectors that lie {@code step} apart to where they are neighbours. */
  static void copy(int count, float[] src, int from, int step, float[] dst, int to) {
    for (int i = 0; i < count; i++) {
      FloatVector.fromArray(F, src, from + i * step).intoArray(dst, to + i * LENGTH);
    }
  }
}
