package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/**
 * Small products whose chains go on from C instead of starting at 0: many tiles of 4 rows and one
 * vector, each C = C + A * B by 8 products in order. For operands so small that all stay in L1,
 * where a loop over few products would cost as much as the products: they are written out, and the
 * loop is over the tiles.
 */
public final class MicroKernelOnward4x1 {
  public static final int ROWS = 4;
  public static final int PRODUCTS = 8;

  private MicroKernelOnward4x1() {}

  /**
   * @param a of each tile [PRODUCTS, ROWS], {@code aStep} apart
   * @param b of each tile [PRODUCTS, LENGTH], {@code bStep} apart
   * @param c of each tile [ROWS, LENGTH], a vector beside that of the last; rows are ldc apart
   */
  public static void run(
      int count,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int ldc) {
    for (int tile = 0; tile < count; tile++) {
      int d = cOffset + tile * LENGTH;
      int ap = aOffset + tile * aStep;
      int bp = bOffset + tile * bStep;
      FloatVector c0 = FloatVector.fromArray(F, c, d);
      FloatVector c1 = FloatVector.fromArray(F, c, d + ldc);
      FloatVector c2 = FloatVector.fromArray(F, c, d + 2 * ldc);
      FloatVector c3 = FloatVector.fromArray(F, c, d + 3 * ldc);
      FloatVector b0 = FloatVector.fromArray(F, b, bp);
      FloatVector a0 = FloatVector.broadcast(F, a[ap]);
      c0 = a0.fma(b0, c0);
      FloatVector a1 = FloatVector.broadcast(F, a[ap + 1]);
      c1 = a1.fma(b0, c1);
      FloatVector a2 = FloatVector.broadcast(F, a[ap + 2]);
      c2 = a2.fma(b0, c2);
      FloatVector a3 = FloatVector.broadcast(F, a[ap + 3]);
      c3 = a3.fma(b0, c3);
      FloatVector b1 = FloatVector.fromArray(F, b, bp + LENGTH);
      FloatVector a4 = FloatVector.broadcast(F, a[ap + 4]);
      c0 = a4.fma(b1, c0);
      FloatVector a5 = FloatVector.broadcast(F, a[ap + 5]);
      c1 = a5.fma(b1, c1);
      FloatVector a6 = FloatVector.broadcast(F, a[ap + 6]);
      c2 = a6.fma(b1, c2);
      FloatVector a7 = FloatVector.broadcast(F, a[ap + 7]);
      c3 = a7.fma(b1, c3);
      FloatVector b2 = FloatVector.fromArray(F, b, bp + 2 * LENGTH);
      FloatVector a8 = FloatVector.broadcast(F, a[ap + 8]);
      c0 = a8.fma(b2, c0);
      FloatVector a9 = FloatVector.broadcast(F, a[ap + 9]);
      c1 = a9.fma(b2, c1);
      FloatVector a10 = FloatVector.broadcast(F, a[ap + 10]);
      c2 = a10.fma(b2, c2);
      FloatVector a11 = FloatVector.broadcast(F, a[ap + 11]);
      c3 = a11.fma(b2, c3);
      FloatVector b3 = FloatVector.fromArray(F, b, bp + 3 * LENGTH);
      FloatVector a12 = FloatVector.broadcast(F, a[ap + 12]);
      c0 = a12.fma(b3, c0);
      FloatVector a13 = FloatVector.broadcast(F, a[ap + 13]);
      c1 = a13.fma(b3, c1);
      FloatVector a14 = FloatVector.broadcast(F, a[ap + 14]);
      c2 = a14.fma(b3, c2);
      FloatVector a15 = FloatVector.broadcast(F, a[ap + 15]);
      c3 = a15.fma(b3, c3);
      FloatVector b4 = FloatVector.fromArray(F, b, bp + 4 * LENGTH);
      FloatVector a16 = FloatVector.broadcast(F, a[ap + 16]);
      c0 = a16.fma(b4, c0);
      FloatVector a17 = FloatVector.broadcast(F, a[ap + 17]);
      c1 = a17.fma(b4, c1);
      FloatVector a18 = FloatVector.broadcast(F, a[ap + 18]);
      c2 = a18.fma(b4, c2);
      FloatVector a19 = FloatVector.broadcast(F, a[ap + 19]);
      c3 = a19.fma(b4, c3);
      FloatVector b5 = FloatVector.fromArray(F, b, bp + 5 * LENGTH);
      FloatVector a20 = FloatVector.broadcast(F, a[ap + 20]);
      c0 = a20.fma(b5, c0);
      FloatVector a21 = FloatVector.broadcast(F, a[ap + 21]);
      c1 = a21.fma(b5, c1);
      FloatVector a22 = FloatVector.broadcast(F, a[ap + 22]);
      c2 = a22.fma(b5, c2);
      FloatVector a23 = FloatVector.broadcast(F, a[ap + 23]);
      c3 = a23.fma(b5, c3);
      FloatVector b6 = FloatVector.fromArray(F, b, bp + 6 * LENGTH);
      FloatVector a24 = FloatVector.broadcast(F, a[ap + 24]);
      c0 = a24.fma(b6, c0);
      FloatVector a25 = FloatVector.broadcast(F, a[ap + 25]);
      c1 = a25.fma(b6, c1);
      FloatVector a26 = FloatVector.broadcast(F, a[ap + 26]);
      c2 = a26.fma(b6, c2);
      FloatVector a27 = FloatVector.broadcast(F, a[ap + 27]);
      c3 = a27.fma(b6, c3);
      FloatVector b7 = FloatVector.fromArray(F, b, bp + 7 * LENGTH);
      FloatVector a28 = FloatVector.broadcast(F, a[ap + 28]);
      c0 = a28.fma(b7, c0);
      FloatVector a29 = FloatVector.broadcast(F, a[ap + 29]);
      c1 = a29.fma(b7, c1);
      FloatVector a30 = FloatVector.broadcast(F, a[ap + 30]);
      c2 = a30.fma(b7, c2);
      FloatVector a31 = FloatVector.broadcast(F, a[ap + 31]);
      c3 = a31.fma(b7, c3);
      c0.intoArray(c, d);
      c1.intoArray(c, d + ldc);
      c2.intoArray(c, d + 2 * ldc);
      c3.intoArray(c, d + 3 * ldc);
    }
  }
}
