package dev.lanewise.kernels.gemm;

import dev.lanewise.kernels.microkernel.Chain;
import dev.lanewise.kernels.microkernel.MicroKernel;
import dev.lanewise.testing.Guarded;
import dev.lanewise.testing.Sizes;
import dev.lanewise.testing.Values;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/** A product to try. */
record Product(
    boolean transposeA, boolean transposeB, int m, int n, int k, int slack, float beta, Bias bias) {

  /** Sizes around the tile and around KC. */
  static final class Any implements ArbitrarySupplier<Product> {
    @Override
    public Arbitrary<Product> get() {
      return products(
          Sizes.around(MicroKernel.MR, 2 * MicroKernel.MR),
          Sizes.around(MicroKernel.NR / 2, MicroKernel.NR, 2 * MicroKernel.NR),
          Arbitraries.oneOf(Sizes.around(1, 16), Sizes.around(Chain.KC, 2 * Chain.KC)));
    }
  }

  /** More than one part, and a block of KC and a bit. */
  static final class Large implements ArbitrarySupplier<Product> {
    @Override
    public Arbitrary<Product> get() {
      return products(
          Arbitraries.integers().between(60, 140),
          Arbitraries.integers().between(60, 600),
          Arbitraries.integers().between(30, 300));
    }
  }

  /** Few rows, by rows of B: of a bad stride, too. */
  static final class FewRows implements ArbitrarySupplier<Product> {
    @Override
    public Arbitrary<Product> get() {
      return products(
          Arbitraries.integers().between(2, 13),
          Arbitraries.of(256, 300, 512, 555),
          Arbitraries.integers().between(64, 300));
    }
  }

  /** Sums so long that threads share out a tile or two. */
  static final class LongSums implements ArbitrarySupplier<Product> {
    @Override
    public Arbitrary<Product> get() {
      return products(
          Arbitraries.integers().between(1, 33),
          Arbitraries.integers().between(1, 33),
          Arbitraries.of(8192, 8300));
    }
  }

  private static Arbitrary<Product> products(
      Arbitrary<Integer> m, Arbitrary<Integer> n, Arbitrary<Integer> k) {
    Arbitrary<Boolean> either = Arbitraries.of(false, true);
    return Combinators.combine(
            either,
            either,
            m,
            n,
            k,
            Arbitraries.integers().between(0, 3),
            Arbitraries.of(0f, 1f),
            Arbitraries.of(Bias.class).injectNull(0.5))
        .as(Product::new);
  }

  int lda() {
    return Math.max(1, transposeA ? m : k) + slack;
  }

  int ldb() {
    return Math.max(1, transposeB ? k : n) + slack / 2;
  }

  int ldc() {
    return Math.max(1, n) + slack;
  }

  Guarded a(Values values, long seed, int misalignment) {
    float[] a = values.floats(m * k, seed);
    return Guarded.matrix(a, transposeA ? k : m, transposeA ? m : k, lda(), misalignment);
  }

  Guarded b(Values values, long seed, int misalignment) {
    float[] b = values.floats(k * n, seed + 1);
    return Guarded.matrix(b, transposeB ? n : k, transposeB ? k : n, ldb(), misalignment / 2);
  }

  /** C before the call: NaN where it is to be overwritten. */
  Guarded c(Values values, long seed, int misalignment) {
    return beta == 0
        ? Guarded.outputMatrix(m, n, ldc(), misalignment / 3)
        : Guarded.matrix(values.floats(m * n, seed + 2), m, n, ldc(), misalignment / 3);
  }

  float[] biasValues(Values values, long seed) {
    return bias == null ? null : values.floats(bias == Bias.ROW ? n : m, seed + 3);
  }

  void reference(Guarded a, Guarded b, float[] biasValues, Guarded c) {
    GemmReference.gemm(
        transposeA,
        transposeB,
        m,
        n,
        k,
        a.array,
        a.offset,
        lda(),
        b.array,
        b.offset,
        ldb(),
        beta,
        bias,
        biasValues,
        0,
        c.array,
        c.offset,
        ldc());
  }

  void run(Guarded a, Guarded b, float[] biasValues, Guarded c) {
    if (bias == null) {
      Gemm.gemm(
          transposeA,
          transposeB,
          m,
          n,
          k,
          a.array,
          a.offset,
          lda(),
          b.array,
          b.offset,
          ldb(),
          beta,
          c.array,
          c.offset,
          ldc());
    } else {
      Gemm.gemm(
          transposeA,
          transposeB,
          m,
          n,
          k,
          a.array,
          a.offset,
          lda(),
          b.array,
          b.offset,
          ldb(),
          beta,
          c.array,
          c.offset,
          ldc(),
          bias,
          biasValues,
          0);
    }
  }

  PackedB packed(Guarded b) {
    return new PackedB(transposeB, k, n, b.array, b.offset, ldb());
  }

  void run(Guarded a, PackedB b, float[] biasValues, Guarded c) {
    Gemm.gemm(
        transposeA,
        m,
        a.array,
        a.offset,
        lda(),
        b,
        beta,
        c.array,
        c.offset,
        ldc(),
        bias,
        biasValues,
        0);
  }
}
