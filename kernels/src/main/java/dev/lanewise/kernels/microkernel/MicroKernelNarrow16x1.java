package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.microkernel.MicroKernel.ROW_PITCH;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/**
 * {@link MicroKernel#narrow}: 16 rows of one vector, for 32 vector registers. What binds it is not
 * the arithmetic but the loads, one for each row and one for B: many rows, and B's at a constant
 * step, for which C2 needs no check and no multiplication in the loop.
 */
final class MicroKernelNarrow16x1 {
  static final int ROWS = 16;

  private MicroKernelNarrow16x1() {}

  static void run(
      int kc,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] base,
      int baseOffset,
      int baseLd,
      float[] c,
      int cOffset,
      int ldc) {
    FloatVector c0 = FloatVector.zero(F);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    FloatVector c4 = c0;
    FloatVector c5 = c0;
    FloatVector c6 = c0;
    FloatVector c7 = c0;
    FloatVector c8 = c0;
    FloatVector c9 = c0;
    FloatVector c10 = c0;
    FloatVector c11 = c0;
    FloatVector c12 = c0;
    FloatVector c13 = c0;
    FloatVector c14 = c0;
    FloatVector c15 = c0;
    for (int p = 0; p < kc; p++) {
      int ap = aOffset + p;
      FloatVector b0 = FloatVector.fromArray(F, b, bOffset + p * LENGTH);

      FloatVector a0 = FloatVector.broadcast(F, a[ap]);
      c0 = a0.fma(b0, c0);
      FloatVector a1 = FloatVector.broadcast(F, a[ap + ROW_PITCH]);
      c1 = a1.fma(b0, c1);
      FloatVector a2 = FloatVector.broadcast(F, a[ap + 2 * ROW_PITCH]);
      c2 = a2.fma(b0, c2);
      FloatVector a3 = FloatVector.broadcast(F, a[ap + 3 * ROW_PITCH]);
      c3 = a3.fma(b0, c3);
      FloatVector a4 = FloatVector.broadcast(F, a[ap + 4 * ROW_PITCH]);
      c4 = a4.fma(b0, c4);
      FloatVector a5 = FloatVector.broadcast(F, a[ap + 5 * ROW_PITCH]);
      c5 = a5.fma(b0, c5);
      FloatVector a6 = FloatVector.broadcast(F, a[ap + 6 * ROW_PITCH]);
      c6 = a6.fma(b0, c6);
      FloatVector a7 = FloatVector.broadcast(F, a[ap + 7 * ROW_PITCH]);
      c7 = a7.fma(b0, c7);
      FloatVector a8 = FloatVector.broadcast(F, a[ap + 8 * ROW_PITCH]);
      c8 = a8.fma(b0, c8);
      FloatVector a9 = FloatVector.broadcast(F, a[ap + 9 * ROW_PITCH]);
      c9 = a9.fma(b0, c9);
      FloatVector a10 = FloatVector.broadcast(F, a[ap + 10 * ROW_PITCH]);
      c10 = a10.fma(b0, c10);
      FloatVector a11 = FloatVector.broadcast(F, a[ap + 11 * ROW_PITCH]);
      c11 = a11.fma(b0, c11);
      FloatVector a12 = FloatVector.broadcast(F, a[ap + 12 * ROW_PITCH]);
      c12 = a12.fma(b0, c12);
      FloatVector a13 = FloatVector.broadcast(F, a[ap + 13 * ROW_PITCH]);
      c13 = a13.fma(b0, c13);
      FloatVector a14 = FloatVector.broadcast(F, a[ap + 14 * ROW_PITCH]);
      c14 = a14.fma(b0, c14);
      FloatVector a15 = FloatVector.broadcast(F, a[ap + 15 * ROW_PITCH]);
      c15 = a15.fma(b0, c15);
    }
    // Written out; see MicroKernel8x2.
    int d = cOffset;
    int e = baseOffset;
    FloatVector.fromArray(F, base, e).add(c0).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c1).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c2).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c3).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c4).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c5).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c6).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c7).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c8).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c9).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c10).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c11).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c12).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c13).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c14).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c15).intoArray(c, d);
  }
}
