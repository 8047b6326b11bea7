package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.simd.Lanes.F;

import jdk.incubator.vector.FloatVector;

/** {@link ShiftedInPlaceSimd}'s tile of 3 x 4 vectors, for few rows and 32 vector registers. */
final class MicroKernelShifted3x4 {
  static final int ROWS = 3;
  static final int VECTORS = 4;

  private MicroKernelShifted3x4() {}

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
    }
    // Written out; see MicroKernel8x2.
    int t0 = to[target];
    int t1 = to[target + 1];
    int t2 = to[target + 2];
    int t3 = to[target + 3];
    int e0 = baseOffset + t0 * baseStep;
    int e1 = baseOffset + t1 * baseStep;
    int e2 = baseOffset + t2 * baseStep;
    int e3 = baseOffset + t3 * baseStep;
    int d0 = cOffset + t0;
    int d1 = cOffset + t1;
    int d2 = cOffset + t2;
    int d3 = cOffset + t3;
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
  }
}
