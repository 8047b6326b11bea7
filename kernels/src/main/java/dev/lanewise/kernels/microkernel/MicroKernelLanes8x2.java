package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/** {@link MicroKernel#lanes} of 8 x 2 vectors, for 32 vector registers. */
final class MicroKernelLanes8x2 {
  static final int ROWS = 8;

  private MicroKernelLanes8x2() {}

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
    e += fromLd;
    FloatVector c40 = FloatVector.fromArray(F, from, e);
    FloatVector c41 = FloatVector.fromArray(F, from, e + LENGTH);
    e += fromLd;
    FloatVector c50 = FloatVector.fromArray(F, from, e);
    FloatVector c51 = FloatVector.fromArray(F, from, e + LENGTH);
    e += fromLd;
    FloatVector c60 = FloatVector.fromArray(F, from, e);
    FloatVector c61 = FloatVector.fromArray(F, from, e + LENGTH);
    e += fromLd;
    FloatVector c70 = FloatVector.fromArray(F, from, e);
    FloatVector c71 = FloatVector.fromArray(F, from, e + LENGTH);
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
      FloatVector a4 = FloatVector.broadcast(F, a[ap + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(F, a[ap + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = FloatVector.broadcast(F, a[ap + 6]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = FloatVector.broadcast(F, a[ap + 7]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
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
    d += ldc;
    c40.intoArray(c, d);
    c41.intoArray(c, d + LENGTH);
    d += ldc;
    c50.intoArray(c, d);
    c51.intoArray(c, d + LENGTH);
    d += ldc;
    c60.intoArray(c, d);
    c61.intoArray(c, d + LENGTH);
    d += ldc;
    c70.intoArray(c, d);
    c71.intoArray(c, d + LENGTH);
  }
}
