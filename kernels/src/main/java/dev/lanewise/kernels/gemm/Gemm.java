package dev.lanewise.kernels.gemm;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.check.Checks;

/**
 * General matrix multiplication of row-major float matrices, in the terms of BLAS (Dongarra et al.,
 * "A Set of Level 3 Basic Linear Algebra Subprograms", 1990).
 *
 * <p>Each element of the result is its base (C where beta is 1, plus the bias, or 0), to which the
 * sums of successive blocks of 256 products are added; a block is one chain of fused multiply-adds
 * that starts at +0. See NUMERICS.md, "Products".
 */
public final class Gemm {
  private Gemm() {}

  /**
   * C = beta * C + op(A) * op(B).
   *
   * @param transposeA if false, a is A: [m, k]; if true, a holds its transpose [k, m]
   * @param transposeB if false, b is B: [k, n]; if true, b holds its transpose [n, k]
   * @param lda floats from a row of a to the next; ldb, ldc likewise
   * @param beta 0 (C is overwritten and may hold anything, NaN too) or 1 (C is added to)
   * @param c C: [m, n]
   * @throws IllegalArgumentException if a size is negative, a leading dimension is shorter than a
   *     row, an array too short, beta neither 0 nor 1, or c overlaps a or b
   */
  public static void gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      int ldb,
      float beta,
      float[] c,
      int cOffset,
      int ldc) {
    check(transposeA, transposeB, m, n, k, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset, ldc);
    run(
        transposeA,
        transposeB,
        m,
        n,
        k,
        a,
        aOffset,
        lda,
        b,
        bOffset,
        ldb,
        beta,
        null,
        null,
        0,
        c,
        cOffset,
        ldc);
  }

  /**
   * C = beta * C + op(A) * op(B) + bias; as {@link #gemm(boolean, boolean, int, int, int, float[],
   * int, int, float[], int, int, float, float[], int, int)}.
   *
   * @param bias whether biasValues, [n] or [m], are a row or a column
   */
  public static void gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      int ldb,
      float beta,
      float[] c,
      int cOffset,
      int ldc,
      Bias bias,
      float[] biasValues,
      int biasOffset) {
    check(transposeA, transposeB, m, n, k, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset, ldc);
    Checks.given("bias", "ROW or COLUMN", bias);
    checkBias(bias == Bias.ROW ? n : m, m, n, c, cOffset, ldc, biasValues, biasOffset);
    run(
        transposeA,
        transposeB,
        m,
        n,
        k,
        a,
        aOffset,
        lda,
        b,
        bOffset,
        ldb,
        beta,
        bias,
        biasValues,
        biasOffset,
        c,
        cOffset,
        ldc);
  }

  /**
   * C = beta * C + op(A) * B + bias by a B that was packed before, with the same bits; as {@link
   * #gemm(boolean, boolean, int, int, int, float[], int, int, float[], int, int, float, float[],
   * int, int, Bias, float[], int)}.
   *
   * @param b B: [k, n]
   * @param bias whether biasValues, [n] or [m], are a row or a column; null for none
   */
  public static void gemm(
      boolean transposeA,
      int m,
      float[] a,
      int aOffset,
      int lda,
      PackedB b,
      float beta,
      float[] c,
      int cOffset,
      int ldc,
      Bias bias,
      float[] biasValues,
      int biasOffset) {
    Checks.count("m", m);
    Checks.given("b", "a PackedB", b);
    int n = b.n();
    int k = b.k();
    int aRows = transposeA ? k : m;
    int aColumns = transposeA ? m : k;
    Checks.matrix("a", a, aOffset, aRows, aColumns, lda);
    Checks.matrix("c", c, cOffset, m, n, ldc);
    checkBeta(beta);
    Checks.apart("c", c, cOffset, span(m, n, ldc), "a", a, aOffset, span(aRows, aColumns, lda));
    if (bias != null) {
      checkBias(bias == Bias.ROW ? n : m, m, n, c, cOffset, ldc, biasValues, biasOffset);
    }
    if (Backend.simd()) {
      GemmSimd.gemm(
          transposeA, m, a, aOffset, lda, b, beta, bias, biasValues, biasOffset, c, cOffset, ldc);
    } else {
      GemmReference.gemm(
          transposeA,
          false,
          m,
          n,
          k,
          a,
          aOffset,
          lda,
          b.floats.array,
          b.floats.at,
          n,
          beta,
          bias,
          biasValues,
          biasOffset,
          c,
          cOffset,
          ldc);
    }
  }

  /**
   * y = beta * y + op(A) * x, the same bits as {@link #gemm} with one column.
   *
   * @param transposeA if false, a is A: [m, n] and y: [m], x: [n]; if true, op(A) is the transpose
   *     of a: [m, n], and y: [n], x: [m]
   * @param lda floats from a row of a to the next
   * @param beta 0 (y is overwritten) or 1 (y is added to)
   * @throws IllegalArgumentException as {@link #gemm}
   */
  public static void gemv(
      boolean transposeA,
      int m,
      int n,
      float[] a,
      int aOffset,
      int lda,
      float[] x,
      int xOffset,
      float beta,
      float[] y,
      int yOffset) {
    Checks.count("m", m);
    Checks.count("n", n);
    int rows = transposeA ? n : m;
    int inner = transposeA ? m : n;
    Checks.matrix("a", a, aOffset, m, n, lda);
    Checks.floats("x", x, xOffset, inner);
    Checks.floats("y", y, yOffset, rows);
    checkBeta(beta);
    Checks.apart("y", y, yOffset, rows, "a", a, aOffset, span(m, n, lda));
    Checks.apart("y", y, yOffset, rows, "x", x, xOffset, inner);
    // y is a row: y' = x' op(A)', so that the vector lanes are its elements.
    run(
        false,
        !transposeA,
        1,
        rows,
        inner,
        x,
        xOffset,
        Math.max(1, inner),
        a,
        aOffset,
        lda,
        beta,
        null,
        null,
        0,
        y,
        yOffset,
        Math.max(1, rows));
  }

  private static void run(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      int ldb,
      float beta,
      Bias bias,
      float[] biasValues,
      int biasOffset,
      float[] c,
      int cOffset,
      int ldc) {
    if (Backend.simd()) {
      GemmSimd.gemm(
          transposeA,
          transposeB,
          m,
          n,
          k,
          a,
          aOffset,
          lda,
          b,
          bOffset,
          ldb,
          beta,
          bias,
          biasValues,
          biasOffset,
          c,
          cOffset,
          ldc);
    } else {
      GemmReference.gemm(
          transposeA,
          transposeB,
          m,
          n,
          k,
          a,
          aOffset,
          lda,
          b,
          bOffset,
          ldb,
          beta,
          bias,
          biasValues,
          biasOffset,
          c,
          cOffset,
          ldc);
    }
  }

  private static void check(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      int ldb,
      float beta,
      float[] c,
      int cOffset,
      int ldc) {
    Checks.count("m", m);
    Checks.count("n", n);
    Checks.count("k", k);
    int aRows = transposeA ? k : m;
    int aColumns = transposeA ? m : k;
    int bRows = transposeB ? n : k;
    int bColumns = transposeB ? k : n;
    Checks.matrix("a", a, aOffset, aRows, aColumns, lda);
    Checks.matrix("b", b, bOffset, bRows, bColumns, ldb);
    Checks.matrix("c", c, cOffset, m, n, ldc);
    checkBeta(beta);
    Checks.apart("c", c, cOffset, span(m, n, ldc), "a", a, aOffset, span(aRows, aColumns, lda));
    Checks.apart("c", c, cOffset, span(m, n, ldc), "b", b, bOffset, span(bRows, bColumns, ldb));
  }

  private static void checkBias(
      int values,
      int m,
      int n,
      float[] c,
      int cOffset,
      int ldc,
      float[] biasValues,
      int biasOffset) {
    Checks.floats("bias", biasValues, biasOffset, values);
    Checks.apart("c", c, cOffset, span(m, n, ldc), "bias", biasValues, biasOffset, values);
  }

  private static void checkBeta(float beta) {
    if (beta != 0 && beta != 1) {
      throw Checks.refuse("beta", "0 or 1", beta);
    }
  }

  private static long span(int rows, int columns, int ld) {
    return rows == 0 || columns == 0 ? 0 : (rows - 1L) * ld + columns;
  }
}
