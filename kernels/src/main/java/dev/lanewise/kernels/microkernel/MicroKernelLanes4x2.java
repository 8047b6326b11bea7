package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/** {@link MicroKernel#lanes} of 4 x 2 vectors, for 16 vector registers or vectors of four. */
final class MicroKernelLanes4x2 {
  static final int ROWS = 4;

  private MicroKernelLanes4x2() {}

  static void run(
      int kc,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] from,
      int fromOffset,
      int fromLd,
      float[] c,
      int cOffset,
      int ldc) {
    int e = fromOffset;
    FloatVector c00 = FloatVector.fromArray(F, from, e);
    FloatVector c01 = FloatVector.fromArray(F, from, e + LENGTH);
    e += fromLd;
    FloatVector c10 = FloatVector.fromArray(F, from, e);
    FloatVector c11 = FloatVector.fromArray(F, from, e + LENGTH);
    e += fromLd;
    FloatVector c20 = FloatVector.fromArray(F, from, e);
    FloatVector c21 = FloatVector.fromArray(F, from, e + LENGTH);
    e += fromLd;
    FloatVector c30 = FloatVector.fromArray(F, from, e);
    FloatVector c31 = FloatVector.fromArray(F, from, e + LENGTH);
    for (int p = 0; p < kc; p++) {
      int ap = aOffset + p * LENGTH;
      int bp = bOffset + p * 2 * LENGTH;
      FloatVector b0 = FloatVector.fromArray(F, b, bp);
      FloatVector b1 = FloatVector.fromArray(F, b, bp + LENGTH);

      FloatVector a0 = FloatVector.broadcast(F, a[ap]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(F, a[ap + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(F, a[ap + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(F, a[ap + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
    }
    int d = cOffset;
    c00.intoArray(c, d);
    c01.intoArray(c, d + LENGTH);
    d += ldc;
    c10.intoArray(c, d);
    c11.intoArray(c, d + LENGTH);
    d += ldc;
    c20.intoArray(c, d);
    c21.intoArray(c, d + LENGTH);
    d += ldc;
    c30.intoArray(c, d);
    c31.intoArray(c, d + LENGTH);
  }
}
