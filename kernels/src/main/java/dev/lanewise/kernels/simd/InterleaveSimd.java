package dev.lanewise.kernels.simd;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Transposes blocks of a matrix in registers. R rows are interleaved by zipping row i with row i +
 * R / 2, and what comes out of that again, until the first floats of all rows stand side by side,
 * then the second ones, and so on.
 *
 * <p>On integers: {@code selectFrom} of two float vectors would convert its indices each time.
 */
public final class InterleaveSimd {
  private static final IntVector LOW = Strides2Simd.ZIP_LOW;
  private static final IntVector HIGH = Strides2Simd.ZIP_HIGH;

  private InterleaveSimd() {}

  /** A whole square: dst[to + p * pitch + i] = src[at + i * ld + p] for i and p in [0, LENGTH). */
  public static void square(float[] src, int at, int ld, float[] dst, int to, int pitch) {
    switch (LENGTH) {
      case 4 -> four(src, at, ld, dst, to, pitch);
      case 8 -> eight(src, at, ld, dst, to, pitch);
      default -> sixteen(src, at, ld, dst, to, pitch);
    }
  }

  /** 4 rows of LENGTH floats, 4 * p + i being float p of row i; a vector every pitch floats. */
  public static void four(float[] src, int at, int ld, float[] dst, int to, int pitch) {
    IntVector r0 = FloatVector.fromArray(F, src, at).reinterpretAsInts();
    IntVector r1 = FloatVector.fromArray(F, src, at + ld).reinterpretAsInts();
    IntVector r2 = FloatVector.fromArray(F, src, at + 2 * ld).reinterpretAsInts();
    IntVector r3 = FloatVector.fromArray(F, src, at + 3 * ld).reinterpretAsInts();
    IntVector a0 = LOW.selectFrom(r0, r2);
    IntVector a1 = LOW.selectFrom(r1, r3);
    IntVector a2 = HIGH.selectFrom(r0, r2);
    IntVector a3 = HIGH.selectFrom(r1, r3);
    IntVector b0 = LOW.selectFrom(a0, a1);
    IntVector b1 = HIGH.selectFrom(a0, a1);
    IntVector b2 = LOW.selectFrom(a2, a3);
    IntVector b3 = HIGH.selectFrom(a2, a3);
    b0.reinterpretAsFloats().intoArray(dst, to);
    b1.reinterpretAsFloats().intoArray(dst, to + pitch);
    b2.reinterpretAsFloats().intoArray(dst, to + 2 * pitch);
    b3.reinterpretAsFloats().intoArray(dst, to + 3 * pitch);
  }

  /** 8 rows of LENGTH floats, 8 * p + i being float p of row i; a vector every pitch floats. */
  public static void eight(float[] src, int at, int ld, float[] dst, int to, int pitch) {
    IntVector r0 = FloatVector.fromArray(F, src, at).reinterpretAsInts();
    IntVector r1 = FloatVector.fromArray(F, src, at + ld).reinterpretAsInts();
    IntVector r2 = FloatVector.fromArray(F, src, at + 2 * ld).reinterpretAsInts();
    IntVector r3 = FloatVector.fromArray(F, src, at + 3 * ld).reinterpretAsInts();
    IntVector r4 = FloatVector.fromArray(F, src, at + 4 * ld).reinterpretAsInts();
    IntVector r5 = FloatVector.fromArray(F, src, at + 5 * ld).reinterpretAsInts();
    IntVector r6 = FloatVector.fromArray(F, src, at + 6 * ld).reinterpretAsInts();
    IntVector r7 = FloatVector.fromArray(F, src, at + 7 * ld).reinterpretAsInts();
    IntVector a0 = LOW.selectFrom(r0, r4);
    IntVector a1 = LOW.selectFrom(r1, r5);
    IntVector a2 = LOW.selectFrom(r2, r6);
    IntVector a3 = LOW.selectFrom(r3, r7);
    IntVector a4 = HIGH.selectFrom(r0, r4);
    IntVector a5 = HIGH.selectFrom(r1, r5);
    IntVector a6 = HIGH.selectFrom(r2, r6);
    IntVector a7 = HIGH.selectFrom(r3, r7);
    IntVector b0 = LOW.selectFrom(a0, a2);
    IntVector b1 = LOW.selectFrom(a1, a3);
    IntVector b2 = HIGH.selectFrom(a0, a2);
    IntVector b3 = HIGH.selectFrom(a1, a3);
    IntVector c0 = LOW.selectFrom(b0, b1);
    IntVector c1 = HIGH.selectFrom(b0, b1);
    IntVector c2 = LOW.selectFrom(b2, b3);
    IntVector c3 = HIGH.selectFrom(b2, b3);
    IntVector b4 = LOW.selectFrom(a4, a6);
    IntVector b5 = LOW.selectFrom(a5, a7);
    IntVector b6 = HIGH.selectFrom(a4, a6);
    IntVector b7 = HIGH.selectFrom(a5, a7);
    IntVector c4 = LOW.selectFrom(b4, b5);
    IntVector c5 = HIGH.selectFrom(b4, b5);
    IntVector c6 = LOW.selectFrom(b6, b7);
    IntVector c7 = HIGH.selectFrom(b6, b7);
    c0.reinterpretAsFloats().intoArray(dst, to);
    c1.reinterpretAsFloats().intoArray(dst, to + pitch);
    c2.reinterpretAsFloats().intoArray(dst, to + 2 * pitch);
    c3.reinterpretAsFloats().intoArray(dst, to + 3 * pitch);
    c4.reinterpretAsFloats().intoArray(dst, to + 4 * pitch);
    c5.reinterpretAsFloats().intoArray(dst, to + 5 * pitch);
    c6.reinterpretAsFloats().intoArray(dst, to + 6 * pitch);
    c7.reinterpretAsFloats().intoArray(dst, to + 7 * pitch);
  }

  private static void sixteen(float[] src, int at, int ld, float[] dst, int to, int pitch) {
    IntVector r0 = FloatVector.fromArray(F, src, at).reinterpretAsInts();
    IntVector r1 = FloatVector.fromArray(F, src, at + ld).reinterpretAsInts();
    IntVector r2 = FloatVector.fromArray(F, src, at + 2 * ld).reinterpretAsInts();
    IntVector r3 = FloatVector.fromArray(F, src, at + 3 * ld).reinterpretAsInts();
    IntVector r4 = FloatVector.fromArray(F, src, at + 4 * ld).reinterpretAsInts();
    IntVector r5 = FloatVector.fromArray(F, src, at + 5 * ld).reinterpretAsInts();
    IntVector r6 = FloatVector.fromArray(F, src, at + 6 * ld).reinterpretAsInts();
    IntVector r7 = FloatVector.fromArray(F, src, at + 7 * ld).reinterpretAsInts();
    IntVector r8 = FloatVector.fromArray(F, src, at + 8 * ld).reinterpretAsInts();
    IntVector r9 = FloatVector.fromArray(F, src, at + 9 * ld).reinterpretAsInts();
    IntVector r10 = FloatVector.fromArray(F, src, at + 10 * ld).reinterpretAsInts();
    IntVector r11 = FloatVector.fromArray(F, src, at + 11 * ld).reinterpretAsInts();
    IntVector r12 = FloatVector.fromArray(F, src, at + 12 * ld).reinterpretAsInts();
    IntVector r13 = FloatVector.fromArray(F, src, at + 13 * ld).reinterpretAsInts();
    IntVector r14 = FloatVector.fromArray(F, src, at + 14 * ld).reinterpretAsInts();
    IntVector r15 = FloatVector.fromArray(F, src, at + 15 * ld).reinterpretAsInts();
    IntVector a0 = LOW.selectFrom(r0, r8);
    IntVector a1 = LOW.selectFrom(r1, r9);
    IntVector a2 = LOW.selectFrom(r2, r10);
    IntVector a3 = LOW.selectFrom(r3, r11);
    IntVector a4 = LOW.selectFrom(r4, r12);
    IntVector a5 = LOW.selectFrom(r5, r13);
    IntVector a6 = LOW.selectFrom(r6, r14);
    IntVector a7 = LOW.selectFrom(r7, r15);
    IntVector a8 = HIGH.selectFrom(r0, r8);
    IntVector a9 = HIGH.selectFrom(r1, r9);
    IntVector a10 = HIGH.selectFrom(r2, r10);
    IntVector a11 = HIGH.selectFrom(r3, r11);
    IntVector a12 = HIGH.selectFrom(r4, r12);
    IntVector a13 = HIGH.selectFrom(r5, r13);
    IntVector a14 = HIGH.selectFrom(r6, r14);
    IntVector a15 = HIGH.selectFrom(r7, r15);
    IntVector b0 = LOW.selectFrom(a0, a4);
    IntVector b1 = LOW.selectFrom(a1, a5);
    IntVector b2 = LOW.selectFrom(a2, a6);
    IntVector b3 = LOW.selectFrom(a3, a7);
    IntVector b4 = HIGH.selectFrom(a0, a4);
    IntVector b5 = HIGH.selectFrom(a1, a5);
    IntVector b6 = HIGH.selectFrom(a2, a6);
    IntVector b7 = HIGH.selectFrom(a3, a7);
    IntVector c0 = LOW.selectFrom(b0, b2);
    IntVector c1 = LOW.selectFrom(b1, b3);
    IntVector c2 = HIGH.selectFrom(b0, b2);
    IntVector c3 = HIGH.selectFrom(b1, b3);
    IntVector d0 = LOW.selectFrom(c0, c1);
    IntVector d1 = HIGH.selectFrom(c0, c1);
    IntVector d2 = LOW.selectFrom(c2, c3);
    IntVector d3 = HIGH.selectFrom(c2, c3);
    IntVector c4 = LOW.selectFrom(b4, b6);
    IntVector c5 = LOW.selectFrom(b5, b7);
    IntVector c6 = HIGH.selectFrom(b4, b6);
    IntVector c7 = HIGH.selectFrom(b5, b7);
    IntVector d4 = LOW.selectFrom(c4, c5);
    IntVector d5 = HIGH.selectFrom(c4, c5);
    IntVector d6 = LOW.selectFrom(c6, c7);
    IntVector d7 = HIGH.selectFrom(c6, c7);
    IntVector b8 = LOW.selectFrom(a8, a12);
    IntVector b9 = LOW.selectFrom(a9, a13);
    IntVector b10 = LOW.selectFrom(a10, a14);
    IntVector b11 = LOW.selectFrom(a11, a15);
    IntVector b12 = HIGH.selectFrom(a8, a12);
    IntVector b13 = HIGH.selectFrom(a9, a13);
    IntVector b14 = HIGH.selectFrom(a10, a14);
    IntVector b15 = HIGH.selectFrom(a11, a15);
    IntVector c8 = LOW.selectFrom(b8, b10);
    IntVector c9 = LOW.selectFrom(b9, b11);
    IntVector c10 = HIGH.selectFrom(b8, b10);
    IntVector c11 = HIGH.selectFrom(b9, b11);
    IntVector d8 = LOW.selectFrom(c8, c9);
    IntVector d9 = HIGH.selectFrom(c8, c9);
    IntVector d10 = LOW.selectFrom(c10, c11);
    IntVector d11 = HIGH.selectFrom(c10, c11);
    IntVector c12 = LOW.selectFrom(b12, b14);
    IntVector c13 = LOW.selectFrom(b13, b15);
    IntVector c14 = HIGH.selectFrom(b12, b14);
    IntVector c15 = HIGH.selectFrom(b13, b15);
    IntVector d12 = LOW.selectFrom(c12, c13);
    IntVector d13 = HIGH.selectFrom(c12, c13);
    IntVector d14 = LOW.selectFrom(c14, c15);
    IntVector d15 = HIGH.selectFrom(c14, c15);
    d0.reinterpretAsFloats().intoArray(dst, to);
    d1.reinterpretAsFloats().intoArray(dst, to + pitch);
    d2.reinterpretAsFloats().intoArray(dst, to + 2 * pitch);
    d3.reinterpretAsFloats().intoArray(dst, to + 3 * pitch);
    d4.reinterpretAsFloats().intoArray(dst, to + 4 * pitch);
    d5.reinterpretAsFloats().intoArray(dst, to + 5 * pitch);
    d6.reinterpretAsFloats().intoArray(dst, to + 6 * pitch);
    d7.reinterpretAsFloats().intoArray(dst, to + 7 * pitch);
    d8.reinterpretAsFloats().intoArray(dst, to + 8 * pitch);
    d9.reinterpretAsFloats().intoArray(dst, to + 9 * pitch);
    d10.reinterpretAsFloats().intoArray(dst, to + 10 * pitch);
    d11.reinterpretAsFloats().intoArray(dst, to + 11 * pitch);
    d12.reinterpretAsFloats().intoArray(dst, to + 12 * pitch);
    d13.reinterpretAsFloats().intoArray(dst, to + 13 * pitch);
    d14.reinterpretAsFloats().intoArray(dst, to + 14 * pitch);
    d15.reinterpretAsFloats().intoArray(dst, to + 15 * pitch);
  }
}
