package dev.lanewise.kernels.gemm;

import dev.lanewise.kernels.microkernel.MicroKernel;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Guarded;
import dev.lanewise.testing.Sizes;
import dev.lanewise.testing.Threads;
import dev.lanewise.testing.Values;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Products have the bits of their reference, whatever their size, and write nothing else. */
class GemmBitsTest {
  @Property
  void small(
      @ForAll(supplier = Product.Any.class) Product product,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    check(product, values, seed, misalignment);
  }

  @Property(tries = 15)
  void large(
      @ForAll(supplier = Product.Large.class) Product product,
      @ForAll Values values,
      @ForAll long seed) {
    check(product, values, seed, 1);
  }

  @Property(tries = 30)
  void fewRows(
      @ForAll(supplier = Product.FewRows.class) Product product,
      @ForAll Values values,
      @ForAll long seed) {
    check(product, values, seed, 1);
  }

  @Property(tries = 30)
  void longSums(
      @ForAll(supplier = Product.LongSums.class) Product product,
      @ForAll Values values,
      @ForAll long seed) {
    check(product, values, seed, 1);
  }

  /** Where few products make an element, C is written on cache lines, if it is large. */
  @Property(tries = 20)
  void fewProducts(
      @ForAll @IntRange(min = 1, max = 16) int k,
      @ForAll @IntRange(min = 1, max = 120) int n,
      @ForAll @IntRange(max = 16) int misalignment,
      @ForAll long seed) {
    int m = 40;
    int ldc = 1 << 16; // fills regions of the collector
    float[] a = Values.ORDINARY.floats(m * k, seed);
    float[] b = Values.ORDINARY.floats(k * n, seed + 1);
    float[] expected = new float[m * n];
    GemmReference.gemm(false, false, m, n, k, a, 0, k, b, 0, n, 0, null, null, 0, expected, 0, n);
    Threads.each(
        threads -> {
          Guarded c = Guarded.outputMatrix(m, n, ldc, misalignment);
          Gemm.gemm(false, false, m, n, k, a, 0, k, b, 0, n, 0, c.array, c.offset, ldc);
          Bits.assertEqual("c", expected, c.values(), m, n);
          c.assertCanaries("c");
        });
  }

  /** Of few rows B is taken by more columns at a time; as many threads have a slab each. */
  @Property(tries = 10)
  void fewProducts(
      @ForAll @IntRange(min = 13, max = 40) int m,
      @ForAll @IntRange(min = 600, max = 2500) int n,
      @ForAll @IntRange(min = 1, max = 128) int k,
      @ForAll Values values,
      @ForAll long seed) {
    float[] a = values.floats(m * k, seed);
    float[] b = values.floats(k * n, seed + 1);
    float[] expected = values.floats(m * n, seed + 2);
    float[] one = expected.clone();
    float[] many = expected.clone();
    GemmReference.gemm(false, false, m, n, k, a, 0, k, b, 0, n, 1, null, null, 0, expected, 0, n);
    Gemm.gemm(false, false, m, n, k, a, 0, k, b, 0, n, 1, one, 0, n);
    Bits.assertEqual("c", expected, one, m, n);
    Parallelism.of(Runnable::run, 64)
        .run(() -> Gemm.gemm(false, false, m, n, k, a, 0, k, b, 0, n, 1, many, 0, n));
    Bits.assertEqual("c", expected, many, m, n);
  }

  /** B of one vector's width is read in place by narrow tiles, as A is; or it was packed before. */
  @Property(tries = 60)
  void columnsOfOneVector(
      @ForAll @IntRange(min = 1, max = 40) int m,
      @ForAll @IntRange(min = 1, max = 300) int k,
      @ForAll Values values,
      @ForAll long seed) {
    int n = MicroKernel.NR / 2;
    float[] a = values.floats(m * k, seed);
    float[] b = values.floats(k * n, seed + 1);
    float[] expected = new float[m * n];
    GemmReference.gemm(false, false, m, n, k, a, 0, k, b, 0, n, 0, null, null, 0, expected, 0, n);
    float[] c = new float[m * n];
    Gemm.gemm(false, false, m, n, k, a, 0, k, b, 0, n, 0, c, 0, n);
    Bits.assertEqual("c", expected, c, m, n);
    PackedB packed = new PackedB(false, k, n, b, 0, n);
    Gemm.gemm(false, m, a, 0, k, packed, 0, c, 0, n, null, null, 0);
    Bits.assertEqual("by panels", expected, c, m, n);
  }

  /** A row reads B on cache lines, if it is large. */
  @Property(tries = 60)
  void oneRowOfLines(
      @ForAll boolean transposeB,
      @ForAll @IntRange(min = 1, max = 70) int few,
      @ForAll @IntRange(min = 1, max = 3000) int many,
      @ForAll @IntRange(max = 16) int offset,
      @ForAll Values values,
      @ForAll long seed) {
    rowsOfLines(transposeB, 1, few, many, offset, values, seed);
  }

  /** So do a few rows. */
  @Property(tries = 30)
  void fewRowsOfLines(
      @ForAll boolean transposeB,
      @ForAll @IntRange(min = 2, max = 6) int m,
      @ForAll @IntRange(min = 1, max = 70) int few,
      @ForAll @IntRange(min = 1, max = 600) int many,
      @ForAll @IntRange(max = 16) int offset,
      @ForAll Values values,
      @ForAll long seed) {
    rowsOfLines(transposeB, m, few, many, offset, values, seed);
  }

  private static void rowsOfLines(
      boolean transposeB, int m, int few, int many, int offset, Values values, long seed) {
    int n = transposeB ? few : many;
    int k = transposeB ? many : 64 + few;
    int rows = transposeB ? n : k;
    int columns = transposeB ? k : n;
    int ldb = 1 << 13; // fills regions of the collector
    float[] a = values.floats(m * k, seed);
    float[] dense = values.floats(rows * columns, seed + 1);
    float[] b = new float[offset + rows * ldb];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(dense, i * columns, b, offset + i * ldb, columns);
    }
    float[] expected = new float[m * n];
    GemmReference.gemm(
        false, transposeB, m, n, k, a, 0, k, dense, 0, columns, 0, null, null, 0, expected, 0, n);
    float[] c = new float[m * n];
    Gemm.gemm(false, transposeB, m, n, k, a, 0, k, b, offset, ldb, 0, c, 0, n);
    Bits.assertEqual("c", expected, c, m, n);
  }

  /** A row of a product does not depend on how many rows it has: not on the batch size. */
  @Property(tries = 50)
  void rowsAreIndependent(
      @ForAll(supplier = Product.Any.class) Product product, @ForAll long seed) {
    Guarded a = product.a(Values.ORDINARY, seed, 0);
    Guarded b = product.b(Values.ORDINARY, seed, 0);
    if (product.m() == 0 || product.transposeA()) {
      return;
    }
    float[] all = new float[product.m() * product.n()];
    float[] one = new float[product.n()];
    int ld = Math.max(1, product.n());
    Gemm.gemm(
        false,
        product.transposeB(),
        product.m(),
        product.n(),
        product.k(),
        a.array,
        a.offset,
        product.lda(),
        b.array,
        b.offset,
        product.ldb(),
        0,
        all,
        0,
        ld);
    int row = product.m() / 2;
    Gemm.gemm(
        false,
        product.transposeB(),
        1,
        product.n(),
        product.k(),
        a.array,
        a.offset + row * product.lda(),
        product.lda(),
        b.array,
        b.offset,
        product.ldb(),
        0,
        one,
        0,
        ld);
    float[] same = Arrays.copyOfRange(all, row * product.n(), (row + 1) * product.n());
    Bits.assertEqual("row", same, one);
  }

  @Property
  void gemvIsAColumnOfGemm(
      @ForAll boolean transpose,
      @ForAll(supplier = Sizes.AroundLanes.class) int m,
      @ForAll @IntRange(max = 600) int n,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll boolean add) {
    Guarded a = Guarded.matrix(values.floats(m * n, seed), m, n, Math.max(1, n) + 2, 1);
    int rows = transpose ? n : m;
    int inner = transpose ? m : n;
    Guarded x = Guarded.of(values.floats(inner, seed + 1), 2);
    float[] before = values.floats(rows, seed + 2);
    float[] expected = before.clone();
    GemmReference.gemm(
        transpose,
        false,
        rows,
        1,
        inner,
        a.array,
        a.offset,
        Math.max(1, n) + 2,
        x.array,
        x.offset,
        1,
        add ? 1 : 0,
        null,
        null,
        0,
        expected,
        0,
        1);
    Threads.each(
        threads -> {
          Guarded y = add ? Guarded.of(before, 3) : Guarded.output(rows, 3);
          Gemm.gemv(
              transpose,
              m,
              n,
              a.array,
              a.offset,
              Math.max(1, n) + 2,
              x.array,
              x.offset,
              add ? 1 : 0,
              y.array,
              y.offset);
          Bits.assertEqual("y", expected, y.values());
          y.assertCanaries("y");
        });
    a.assertUnchanged("a");
    x.assertUnchanged("x");
  }

  private static void check(Product product, Values values, long seed, int misalignment) {
    Guarded a = product.a(values, seed, misalignment);
    Guarded b = product.b(values, seed, misalignment);
    float[] bias = product.biasValues(values, seed);
    Guarded expected = product.c(values, seed, 0);
    product.reference(a, b, bias, expected);
    PackedB packed = product.packed(b);
    Threads.each(
        threads -> {
          Guarded c = product.c(values, seed, misalignment);
          product.run(a, b, bias, c);
          Bits.assertEqual("c", expected.values(), c.values(), product.m(), product.n());
          c.assertCanaries("c");
          Guarded byPacked = product.c(values, seed, misalignment);
          product.run(a, packed, bias, byPacked);
          Bits.assertEqual("c", expected.values(), byPacked.values(), product.m(), product.n());
          byPacked.assertCanaries("c");
        });
    a.assertUnchanged("a");
    b.assertUnchanged("b");
  }
}
