package dev.lanewise.kernels.gemm;

import dev.lanewise.kernels.microkernel.Chain;

/** The definition of {@link Gemm}. */
final class GemmReference {
  private GemmReference() {}

  static void gemm(
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
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int ij = cOffset + i * ldc + j;
        float base = beta == 0 ? 0 : c[ij];
        if (bias != null) {
          float value = biasValues[biasOffset + (bias == Bias.ROW ? j : i)];
          base = beta == 0 ? value : base + value;
        }
        Chain chain = new Chain(base);
        for (int p = 0; p < k; p++) {
          float aip = a[aOffset + (transposeA ? p * lda + i : i * lda + p)];
          float bpj = b[bOffset + (transposeB ? j * ldb + p : p * ldb + j)];
          chain.add(aip, bpj);
        }
        c[ij] = chain.total();
      }
    }
  }
}
