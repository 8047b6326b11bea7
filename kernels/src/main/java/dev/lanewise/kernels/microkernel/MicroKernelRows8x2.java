package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/** {@link MicroKernel#rows} of 8 x 2 vectors, for the last rows and 32 vector registers. */
final class MicroKernelRows8x2 {
  static final int ROWS = 8;

  private MicroKernelRows8x2() {}

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
    FloatVector c0v0 = FloatVector.zero(F);
    FloatVector c0v1 = c0v0;
    FloatVector c1v0 = c0v0;
    FloatVector c1v1 = c0v0;
    FloatVector c2v0 = c0v0;
    FloatVector c2v1 = c0v0;
    FloatVector c3v0 = c0v0;
    FloatVector c3v1 = c0v0;
    FloatVector c4v0 = c0v0;
    FloatVector c4v1 = c0v0;
    FloatVector c5v0 = c0v0;
    FloatVector c5v1 = c0v0;
    FloatVector c6v0 = c0v0;
    FloatVector c6v1 = c0v0;
    FloatVector c7v0 = c0v0;
    FloatVector c7v1 = c0v0;
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
      int bp = bOffset + p * NR;
      FloatVector b0v0 = FloatVector.fromArray(F, b, bp);
      FloatVector b0v1 = FloatVector.fromArray(F, b, bp + LENGTH);
      FloatVector b1v0 = FloatVector.fromArray(F, b, bp + NR);
      FloatVector b1v1 = FloatVector.fromArray(F, b, bp + NR + LENGTH);
      FloatVector b2v0 = FloatVector.fromArray(F, b, bp + 2 * NR);
      FloatVector b2v1 = FloatVector.fromArray(F, b, bp + 2 * NR + LENGTH);
      FloatVector b3v0 = FloatVector.fromArray(F, b, bp + 3 * NR);
      FloatVector b3v1 = FloatVector.fromArray(F, b, bp + 3 * NR + LENGTH);

      FloatVector a0p0 = FloatVector.broadcast(F, a[r0 + p]);
      c0v0 = a0p0.fma(b0v0, c0v0);
      c0v1 = a0p0.fma(b0v1, c0v1);
      FloatVector a0p1 = FloatVector.broadcast(F, a[r0 + p + 1]);
      c0v0 = a0p1.fma(b1v0, c0v0);
      c0v1 = a0p1.fma(b1v1, c0v1);
      FloatVector a0p2 = FloatVector.broadcast(F, a[r0 + p + 2]);
      c0v0 = a0p2.fma(b2v0, c0v0);
      c0v1 = a0p2.fma(b2v1, c0v1);
      FloatVector a0p3 = FloatVector.broadcast(F, a[r0 + p + 3]);
      c0v0 = a0p3.fma(b3v0, c0v0);
      c0v1 = a0p3.fma(b3v1, c0v1);
      FloatVector a1p0 = FloatVector.broadcast(F, a[r1 + p]);
      c1v0 = a1p0.fma(b0v0, c1v0);
      c1v1 = a1p0.fma(b0v1, c1v1);
      FloatVector a1p1 = FloatVector.broadcast(F, a[r1 + p + 1]);
      c1v0 = a1p1.fma(b1v0, c1v0);
      c1v1 = a1p1.fma(b1v1, c1v1);
      FloatVector a1p2 = FloatVector.broadcast(F, a[r1 + p + 2]);
      c1v0 = a1p2.fma(b2v0, c1v0);
      c1v1 = a1p2.fma(b2v1, c1v1);
      FloatVector a1p3 = FloatVector.broadcast(F, a[r1 + p + 3]);
      c1v0 = a1p3.fma(b3v0, c1v0);
      c1v1 = a1p3.fma(b3v1, c1v1);
      FloatVector a2p0 = FloatVector.broadcast(F, a[r2 + p]);
      c2v0 = a2p0.fma(b0v0, c2v0);
      c2v1 = a2p0.fma(b0v1, c2v1);
      FloatVector a2p1 = FloatVector.broadcast(F, a[r2 + p + 1]);
      c2v0 = a2p1.fma(b1v0, c2v0);
      c2v1 = a2p1.fma(b1v1, c2v1);
      FloatVector a2p2 = FloatVector.broadcast(F, a[r2 + p + 2]);
      c2v0 = a2p2.fma(b2v0, c2v0);
      c2v1 = a2p2.fma(b2v1, c2v1);
      FloatVector a2p3 = FloatVector.broadcast(F, a[r2 + p + 3]);
      c2v0 = a2p3.fma(b3v0, c2v0);
      c2v1 = a2p3.fma(b3v1, c2v1);
      FloatVector a3p0 = FloatVector.broadcast(F, a[r3 + p]);
      c3v0 = a3p0.fma(b0v0, c3v0);
      c3v1 = a3p0.fma(b0v1, c3v1);
      FloatVector a3p1 = FloatVector.broadcast(F, a[r3 + p + 1]);
      c3v0 = a3p1.fma(b1v0, c3v0);
      c3v1 = a3p1.fma(b1v1, c3v1);
      FloatVector a3p2 = FloatVector.broadcast(F, a[r3 + p + 2]);
      c3v0 = a3p2.fma(b2v0, c3v0);
      c3v1 = a3p2.fma(b2v1, c3v1);
      FloatVector a3p3 = FloatVector.broadcast(F, a[r3 + p + 3]);
      c3v0 = a3p3.fma(b3v0, c3v0);
      c3v1 = a3p3.fma(b3v1, c3v1);
      FloatVector a4p0 = FloatVector.broadcast(F, a[r4 + p]);
      c4v0 = a4p0.fma(b0v0, c4v0);
      c4v1 = a4p0.fma(b0v1, c4v1);
      FloatVector a4p1 = FloatVector.broadcast(F, a[r4 + p + 1]);
      c4v0 = a4p1.fma(b1v0, c4v0);
      c4v1 = a4p1.fma(b1v1, c4v1);
      FloatVector a4p2 = FloatVector.broadcast(F, a[r4 + p + 2]);
      c4v0 = a4p2.fma(b2v0, c4v0);
      c4v1 = a4p2.fma(b2v1, c4v1);
      FloatVector a4p3 = FloatVector.broadcast(F, a[r4 + p + 3]);
      c4v0 = a4p3.fma(b3v0, c4v0);
      c4v1 = a4p3.fma(b3v1, c4v1);
      FloatVector a5p0 = FloatVector.broadcast(F, a[r5 + p]);
      c5v0 = a5p0.fma(b0v0, c5v0);
      c5v1 = a5p0.fma(b0v1, c5v1);
      FloatVector a5p1 = FloatVector.broadcast(F, a[r5 + p + 1]);
      c5v0 = a5p1.fma(b1v0, c5v0);
      c5v1 = a5p1.fma(b1v1, c5v1);
      FloatVector a5p2 = FloatVector.broadcast(F, a[r5 + p + 2]);
      c5v0 = a5p2.fma(b2v0, c5v0);
      c5v1 = a5p2.fma(b2v1, c5v1);
      FloatVector a5p3 = FloatVector.broadcast(F, a[r5 + p + 3]);
      c5v0 = a5p3.fma(b3v0, c5v0);
      c5v1 = a5p3.fma(b3v1, c5v1);
      FloatVector a6p0 = FloatVector.broadcast(F, a[r6 + p]);
      c6v0 = a6p0.fma(b0v0, c6v0);
      c6v1 = a6p0.fma(b0v1, c6v1);
      FloatVector a6p1 = FloatVector.broadcast(F, a[r6 + p + 1]);
      c6v0 = a6p1.fma(b1v0, c6v0);
      c6v1 = a6p1.fma(b1v1, c6v1);
      FloatVector a6p2 = FloatVector.broadcast(F, a[r6 + p + 2]);
      c6v0 = a6p2.fma(b2v0, c6v0);
      c6v1 = a6p2.fma(b2v1, c6v1);
      FloatVector a6p3 = FloatVector.broadcast(F, a[r6 + p + 3]);
      c6v0 = a6p3.fma(b3v0, c6v0);
      c6v1 = a6p3.fma(b3v1, c6v1);
      FloatVector a7p0 = FloatVector.broadcast(F, a[r7 + p]);
      c7v0 = a7p0.fma(b0v0, c7v0);
      c7v1 = a7p0.fma(b0v1, c7v1);
      FloatVector a7p1 = FloatVector.broadcast(F, a[r7 + p + 1]);
      c7v0 = a7p1.fma(b1v0, c7v0);
      c7v1 = a7p1.fma(b1v1, c7v1);
      FloatVector a7p2 = FloatVector.broadcast(F, a[r7 + p + 2]);
      c7v0 = a7p2.fma(b2v0, c7v0);
      c7v1 = a7p2.fma(b2v1, c7v1);
      FloatVector a7p3 = FloatVector.broadcast(F, a[r7 + p + 3]);
      c7v0 = a7p3.fma(b3v0, c7v0);
      c7v1 = a7p3.fma(b3v1, c7v1);
    }
    for (int p = fours; p < kc; p++) {
      int bp = bOffset + p * NR;
      FloatVector b0v0 = FloatVector.fromArray(F, b, bp);
      FloatVector b0v1 = FloatVector.fromArray(F, b, bp + LENGTH);

      FloatVector a0 = FloatVector.broadcast(F, a[r0 + p]);
      c0v0 = a0.fma(b0v0, c0v0);
      c0v1 = a0.fma(b0v1, c0v1);
      FloatVector a1 = FloatVector.broadcast(F, a[r1 + p]);
      c1v0 = a1.fma(b0v0, c1v0);
      c1v1 = a1.fma(b0v1, c1v1);
      FloatVector a2 = FloatVector.broadcast(F, a[r2 + p]);
      c2v0 = a2.fma(b0v0, c2v0);
      c2v1 = a2.fma(b0v1, c2v1);
      FloatVector a3 = FloatVector.broadcast(F, a[r3 + p]);
      c3v0 = a3.fma(b0v0, c3v0);
      c3v1 = a3.fma(b0v1, c3v1);
      FloatVector a4 = FloatVector.broadcast(F, a[r4 + p]);
      c4v0 = a4.fma(b0v0, c4v0);
      c4v1 = a4.fma(b0v1, c4v1);
      FloatVector a5 = FloatVector.broadcast(F, a[r5 + p]);
      c5v0 = a5.fma(b0v0, c5v0);
      c5v1 = a5.fma(b0v1, c5v1);
      FloatVector a6 = FloatVector.broadcast(F, a[r6 + p]);
      c6v0 = a6.fma(b0v0, c6v0);
      c6v1 = a6.fma(b0v1, c6v1);
      FloatVector a7 = FloatVector.broadcast(F, a[r7 + p]);
      c7v0 = a7.fma(b0v0, c7v0);
      c7v1 = a7.fma(b0v1, c7v1);
    }
    // Written out; see MicroKernel8x2.
    int d = cOffset;
    int e = baseOffset;
    FloatVector.fromArray(F, base, e).add(c0v0).intoArray(c, d);
    FloatVector.fromArray(F, base, e + LENGTH).add(c0v1).intoArray(c, d + LENGTH);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c1v0).intoArray(c, d);
    FloatVector.fromArray(F, base, e + LENGTH).add(c1v1).intoArray(c, d + LENGTH);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c2v0).intoArray(c, d);
    FloatVector.fromArray(F, base, e + LENGTH).add(c2v1).intoArray(c, d + LENGTH);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c3v0).intoArray(c, d);
    FloatVector.fromArray(F, base, e + LENGTH).add(c3v1).intoArray(c, d + LENGTH);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c4v0).intoArray(c, d);
    FloatVector.fromArray(F, base, e + LENGTH).add(c4v1).intoArray(c, d + LENGTH);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c5v0).intoArray(c, d);
    FloatVector.fromArray(F, base, e + LENGTH).add(c5v1).intoArray(c, d + LENGTH);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c6v0).intoArray(c, d);
    FloatVector.fromArray(F, base, e + LENGTH).add(c6v1).intoArray(c, d + LENGTH);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c7v0).intoArray(c, d);
    FloatVector.fromArray(F, base, e + LENGTH).add(c7v1).intoArray(c, d + LENGTH);
  }
}
