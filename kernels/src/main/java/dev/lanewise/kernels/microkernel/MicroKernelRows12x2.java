package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/** {@link MicroKernel#rows} of 12 x 2 vectors, for 32 vector registers. */
final class MicroKernelRows12x2 {
  static final int ROWS = 12;

  private MicroKernelRows12x2() {}

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
    FloatVector c8v0 = c0v0;
    FloatVector c8v1 = c0v0;
    FloatVector c9v0 = c0v0;
    FloatVector c9v1 = c0v0;
    FloatVector c10v0 = c0v0;
    FloatVector c10v1 = c0v0;
    FloatVector c11v0 = c0v0;
    FloatVector c11v1 = c0v0;
    int r0 = aOffset;
    int last = height - 1;
    int r1 = aOffset + Math.min(1, last) * lda;
    int r2 = aOffset + Math.min(2, last) * lda;
    int r3 = aOffset + Math.min(3, last) * lda;
    int r4 = aOffset + Math.min(4, last) * lda;
    int r5 = aOffset + Math.min(5, last) * lda;
    int r6 = aOffset + Math.min(6, last) * lda;
    int r7 = aOffset + Math.min(7, last) * lda;
    int r8 = aOffset + Math.min(8, last) * lda;
    int r9 = aOffset + Math.min(9, last) * lda;
    int r10 = aOffset + Math.min(10, last) * lda;
    int r11 = aOffset + Math.min(11, last) * lda;
    int pairs = kc - kc % 2;
    for (int p = 0; p < pairs; p += 2) {
      int bp = bOffset + p * NR;
      FloatVector b0v0 = FloatVector.fromArray(F, b, bp);
      FloatVector b0v1 = FloatVector.fromArray(F, b, bp + LENGTH);
      FloatVector b1v0 = FloatVector.fromArray(F, b, bp + NR);
      FloatVector b1v1 = FloatVector.fromArray(F, b, bp + NR + LENGTH);

      FloatVector a0p0 = FloatVector.broadcast(F, a[r0 + p]);
      c0v0 = a0p0.fma(b0v0, c0v0);
      c0v1 = a0p0.fma(b0v1, c0v1);
      FloatVector a0p1 = FloatVector.broadcast(F, a[r0 + p + 1]);
      c0v0 = a0p1.fma(b1v0, c0v0);
      c0v1 = a0p1.fma(b1v1, c0v1);
      FloatVector a1p0 = FloatVector.broadcast(F, a[r1 + p]);
      c1v0 = a1p0.fma(b0v0, c1v0);
      c1v1 = a1p0.fma(b0v1, c1v1);
      FloatVector a1p1 = FloatVector.broadcast(F, a[r1 + p + 1]);
      c1v0 = a1p1.fma(b1v0, c1v0);
      c1v1 = a1p1.fma(b1v1, c1v1);
      FloatVector a2p0 = FloatVector.broadcast(F, a[r2 + p]);
      c2v0 = a2p0.fma(b0v0, c2v0);
      c2v1 = a2p0.fma(b0v1, c2v1);
      FloatVector a2p1 = FloatVector.broadcast(F, a[r2 + p + 1]);
      c2v0 = a2p1.fma(b1v0, c2v0);
      c2v1 = a2p1.fma(b1v1, c2v1);
      FloatVector a3p0 = FloatVector.broadcast(F, a[r3 + p]);
      c3v0 = a3p0.fma(b0v0, c3v0);
      c3v1 = a3p0.fma(b0v1, c3v1);
      FloatVector a3p1 = FloatVector.broadcast(F, a[r3 + p + 1]);
      c3v0 = a3p1.fma(b1v0, c3v0);
      c3v1 = a3p1.fma(b1v1, c3v1);
      FloatVector a4p0 = FloatVector.broadcast(F, a[r4 + p]);
      c4v0 = a4p0.fma(b0v0, c4v0);
      c4v1 = a4p0.fma(b0v1, c4v1);
      FloatVector a4p1 = FloatVector.broadcast(F, a[r4 + p + 1]);
      c4v0 = a4p1.fma(b1v0, c4v0);
      c4v1 = a4p1.fma(b1v1, c4v1);
      FloatVector a5p0 = FloatVector.broadcast(F, a[r5 + p]);
      c5v0 = a5p0.fma(b0v0, c5v0);
      c5v1 = a5p0.fma(b0v1, c5v1);
      FloatVector a5p1 = FloatVector.broadcast(F, a[r5 + p + 1]);
      c5v0 = a5p1.fma(b1v0, c5v0);
      c5v1 = a5p1.fma(b1v1, c5v1);
      FloatVector a6p0 = FloatVector.broadcast(F, a[r6 + p]);
      c6v0 = a6p0.fma(b0v0, c6v0);
      c6v1 = a6p0.fma(b0v1, c6v1);
      FloatVector a6p1 = FloatVector.broadcast(F, a[r6 + p + 1]);
      c6v0 = a6p1.fma(b1v0, c6v0);
      c6v1 = a6p1.fma(b1v1, c6v1);
      FloatVector a7p0 = FloatVector.broadcast(F, a[r7 + p]);
      c7v0 = a7p0.fma(b0v0, c7v0);
      c7v1 = a7p0.fma(b0v1, c7v1);
      FloatVector a7p1 = FloatVector.broadcast(F, a[r7 + p + 1]);
      c7v0 = a7p1.fma(b1v0, c7v0);
      c7v1 = a7p1.fma(b1v1, c7v1);
      FloatVector a8p0 = FloatVector.broadcast(F, a[r8 + p]);
      c8v0 = a8p0.fma(b0v0, c8v0);
      c8v1 = a8p0.fma(b0v1, c8v1);
      FloatVector a8p1 = FloatVector.broadcast(F, a[r8 + p + 1]);
      c8v0 = a8p1.fma(b1v0, c8v0);
      c8v1 = a8p1.fma(b1v1, c8v1);
      FloatVector a9p0 = FloatVector.broadcast(F, a[r9 + p]);
      c9v0 = a9p0.fma(b0v0, c9v0);
      c9v1 = a9p0.fma(b0v1, c9v1);
      FloatVector a9p1 = FloatVector.broadcast(F, a[r9 + p + 1]);
      c9v0 = a9p1.fma(b1v0, c9v0);
      c9v1 = a9p1.fma(b1v1, c9v1);
      FloatVector a10p0 = FloatVector.broadcast(F, a[r10 + p]);
      c10v0 = a10p0.fma(b0v0, c10v0);
      c10v1 = a10p0.fma(b0v1, c10v1);
      FloatVector a10p1 = FloatVector.broadcast(F, a[r10 + p + 1]);
      c10v0 = a10p1.fma(b1v0, c10v0);
      c10v1 = a10p1.fma(b1v1, c10v1);
      FloatVector a11p0 = FloatVector.broadcast(F, a[r11 + p]);
      c11v0 = a11p0.fma(b0v0, c11v0);
      c11v1 = a11p0.fma(b0v1, c11v1);
      FloatVector a11p1 = FloatVector.broadcast(F, a[r11 + p + 1]);
      c11v0 = a11p1.fma(b1v0, c11v0);
      c11v1 = a11p1.fma(b1v1, c11v1);
    }
    for (int p = pairs; p < kc; p++) {
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
      FloatVector a8 = FloatVector.broadcast(F, a[r8 + p]);
      c8v0 = a8.fma(b0v0, c8v0);
      c8v1 = a8.fma(b0v1, c8v1);
      FloatVector a9 = FloatVector.broadcast(F, a[r9 + p]);
      c9v0 = a9.fma(b0v0, c9v0);
      c9v1 = a9.fma(b0v1, c9v1);
      FloatVector a10 = FloatVector.broadcast(F, a[r10 + p]);
      c10v0 = a10.fma(b0v0, c10v0);
      c10v1 = a10.fma(b0v1, c10v1);
      FloatVector a11 = FloatVector.broadcast(F, a[r11 + p]);
      c11v0 = a11.fma(b0v0, c11v0);
      c11v1 = a11.fma(b0v1, c11v1);
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
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c8v0).intoArray(c, d);
    FloatVector.fromArray(F, base, e + LENGTH).add(c8v1).intoArray(c, d + LENGTH);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c9v0).intoArray(c, d);
    FloatVector.fromArray(F, base, e + LENGTH).add(c9v1).intoArray(c, d + LENGTH);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c10v0).intoArray(c, d);
    FloatVector.fromArray(F, base, e + LENGTH).add(c10v1).intoArray(c, d + LENGTH);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c11v0).intoArray(c, d);
    FloatVector.fromArray(F, base, e + LENGTH).add(c11v1).intoArray(c, d + LENGTH);
  }
}
