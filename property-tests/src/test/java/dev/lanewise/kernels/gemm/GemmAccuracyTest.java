package dev.lanewise.kernels.gemm;

import dev.lanewise.testing.Guarded;
import dev.lanewise.testing.Oracle;
import dev.lanewise.testing.Values;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Products against their value in double. */
class GemmAccuracyTest {
  @Property
  void withinTheBound(@ForAll(supplier = Product.Any.class) Product product, @ForAll long seed) {
    check(product, Values.ORDINARY, seed, false);
  }

  @Property
  void integersAreExact(@ForAll(supplier = Product.Any.class) Product product, @ForAll long seed) {
    check(product, Values.EXACT, seed, true);
  }

  private static void check(Product p, Values values, long seed, boolean exactly) {
    Guarded a = p.a(values, seed, 0);
    Guarded b = p.b(values, seed, 0);
    float[] bias = p.biasValues(values, seed);
    Guarded c = p.c(values, seed, 0);
    float[] before = c.values();
    p.reference(a, b, bias, c);
    double[] exact = new double[p.m() * p.n()];
    double[] magnitude = new double[exact.length];
    float[] av = a.values();
    float[] bv = b.values();
    for (int i = 0; i < p.m(); i++) {
      for (int j = 0; j < p.n(); j++) {
        int ij = i * p.n() + j;
        double base = p.beta() == 0 ? 0 : before[ij];
        double added = bias == null ? 0 : bias[p.bias() == Bias.ROW ? j : i];
        exact[ij] = base + added;
        magnitude[ij] = Math.abs(base) + Math.abs(added);
        for (int q = 0; q < p.k(); q++) {
          double left = av[p.transposeA() ? q * p.m() + i : i * p.k() + q];
          double right = bv[p.transposeB() ? j * p.k() + q : q * p.n() + j];
          exact[ij] += left * right;
          magnitude[ij] += Math.abs(left * right);
        }
      }
    }
    Oracle.assertClose(
        "c",
        p.k() + 2,
        exact,
        exactly ? new double[exact.length] : magnitude,
        c.values(),
        p.m(),
        p.n());
  }
}
