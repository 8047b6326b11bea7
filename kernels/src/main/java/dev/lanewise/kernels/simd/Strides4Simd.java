package dev.lanewise.kernels.simd;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Puts floats back in order that were sorted by their index modulo 4. */
public final class Strides4Simd {
  private Strides4Simd() {}

  /**
   * The floats src[at + r * LENGTH + i] + plus in the order of 4 * i + r, for the four rests r, or
   * {@code floor} where that is less; -infinity changes nothing.
   *
   * @param to where each of the four vectors goes in dst, after base, from its {@code first} on
   */
  public static void merge(
      float[] src, int at, float plus, float floor, float[] dst, int base, int[] to, int first) {
    IntVector low = Strides2Simd.ZIP_LOW;
    IntVector high = Strides2Simd.ZIP_HIGH;
    FloatVector b = FloatVector.broadcast(F, plus);
    FloatVector f = FloatVector.broadcast(F, floor);
    FloatVector v0 = FloatVector.fromArray(F, src, at).add(b);
    FloatVector v1 = FloatVector.fromArray(F, src, at + LENGTH).add(b);
    FloatVector v2 = FloatVector.fromArray(F, src, at + 2 * LENGTH).add(b);
    FloatVector v3 = FloatVector.fromArray(F, src, at + 3 * LENGTH).add(b);
    IntVector i0 = v0.blend(f, v0.compare(LE, f)).reinterpretAsInts();
    IntVector i1 = v1.blend(f, v1.compare(LE, f)).reinterpretAsInts();
    IntVector i2 = v2.blend(f, v2.compare(LE, f)).reinterpretAsInts();
    IntVector i3 = v3.blend(f, v3.compare(LE, f)).reinterpretAsInts();
    IntVector evenLow = low.selectFrom(i0, i2);
    IntVector evenHigh = high.selectFrom(i0, i2);
    IntVector oddLow = low.selectFrom(i1, i3);
    IntVector oddHigh = high.selectFrom(i1, i3);
    low.selectFrom(evenLow, oddLow).reinterpretAsFloats().intoArray(dst, base + to[first]);
    high.selectFrom(evenLow, oddLow).reinterpretAsFloats().intoArray(dst, base + to[first + 1]);
    low.selectFrom(evenHigh, oddHigh).reinterpretAsFloats().intoArray(dst, base + to[first + 2]);
    high.selectFrom(evenHigh, oddHigh).reinterpretAsFloats().intoArray(dst, base + to[first + 3]);
  }
}
