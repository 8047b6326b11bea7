package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.microkernel.MicroKernel.ROW_PITCH;
import static dev.lanewise.kernels.simd.Lanes.F;

import jdk.incubator.vector.FloatVector;

/**
 * {@link MicroKernel#rows} of 12 rows of one vector, for narrow matrices and 32 vector registers.
 */
final class MicroKernelRows12x1 {
  static final int ROWS = 12;

  private MicroKernelRows12x1() {}

  static void run(
      int kc,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int bStep,
      float[] base,
      int baseOffset,
      int baseLd,
      float[] c,
      int cOffset,
      int ldc) {
    FloatVector c0v0 = FloatVector.zero(F);
    FloatVector c1v0 = c0v0;
    FloatVector c2v0 = c0v0;
    FloatVector c3v0 = c0v0;
    FloatVector c4v0 = c0v0;
    FloatVector c5v0 = c0v0;
    FloatVector c6v0 = c0v0;
    FloatVector c7v0 = c0v0;
    FloatVector c8v0 = c0v0;
    FloatVector c9v0 = c0v0;
    FloatVector c10v0 = c0v0;
    FloatVector c11v0 = c0v0;
    for (int p = 0; p < kc; p++) {
      int ap = aOffset + p;
      int bp = bOffset + p * bStep;
      FloatVector b0 = FloatVector.fromArray(F, b, bp);

      FloatVector a0 = FloatVector.broadcast(F, a[ap]);
      c0v0 = a0.fma(b0, c0v0);
      FloatVector a1 = FloatVector.broadcast(F, a[ap + ROW_PITCH]);
      c1v0 = a1.fma(b0, c1v0);
      FloatVector a2 = FloatVector.broadcast(F, a[ap + 2 * ROW_PITCH]);
      c2v0 = a2.fma(b0, c2v0);
      FloatVector a3 = FloatVector.broadcast(F, a[ap + 3 * ROW_PITCH]);
      c3v0 = a3.fma(b0, c3v0);
      FloatVector a4 = FloatVector.broadcast(F, a[ap + 4 * ROW_PITCH]);
      c4v0 = a4.fma(b0, c4v0);
      FloatVector a5 = FloatVector.broadcast(F, a[ap + 5 * ROW_PITCH]);
      c5v0 = a5.fma(b0, c5v0);
      FloatVector a6 = FloatVector.broadcast(F, a[ap + 6 * ROW_PITCH]);
      c6v0 = a6.fma(b0, c6v0);
      FloatVector a7 = FloatVector.broadcast(F, a[ap + 7 * ROW_PITCH]);
      c7v0 = a7.fma(b0, c7v0);
      FloatVector a8 = FloatVector.broadcast(F, a[ap + 8 * ROW_PITCH]);
      c8v0 = a8.fma(b0, c8v0);
      FloatVector a9 = FloatVector.broadcast(F, a[ap + 9 * ROW_PITCH]);
      c9v0 = a9.fma(b0, c9v0);
      FloatVector a10 = FloatVector.broadcast(F, a[ap + 10 * ROW_PITCH]);
      c10v0 = a10.fma(b0, c10v0);
      FloatVector a11 = FloatVector.broadcast(F, a[ap + 11 * ROW_PITCH]);
      c11v0 = a11.fma(b0, c11v0);
    }
    // Written out; see MicroKernel8x2.
    int d = cOffset;
    int e = baseOffset;
    FloatVector.fromArray(F, base, e).add(c0v0).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c1v0).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c2v0).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c3v0).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c4v0).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c5v0).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c6v0).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c7v0).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c8v0).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c9v0).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c10v0).intoArray(c, d);
    d += ldc;
    e += baseLd;
    FloatVector.fromArray(F, base, e).add(c11v0).intoArray(c, d);
  }
}
