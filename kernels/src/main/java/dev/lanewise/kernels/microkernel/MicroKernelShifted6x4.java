package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.simd.Lanes.F;

import jdk.incubator.vector.FloatVector;

/** {@link ShiftedInPlaceSimd}'s tile of 6 x 4 vectors, for 32 vector registers. */
final class MicroKernelShifted6x4 {
  static final int ROWS = 6;
  static final int VECTORS = 4;

  private MicroKernelShifted6x4() {}

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
    int f3 = from[vector + 3];
    FloatVector c00 = FloatVector.zero(F);
    FloatVector c01 = c00;
    FloatVector c02 = c00;
    FloatVector c03 = c00;
    FloatVector c10 = c00;
    FloatVector c11 = c00;
    FloatVector c12 = c00;
    FloatVector c13 = c00;
    FloatVector c20 = c00;
    FloatVector c21 = c00;
    FloatVector c22 = c00;
    FloatVector c23 = c00;
    FloatVector c30 = c00;
    FloatVector c31 = c00;
    FloatVector c32 = c00;
    FloatVector c33 = c00;
    FloatVector c40 = c00;
    FloatVector c41 = c00;
    FloatVector c42 = c00;
    FloatVector c43 = c00;
    FloatVector c50 = c00;
    FloatVector c51 = c00;
    FloatVector c52 = c00;
    FloatVector c53 = c00;
    for (int p = 0; p < kc; p++) {
      int ap = aOffset + p * ROWS;
      int bp = shifts[shift + p];
      FloatVector b0 = FloatVector.fromArray(F, b, bp + f0);
      FloatVector b1 = FloatVector.fromArray(F, b, bp + f1);
      FloatVector b2 = FloatVector.fromArray(F, b, bp + f2);
      FloatVector b3 = FloatVector.fromArray(F, b, bp + f3);

      FloatVector a0 = FloatVector.broadcast(F, a[ap]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      c03 = a0.fma(b3, c03);
      FloatVector a1 = FloatVector.broadcast(F, a[ap + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      c13 = a1.fma(b3, c13);
      FloatVector a2 = FloatVector.broadcast(F, a[ap + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      c23 = a2.fma(b3, c23);
      FloatVector a3 = FloatVector.broadcast(F, a[ap + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      c33 = a3.fma(b3, c33);
      FloatVector a4 = FloatVector.broadcast(F, a[ap + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      c42 = a4.fma(b2, c42);
      c43 = a4.fma(b3, c43);
      FloatVector a5 = FloatVector.broadcast(F, a[ap + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      c52 = a5.fma(b2, c52);
      c53 = a5.fma(b3, c53);
    }
    // Written out; see MicroKernel8x2.
    int d0 = to[target];
    int d1 = to[target + 1];
    int d2 = to[target + 2];
    int d3 = to[target + 3];
    int e0 = baseOffset + d0 * baseStep;
    int e1 = baseOffset + d1 * baseStep;
    int e2 = baseOffset + d2 * baseStep;
    int e3 = baseOffset + d3 * baseStep;
    d0 += cOffset;
    d1 += cOffset;
    d2 += cOffset;
    d3 += cOffset;
    FloatVector.fromArray(F, base, e0).add(c00).intoArray(c, d0);
    FloatVector.fromArray(F, base, e1).add(c01).intoArray(c, d1);
    FloatVector.fromArray(F, base, e2).add(c02).intoArray(c, d2);
    FloatVector.fromArray(F, base, e3).add(c03).intoArray(c, d3);
    FloatVector.fromArray(F, base, e0 + baseLd).add(c10).intoArray(c, d0 + ldc);
    FloatVector.fromArray(F, base, e1 + baseLd).add(c11).intoArray(c, d1 + ldc);
    FloatVector.fromArray(F, base, e2 + baseLd).add(c12).intoArray(c, d2 + ldc);
    FloatVector.fromArray(F, base, e3 + baseLd).add(c13).intoArray(c, d3 + ldc);
    FloatVector.fromArray(F, base, e0 + 2 * baseLd).add(c20).intoArray(c, d0 + 2 * ldc);
    FloatVector.fromArray(F, base, e1 + 2 * baseLd).add(c21).intoArray(c, d1 + 2 * ldc);
    FloatVector.fromArray(F, base, e2 + 2 * baseLd).add(c22).intoArray(c, d2 + 2 * ldc);
    FloatVector.fromArray(F, base, e3 + 2 * baseLd).add(c23).intoArray(c, d3 + 2 * ldc);
    FloatVector.fromArray(F, base, e0 + 3 * baseLd).add(c30).intoArray(c, d0 + 3 * ldc);
    FloatVector.fromArray(F, base, e1 + 3 * baseLd).add(c31).intoArray(c, d1 + 3 * ldc);
    FloatVector.fromArray(F, base, e2 + 3 * baseLd).add(c32).intoArray(c, d2 + 3 * ldc);
    FloatVector.fromArray(F, base, e3 + 3 * baseLd).add(c33).intoArray(c, d3 + 3 * ldc);
    FloatVector.fromArray(F, base, e0 + 4 * baseLd).add(c40).intoArray(c, d0 + 4 * ldc);
    FloatVector.fromArray(F, base, e1 + 4 * baseLd).add(c41).intoArray(c, d1 + 4 * ldc);
    FloatVector.fromArray(F, base, e2 + 4 * baseLd).add(c42).intoArray(c, d2 + 4 * ldc);
    FloatVector.fromArray(F, base, e3 + 4 * baseLd).add(c43).intoArray(c, d3 + 4 * ldc);
    FloatVector.fromArray(F, base, e0 + 5 * baseLd).add(c50).intoArray(c, d0 + 5 * ldc);
    FloatVector.fromArray(F, base, e1 + 5 * baseLd).add(c51).intoArray(c, d1 + 5 * ldc);
    FloatVector.fromArray(F, base, e2 + 5 * baseLd).add(c52).intoArray(c, d2 + 5 * ldc);
    FloatVector.fromArray(F, base, e3 + 5 * baseLd).add(c53).intoArray(c, d3 + 5 * ldc);
  }
}
