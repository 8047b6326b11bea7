package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/** {@link MicroKernel} of 4 x 2 vectors, for 16 vector registers. */
final class MicroKernel4x2 {
  private MicroKernel4x2() {}

  static void run(
      int kc,
      float[] a,
      int aOffset,
      int aRow,
      int aStep,
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
    int r1 = aOffset + aRow;
    int r2 = aOffset + 2 * aRow;
    int r3 = aOffset + 3 * aRow;
    for (int p = 0; p < kc; p++) {
      int ap = p * aStep;
      int bp = bOffset + p * bStep;
      FloatVector b0 = FloatVector.fromArray(F, b, bp);
      FloatVector b1 = FloatVector.fromArray(F, b, bp + LENGTH);

      FloatVector a0 = FloatVector.broadcast(F, a[aOffset + ap]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(F, a[r1 + ap]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(F, a[r2 + ap]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(F, a[r3 + ap]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
    }
    // Written out: past some 18,000 nodes C2 inlines no more helpers, and a vector handed to a
    // call is boxed (35 instead of 245 GFLOP/s on a Zen 5 core).
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
  }
}
