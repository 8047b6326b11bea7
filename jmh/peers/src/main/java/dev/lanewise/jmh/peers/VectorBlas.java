package dev.lanewise.jmh.peers;

import dev.lanewise.jmh.impl.Implementation;
import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.GemmWork;
import dev.lanewise.jmh.work.VectorWork;
import dev.lanewise.jmh.work.Work;
import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;

/**
 * netlib's VectorBLAS, the other BLAS in pure Java. It has one thread and columns for rows: C = A B
 * by rows is C' = B' A' by columns.
 */
public final class VectorBlas implements Implementation {
  @Override
  public String name() {
    return "vectorblas";
  }

  @Override
  public String version() {
    return Versions.of("vectorblas");
  }

  /** Past this a call takes the better part of a second. */
  private static final long LONG = 3_000_000_000L;

  @Override
  public boolean does(Work work, int threads) {
    return threads == 1
        && switch (work) {
          case GemmWork w -> w.flops() <= LONG;
          case VectorWork w ->
              switch (w.what()) {
                case DOT, AXPY, SCALE -> true;
                case SUM, ADD, MUL, MAX -> false;
              };
          default -> false;
        };
  }

  @Override
  public boolean warms() {
    return true;
  }

  @Override
  public Call prepare(Work work, Data data, int threads) {
    System.setProperty("dev.ludovic.netlib.blas.allowNative", "false");
    BLAS blas = JavaBLAS.getInstance();
    if (!blas.getClass().getSimpleName().equals("VectorBLAS")) {
      throw new UnsatisfiedLinkError("expected VectorBLAS, netlib chose " + blas.getClass());
    }
    return switch (work) {
      case GemmWork w when w.n() == 1 -> gemv(blas, w, data);
      case GemmWork w -> gemm(blas, w, data);
      case VectorWork w -> pass(blas, w, data);
      default -> throw new IllegalArgumentException(work.toString());
    };
  }

  private record JavaCall(Runnable body, float[][] outputs) implements Call {
    @Override
    public void run() {
      body.run();
    }
  }

  private static Call gemm(BLAS blas, GemmWork w, Data data) {
    float[] a = data.input(0);
    float[] b = data.input(1);
    float[] c = new float[w.m() * w.n()];
    String ta = w.transposeA() ? "T" : "N";
    String tb = w.transposeB() ? "T" : "N";
    int m = w.m();
    int n = w.n();
    int k = w.k();
    int lda = w.transposeA() ? m : k;
    int ldb = w.transposeB() ? k : n;
    return new JavaCall(
        () -> blas.sgemm(tb, ta, n, m, k, 1f, b, ldb, a, lda, 0f, c, n), new float[][] {c});
  }

  private static Call gemv(BLAS blas, GemmWork w, Data data) {
    float[] a = data.input(0);
    float[] x = data.input(1);
    float[] y = new float[w.m()];
    String transpose = w.transposeA() ? "N" : "T";
    int rows = w.transposeA() ? w.m() : w.k();
    int columns = w.transposeA() ? w.k() : w.m();
    return new JavaCall(
        () -> blas.sgemv(transpose, rows, columns, 1f, a, rows, x, 1, 0f, y, 1), new float[][] {y});
  }

  private static Call pass(BLAS blas, VectorWork w, Data data) {
    int n = w.n();
    float alpha = VectorWork.ALPHA;
    return switch (w.what()) {
      case DOT -> {
        float[] x = data.input(0);
        float[] y = data.input(1);
        float[] result = new float[1];
        yield new JavaCall(() -> result[0] = blas.sdot(n, x, 1, y, 1), new float[][] {result});
      }
      case AXPY -> {
        float[] x = data.input(0);
        float[] y = data.copy(1);
        yield new JavaCall(() -> blas.saxpy(n, alpha, x, 1, y, 1), new float[][] {y});
      }
      case SCALE -> {
        float[] x = data.copy(0);
        yield new JavaCall(() -> blas.sscal(n, alpha, x, 1), new float[][] {x});
      }
      default -> throw new IllegalArgumentException(w.toString());
    };
  }
}
