package dev.lanewise.kernels.gemm;

/** The definition of {@link Gemm}. */
final class GemmReference {
  /** Products of one fma chain. Part of the numeric contract, unlike every other block size. */
  static final int KC = 256;

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
        float total = beta == 0 ? 0 : c[ij];
        if (bias != null) {
          total += biasValues[biasOffset + (bias == Bias.ROW ? j : i)];
        }
        for (int from = 0; from < k; from += KC) {
          float sum = 0;
          for (int p = from; p < Math.min(from + KC, k); p++) {
            float aip = a[aOffset + (transposeA ? p * lda + i : i * lda + p)];
            float bpj = b[bOffset + (transposeB ? j * ldb + p : p * ldb + j)];
            sum = Math.fma(aip, bpj, sum);
          }
          total += sum;
        }
        c[ij] = total;
      }
    }
  }
}
