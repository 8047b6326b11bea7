package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.gemm.Gemm;

/** C = A B, the product of two matrices. */
public final class MatMul {
  private MatMul() {}

  /** a: [m, k], b: [k, n]; c: [m, n]. */
  public static Tensor apply(Tape tape, Tensor a, Tensor b) {
    Shapes.rank("MatMul", "a", a, 2, "[m, k]");
    Shapes.rank("MatMul", "b", b, 2, "[k, n]");
    int m = a.dim(0);
    int k = a.dim(1);
    int n = b.dim(1);
    if (b.dim(0) != k) {
      throw Shapes.mismatch("MatMul", "a", a, "b", b, "b's first dimension", k, b.dim(0));
    }
    Tensor c = tape.tensor(m, n);
    tape.compute(
        () -> Gemm.gemm(false, false, m, n, k, a.data(), 0, k, b.data(), 0, n, 0, c.data(), 0, n));
    // dA = dC B^T: [m, n] [n, k], dB = A^T dC: [k, m] [m, n].
    tape.derivative(
        c, a, (dc, da) -> Gemm.gemm(false, true, m, k, n, dc, 0, n, b.data(), 0, n, 0, da, 0, k));
    tape.derivative(
        c, b, (dc, db) -> Gemm.gemm(true, false, k, n, m, a.data(), 0, k, dc, 0, n, 0, db, 0, n));
    return c;
  }
}
