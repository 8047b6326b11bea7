package dev.lanewise.kernels.simd;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/** Sorts floats by their index modulo 4, a vector of each rest at a time, and back. */
public final class Strides4Simd {
  // Of a pair of vectors: its even, its odd lanes; its lower, its upper halves zipped.
  static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(F, i -> pair(2 * i));
  static final VectorShuffle<Float> ODD = VectorShuffle.fromOp(F, i -> pair(2 * i + 1));
  static final VectorShuffle<Float> ZIP_LOW =
      VectorShuffle.fromOp(F, i -> pair(i / 2 + i % 2 * LENGTH));
  static final VectorShuffle<Float> ZIP_HIGH =
      VectorShuffle.fromOp(F, i -> pair(i / 2 + LENGTH / 2 + i % 2 * LENGTH));

  private Strides4Simd() {}

  /** Lane i of a pair of vectors; those of the second are the shuffle's exceptional ones. */
  private static int pair(int i) {
    return i < LENGTH ? i : i - 2 * LENGTH;
  }

  /** dst[to + r * pitch + i] = src[at + 4 * i + r] for the four rests r and i in [0, LENGTH). */
  public static void split(float[] src, int at, float[] dst, int to, int pitch) {
    FloatVector v0 = FloatVector.fromArray(F, src, at);
    FloatVector v1 = FloatVector.fromArray(F, src, at + LENGTH);
    FloatVector v2 = FloatVector.fromArray(F, src, at + 2 * LENGTH);
    FloatVector v3 = FloatVector.fromArray(F, src, at + 3 * LENGTH);
    FloatVector even0 = v0.rearrange(EVEN, v1);
    FloatVector even1 = v2.rearrange(EVEN, v3);
    FloatVector odd0 = v0.rearrange(ODD, v1);
    FloatVector odd1 = v2.rearrange(ODD, v3);
    even0.rearrange(EVEN, even1).intoArray(dst, to);
    odd0.rearrange(EVEN, odd1).intoArray(dst, to + pitch);
    even0.rearrange(ODD, even1).intoArray(dst, to + 2 * pitch);
    odd0.rearrange(ODD, odd1).intoArray(dst, to + 3 * pitch);
  }

  /**
   * dst[to + 4 * i + r] = src[at + r * pitch + i] + plus, for the four rests r, or {@code floor}
   * where that is less; -infinity changes nothing.
   */
  public static void merge(
      float[] src, int at, int pitch, float plus, float floor, float[] dst, int to) {
    FloatVector b = FloatVector.broadcast(F, plus);
    FloatVector f = FloatVector.broadcast(F, floor);
    FloatVector v0 = FloatVector.fromArray(F, src, at).add(b);
    FloatVector v1 = FloatVector.fromArray(F, src, at + pitch).add(b);
    FloatVector v2 = FloatVector.fromArray(F, src, at + 2 * pitch).add(b);
    FloatVector v3 = FloatVector.fromArray(F, src, at + 3 * pitch).add(b);
    v0 = v0.blend(f, v0.compare(LE, f));
    v1 = v1.blend(f, v1.compare(LE, f));
    v2 = v2.blend(f, v2.compare(LE, f));
    v3 = v3.blend(f, v3.compare(LE, f));
    FloatVector evenLow = v0.rearrange(ZIP_LOW, v2);
    FloatVector evenHigh = v0.rearrange(ZIP_HIGH, v2);
    FloatVector oddLow = v1.rearrange(ZIP_LOW, v3);
    FloatVector oddHigh = v1.rearrange(ZIP_HIGH, v3);
    evenLow.rearrange(ZIP_LOW, oddLow).intoArray(dst, to);
    evenLow.rearrange(ZIP_HIGH, oddLow).intoArray(dst, to + LENGTH);
    evenHigh.rearrange(ZIP_LOW, oddHigh).intoArray(dst, to + 2 * LENGTH);
    evenHigh.rearrange(ZIP_HIGH, oddHigh).intoArray(dst, to + 3 * LENGTH);
  }
}
