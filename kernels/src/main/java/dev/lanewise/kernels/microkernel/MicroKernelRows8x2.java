package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.microkernel.MicroKernel.ROW_PITCH;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/** {@link MicroKernel#rows} of 8 x 2 vectors, for the last rows and 32 vector registers. */
final class MicroKernelRows8x2 {
  static final int ROWS = 8;

  private MicroKernelRows8x2() {}

  static void run(
      int kc,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int bStep,
      float[] base,
      int baseOffset,
      int baseLd,
      float[] c,
      int cOffset,
      int ldc) {
    FloatVector c00 = FloatVector.zero(F);
    FloatVector c01 = c00;
    FloatVector c10 = c00;
    FloatVector c11 = c00;
    FloatVector c20 = c00;
    FloatVector c21 = c00;
    FloatVector c30 = c00;
    FloatVector c31 = c00;
    FloatVector c40 = c00;
    FloatVector c41 = c00;
    FloatVector c50 = c00;
    FloatVector c51 = c00;
    FloatVector c60 = c00;
    FloatVector c61 = c00;
    FloatVector c70 = c00;
    FloatVector c71 = c00;
    for (int p = 0; p < kc; p++) {
      int ap = aOffset + p;
      int bp = bOffset + p * bStep;
      FloatVector b0 = FloatVector.fromArray(F, b, bp);
      FloatVector b1 = FloatVector.fromArray(F, b, bp + LENGTH);

      FloatVector a0 = FloatVector.broadcast(F, a[ap]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(F, a[ap + ROW_PITCH]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(F, a[ap + 2 * ROW_PITCH]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(F, a[ap + 3 * ROW_PITCH]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(F, a[ap + 4 * ROW_PITCH]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(F, a[ap + 5 * ROW_PITCH]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = FloatVector.broadcast(F, a[ap + 6 * ROW_PITCH]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = FloatVector.broadcast(F, a[ap + 7 * ROW_PITCH]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
    }
    // Written out; see MicroKernel8x2.
    int d = cOffset;
    int e = baseOffset;
    FloatVector.fromArray(F, base, e).add(c00).intoArray(c, d);
    FloatVector.fromArray(F, base, e + LENGTH).add(c01).intoArray(c, d + LENGTH);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c10).intoArray(c, d);
    FloatVector.fromArray(F, base, e + LENGTH).add(c11).intoArray(c, d + LENGTH);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c20).intoArray(c, d);
    FloatVector.fromArray(F, base, e + LENGTH).add(c21).intoArray(c, d + LENGTH);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c30).intoArray(c, d);
    FloatVector.fromArray(F, base, e + LENGTH).add(c31).intoArray(c, d + LENGTH);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c40).intoArray(c, d);
    FloatVector.fromArray(F, base, e + LENGTH).add(c41).intoArray(c, d + LENGTH);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c50).intoArray(c, d);
    FloatVector.fromArray(F, base, e + LENGTH).add(c51).intoArray(c, d + LENGTH);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c60).intoArray(c, d);
    FloatVector.fromArray(F, base, e + LENGTH).add(c61).intoArray(c, d + LENGTH);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c70).intoArray(c, d);
    FloatVector.fromArray(F, base, e + LENGTH).add(c71).intoArray(c, d + LENGTH);
  }
}
