package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/** {@link MicroKernel#rows} of 4 x 2 vectors, for 16 vector registers, or the last few rows. */
final class MicroKernelRows4x2 {
  static final int ROWS = 4;

  private MicroKernelRows4x2() {}

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
    int r0 = aOffset;
    int last = height - 1;
    int r1 = aOffset + Math.min(1, last) * lda;
    int r2 = aOffset + Math.min(2, last) * lda;
    int r3 = aOffset + Math.min(3, last) * lda;
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
  }
}
