package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/**
 * {@link MicroKernel#narrow}: 8 rows of one vector, for 32 vector registers. More rows would load B
 * less often, but their lines, a power of two apart, would drive each other out of the first cache.
 */
final class MicroKernelNarrow8x1 {
  static final int ROWS = 8;

  private MicroKernelNarrow8x1() {}

  static void run(
      int height,
      int kc,
      float[] a,
      int aOffset,
      int lda,
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
    int r0 = aOffset;
    int last = height - 1;
    int r1 = aOffset + Math.min(1, last) * lda;
    int r2 = aOffset + Math.min(2, last) * lda;
    int r3 = aOffset + Math.min(3, last) * lda;
    int r4 = aOffset + Math.min(4, last) * lda;
    int r5 = aOffset + Math.min(5, last) * lda;
    int r6 = aOffset + Math.min(6, last) * lda;
    int r7 = aOffset + Math.min(7, last) * lda;
    int fours = kc - kc % 4;
    for (int p = 0; p < fours; p += 4) {
      FloatVector b0 = FloatVector.fromArray(F, b, bOffset + p * LENGTH);
      FloatVector b1 = FloatVector.fromArray(F, b, bOffset + (p + 1) * LENGTH);
      FloatVector b2 = FloatVector.fromArray(F, b, bOffset + (p + 2) * LENGTH);
      FloatVector b3 = FloatVector.fromArray(F, b, bOffset + (p + 3) * LENGTH);

      FloatVector a0p0 = FloatVector.broadcast(F, a[r0 + p]);
      c0 = a0p0.fma(b0, c0);
      FloatVector a0p1 = FloatVector.broadcast(F, a[r0 + p + 1]);
      c0 = a0p1.fma(b1, c0);
      FloatVector a0p2 = FloatVector.broadcast(F, a[r0 + p + 2]);
      c0 = a0p2.fma(b2, c0);
      FloatVector a0p3 = FloatVector.broadcast(F, a[r0 + p + 3]);
      c0 = a0p3.fma(b3, c0);
      FloatVector a1p0 = FloatVector.broadcast(F, a[r1 + p]);
      c1 = a1p0.fma(b0, c1);
      FloatVector a1p1 = FloatVector.broadcast(F, a[r1 + p + 1]);
      c1 = a1p1.fma(b1, c1);
      FloatVector a1p2 = FloatVector.broadcast(F, a[r1 + p + 2]);
      c1 = a1p2.fma(b2, c1);
      FloatVector a1p3 = FloatVector.broadcast(F, a[r1 + p + 3]);
      c1 = a1p3.fma(b3, c1);
      FloatVector a2p0 = FloatVector.broadcast(F, a[r2 + p]);
      c2 = a2p0.fma(b0, c2);
      FloatVector a2p1 = FloatVector.broadcast(F, a[r2 + p + 1]);
      c2 = a2p1.fma(b1, c2);
      FloatVector a2p2 = FloatVector.broadcast(F, a[r2 + p + 2]);
      c2 = a2p2.fma(b2, c2);
      FloatVector a2p3 = FloatVector.broadcast(F, a[r2 + p + 3]);
      c2 = a2p3.fma(b3, c2);
      FloatVector a3p0 = FloatVector.broadcast(F, a[r3 + p]);
      c3 = a3p0.fma(b0, c3);
      FloatVector a3p1 = FloatVector.broadcast(F, a[r3 + p + 1]);
      c3 = a3p1.fma(b1, c3);
      FloatVector a3p2 = FloatVector.broadcast(F, a[r3 + p + 2]);
      c3 = a3p2.fma(b2, c3);
      FloatVector a3p3 = FloatVector.broadcast(F, a[r3 + p + 3]);
      c3 = a3p3.fma(b3, c3);
      FloatVector a4p0 = FloatVector.broadcast(F, a[r4 + p]);
      c4 = a4p0.fma(b0, c4);
      FloatVector a4p1 = FloatVector.broadcast(F, a[r4 + p + 1]);
      c4 = a4p1.fma(b1, c4);
      FloatVector a4p2 = FloatVector.broadcast(F, a[r4 + p + 2]);
      c4 = a4p2.fma(b2, c4);
      FloatVector a4p3 = FloatVector.broadcast(F, a[r4 + p + 3]);
      c4 = a4p3.fma(b3, c4);
      FloatVector a5p0 = FloatVector.broadcast(F, a[r5 + p]);
      c5 = a5p0.fma(b0, c5);
      FloatVector a5p1 = FloatVector.broadcast(F, a[r5 + p + 1]);
      c5 = a5p1.fma(b1, c5);
      FloatVector a5p2 = FloatVector.broadcast(F, a[r5 + p + 2]);
      c5 = a5p2.fma(b2, c5);
      FloatVector a5p3 = FloatVector.broadcast(F, a[r5 + p + 3]);
      c5 = a5p3.fma(b3, c5);
      FloatVector a6p0 = FloatVector.broadcast(F, a[r6 + p]);
      c6 = a6p0.fma(b0, c6);
      FloatVector a6p1 = FloatVector.broadcast(F, a[r6 + p + 1]);
      c6 = a6p1.fma(b1, c6);
      FloatVector a6p2 = FloatVector.broadcast(F, a[r6 + p + 2]);
      c6 = a6p2.fma(b2, c6);
      FloatVector a6p3 = FloatVector.broadcast(F, a[r6 + p + 3]);
      c6 = a6p3.fma(b3, c6);
      FloatVector a7p0 = FloatVector.broadcast(F, a[r7 + p]);
      c7 = a7p0.fma(b0, c7);
      FloatVector a7p1 = FloatVector.broadcast(F, a[r7 + p + 1]);
      c7 = a7p1.fma(b1, c7);
      FloatVector a7p2 = FloatVector.broadcast(F, a[r7 + p + 2]);
      c7 = a7p2.fma(b2, c7);
      FloatVector a7p3 = FloatVector.broadcast(F, a[r7 + p + 3]);
      c7 = a7p3.fma(b3, c7);
    }
    for (int p = fours; p < kc; p++) {
      FloatVector b0 = FloatVector.fromArray(F, b, bOffset + p * LENGTH);

      FloatVector a0 = FloatVector.broadcast(F, a[r0 + p]);
      c0 = a0.fma(b0, c0);
      FloatVector a1 = FloatVector.broadcast(F, a[r1 + p]);
      c1 = a1.fma(b0, c1);
      FloatVector a2 = FloatVector.broadcast(F, a[r2 + p]);
      c2 = a2.fma(b0, c2);
      FloatVector a3 = FloatVector.broadcast(F, a[r3 + p]);
      c3 = a3.fma(b0, c3);
      FloatVector a4 = FloatVector.broadcast(F, a[r4 + p]);
      c4 = a4.fma(b0, c4);
      FloatVector a5 = FloatVector.broadcast(F, a[r5 + p]);
      c5 = a5.fma(b0, c5);
      FloatVector a6 = FloatVector.broadcast(F, a[r6 + p]);
      c6 = a6.fma(b0, c6);
      FloatVector a7 = FloatVector.broadcast(F, a[r7 + p]);
      c7 = a7.fma(b0, c7);
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
  }
}
