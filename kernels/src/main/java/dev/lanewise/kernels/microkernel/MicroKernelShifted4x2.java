package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.simd.Lanes.F;

import jdk.incubator.vector.FloatVector;

/** {@link ShiftedInPlaceSimd}'s tile of 4 x 2 vectors, for 16 vector registers. */
final class MicroKernelShifted4x2 {
  static final int ROWS = 4;
  static final int VECTORS = 2;

  private MicroKernelShifted4x2() {}

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
    FloatVector c00 = FloatVector.zero(F);
    FloatVector c01 = c00;
    FloatVector c10 = c00;
    FloatVector c11 = c00;
    FloatVector c20 = c00;
    FloatVector c21 = c00;
    FloatVector c30 = c00;
    FloatVector c31 = c00;
    for (int p = 0; p < kc; p++) {
      int ap = aOffset + p * ROWS;
      int bp = shifts[shift + p];
      FloatVector b0 = FloatVector.fromArray(F, b, bp + f0);
      FloatVector b1 = FloatVector.fromArray(F, b, bp + f1);

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
    // Written out; see MicroKernel8x2.
    int t0 = to[target];
    int t1 = to[target + 1];
    int e0 = baseOffset + t0 * baseStep;
    int e1 = baseOffset + t1 * baseStep;
    int d0 = cOffset + t0;
    int d1 = cOffset + t1;
    FloatVector.fromArray(F, base, e0).add(c00).intoArray(c, d0);
    FloatVector.fromArray(F, base, e1).add(c01).intoArray(c, d1);
    FloatVector.fromArray(F, base, e0 + baseLd).add(c10).intoArray(c, d0 + ldc);
    FloatVector.fromArray(F, base, e1 + baseLd).add(c11).intoArray(c, d1 + ldc);
    FloatVector.fromArray(F, base, e0 + 2 * baseLd).add(c20).intoArray(c, d0 + 2 * ldc);
    FloatVector.fromArray(F, base, e1 + 2 * baseLd).add(c21).intoArray(c, d1 + 2 * ldc);
    FloatVector.fromArray(F, base, e0 + 3 * baseLd).add(c30).intoArray(c, d0 + 3 * ldc);
    FloatVector.fromArray(F, base, e1 + 3 * baseLd).add(c31).intoArray(c, d1 + 3 * ldc);
  }
}
