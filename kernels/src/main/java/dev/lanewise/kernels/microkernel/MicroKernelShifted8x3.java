package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.simd.Lanes.F;

import jdk.incubator.vector.FloatVector;

/**
 * {@link ShiftedInPlaceSimd}'s tile of 8 x 3 vectors, for 7, 8, 15 or 16 rows and 32 vector
 * registers.
 */
final class MicroKernelShifted8x3 {
  static final int ROWS = 8;
  static final int VECTORS = 3;

  private MicroKernelShifted8x3() {}

  static void run(
      int kc,
      float[] a,
      int aOffset,
      float[] b,
      int[] shifts,
      int shift,
      int[] from,
      int vector,
      float[] base,
      int baseOffset,
      int baseLd,
      int baseStep,
      float[] c,
      int cOffset,
      int ldc,
      int[] to,
      int target) {
    int f0 = from[vector];
    int f1 = from[vector + 1];
    int f2 = from[vector + 2];
    FloatVector c00 = FloatVector.zero(F);
    FloatVector c01 = c00;
    FloatVector c02 = c00;
    FloatVector c10 = c00;
    FloatVector c11 = c00;
    FloatVector c12 = c00;
    FloatVector c20 = c00;
    FloatVector c21 = c00;
    FloatVector c22 = c00;
    FloatVector c30 = c00;
    FloatVector c31 = c00;
    FloatVector c32 = c00;
    FloatVector c40 = c00;
    FloatVector c41 = c00;
    FloatVector c42 = c00;
    FloatVector c50 = c00;
    FloatVector c51 = c00;
    FloatVector c52 = c00;
    FloatVector c60 = c00;
    FloatVector c61 = c00;
    FloatVector c62 = c00;
    FloatVector c70 = c00;
    FloatVector c71 = c00;
    FloatVector c72 = c00;
    for (int p = 0; p < kc; p++) {
      int ap = aOffset + p * ROWS;
      int bp = shifts[shift + p];
      FloatVector b0 = FloatVector.fromArray(F, b, bp + f0);
      FloatVector b1 = FloatVector.fromArray(F, b, bp + f1);
      FloatVector b2 = FloatVector.fromArray(F, b, bp + f2);

      FloatVector a0 = FloatVector.broadcast(F, a[ap]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      FloatVector a1 = FloatVector.broadcast(F, a[ap + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      FloatVector a2 = FloatVector.broadcast(F, a[ap + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      FloatVector a3 = FloatVector.broadcast(F, a[ap + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      FloatVector a4 = FloatVector.broadcast(F, a[ap + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      c42 = a4.fma(b2, c42);
      FloatVector a5 = FloatVector.broadcast(F, a[ap + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      c52 = a5.fma(b2, c52);
      FloatVector a6 = FloatVector.broadcast(F, a[ap + 6]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      c62 = a6.fma(b2, c62);
      FloatVector a7 = FloatVector.broadcast(F, a[ap + 7]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
      c72 = a7.fma(b2, c72);
    }
    // Written out; see MicroKernel8x2.
    int t0 = to[target];
    int t1 = to[target + 1];
    int t2 = to[target + 2];
    int e0 = baseOffset + t0 * baseStep;
    int e1 = baseOffset + t1 * baseStep;
    int e2 = baseOffset + t2 * baseStep;
    int d0 = cOffset + t0;
    int d1 = cOffset + t1;
    int d2 = cOffset + t2;
    FloatVector.fromArray(F, base, e0).add(c00).intoArray(c, d0);
    FloatVector.fromArray(F, base, e1).add(c01).intoArray(c, d1);
    FloatVector.fromArray(F, base, e2).add(c02).intoArray(c, d2);
    FloatVector.fromArray(F, base, e0 + baseLd).add(c10).intoArray(c, d0 + ldc);
    FloatVector.fromArray(F, base, e1 + baseLd).add(c11).intoArray(c, d1 + ldc);
    FloatVector.fromArray(F, base, e2 + baseLd).add(c12).intoArray(c, d2 + ldc);
    FloatVector.fromArray(F, base, e0 + 2 * baseLd).add(c20).intoArray(c, d0 + 2 * ldc);
    FloatVector.fromArray(F, base, e1 + 2 * baseLd).add(c21).intoArray(c, d1 + 2 * ldc);
    FloatVector.fromArray(F, base, e2 + 2 * baseLd).add(c22).intoArray(c, d2 + 2 * ldc);
    FloatVector.fromArray(F, base, e0 + 3 * baseLd).add(c30).intoArray(c, d0 + 3 * ldc);
    FloatVector.fromArray(F, base, e1 + 3 * baseLd).add(c31).intoArray(c, d1 + 3 * ldc);
    FloatVector.fromArray(F, base, e2 + 3 * baseLd).add(c32).intoArray(c, d2 + 3 * ldc);
    FloatVector.fromArray(F, base, e0 + 4 * baseLd).add(c40).intoArray(c, d0 + 4 * ldc);
    FloatVector.fromArray(F, base, e1 + 4 * baseLd).add(c41).intoArray(c, d1 + 4 * ldc);
    FloatVector.fromArray(F, base, e2 + 4 * baseLd).add(c42).intoArray(c, d2 + 4 * ldc);
    FloatVector.fromArray(F, base, e0 + 5 * baseLd).add(c50).intoArray(c, d0 + 5 * ldc);
    FloatVector.fromArray(F, base, e1 + 5 * baseLd).add(c51).intoArray(c, d1 + 5 * ldc);
    FloatVector.fromArray(F, base, e2 + 5 * baseLd).add(c52).intoArray(c, d2 + 5 * ldc);
    FloatVector.fromArray(F, base, e0 + 6 * baseLd).add(c60).intoArray(c, d0 + 6 * ldc);
    FloatVector.fromArray(F, base, e1 + 6 * baseLd).add(c61).intoArray(c, d1 + 6 * ldc);
    FloatVector.fromArray(F, base, e2 + 6 * baseLd).add(c62).intoArray(c, d2 + 6 * ldc);
    FloatVector.fromArray(F, base, e0 + 7 * baseLd).add(c70).intoArray(c, d0 + 7 * ldc);
    FloatVector.fromArray(F, base, e1 + 7 * baseLd).add(c71).intoArray(c, d1 + 7 * ldc);
    FloatVector.fromArray(F, base, e2 + 7 * baseLd).add(c72).intoArray(c, d2 + 7 * ldc);
  }
}
