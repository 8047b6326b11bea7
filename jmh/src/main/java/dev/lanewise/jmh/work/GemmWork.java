package dev.lanewise.jmh.work;

import java.util.List;
import java.util.stream.IntStream;

/** C: [m, n] = op(A) * op(B); with n = 1 a matrix times a vector. */
public record GemmWork(boolean transposeA, boolean transposeB, int m, int n, int k)
    implements Work {

  @Override
  public String op() {
    return n == 1 ? "gemv" : "gemm";
  }

  @Override
  public String direction() {
    return "forward";
  }

  @Override
  public String shape() {
    return m + "x" + n + "x" + k + " " + (transposeA ? "T" : "N") + (transposeB ? "T" : "N");
  }

  @Override
  public long flops() {
    return 2L * m * n * k;
  }

  @Override
  public List<Array> inputs() {
    return List.of(
        transposeA ? Array.of("a", k, m) : Array.of("a", m, k),
        transposeB ? Array.of("b", n, k) : Array.of("b", k, n));
  }

  @Override
  public List<Array> outputs() {
    return List.of(Array.of("c", m, n));
  }

  @Override
  public long terms() {
    return k;
  }

  /** First, middle and last row. */
  @Override
  public List<Sample> samples(Data data) {
    if (flops() <= LONG) {
      return Work.super.samples(data);
    }
    return IntStream.of(0, m / 2, m - 1).mapToObj(i -> row(i, data)).toList();
  }

  private Sample row(int i, Data data) {
    float[] a = data.input(0);
    float[] row = new float[k];
    for (int p = 0; p < k; p++) {
      row[p] = a[transposeA ? p * m + i : i * k + p];
    }
    GemmWork piece = new GemmWork(false, transposeB, 1, n, k);
    return new Sample(piece, Data.of(row, data.input(1)), i * n);
  }
}
