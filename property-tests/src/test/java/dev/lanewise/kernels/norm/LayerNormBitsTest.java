package dev.lanewise.kernels.norm;

import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Guarded;
import dev.lanewise.testing.Sizes;
import dev.lanewise.testing.Threads;
import dev.lanewise.testing.Values;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Layer normalisation returns the bits of its reference, and writes nothing else. */
class LayerNormBitsTest {
  @Property(tries = 500)
  void small(
      @ForAll @IntRange(min = 1, max = 9) int rows,
      @ForAll(supplier = Sizes.AroundLanes.class) int columns,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    check(new LayerNormShape(rows, Math.max(1, columns), 1e-5f), values, seed, misalignment);
  }

  @Property(tries = 5)
  void large(@ForAll long seed) {
    check(new LayerNormShape(3, 9001, 0), Values.ORDINARY, seed, 1);
    check(new LayerNormShape(2000, 50, 1e-3f), Values.ORDINARY, seed, 3);
  }

  private static void check(LayerNormShape shape, Values values, long seed, int misalignment) {
    int rows = shape.rows();
    int columns = shape.columns();
    Guarded x = Guarded.of(values.floats(shape.size(), seed), misalignment);
    Guarded dy = Guarded.of(values.floats(shape.size(), seed + 1), misalignment / 2);
    Guarded gamma = Guarded.of(values.floats(columns, seed + 2), misalignment);
    Guarded beta = Guarded.of(values.floats(columns, seed + 3), misalignment / 3);
    float[] mean = new float[rows];
    float[] inverse = new float[rows];
    float[] y = new float[shape.size()];
    float[] dx = new float[shape.size()];
    float[] dgamma = new float[columns];
    float[] dbeta = new float[columns];
    LayerNormReference.forward(
        shape,
        x.array,
        x.offset,
        gamma.array,
        gamma.offset,
        beta.array,
        beta.offset,
        y,
        0,
        mean,
        0,
        inverse,
        0);
    LayerNormReference.backward(
        shape,
        x.array,
        x.offset,
        mean,
        0,
        inverse,
        0,
        gamma.array,
        gamma.offset,
        dy.array,
        dy.offset,
        dx,
        0,
        dgamma,
        0,
        dbeta,
        0);
    Threads.each(
        threads -> {
          Guarded out = Guarded.output(shape.size(), misalignment / 2);
          Guarded means = Guarded.output(rows, misalignment);
          Guarded inverses = Guarded.output(rows, misalignment / 4);
          LayerNorm.forward(
              shape,
              x.array,
              x.offset,
              gamma.array,
              gamma.offset,
              beta.array,
              beta.offset,
              out.array,
              out.offset,
              means.array,
              means.offset,
              inverses.array,
              inverses.offset);
          Bits.assertEqual("mean", mean, means.values());
          Bits.assertEqual("inverse", inverse, inverses.values());
          Bits.assertEqual("y", y, out.values(), rows, columns);
          out.assertCanaries("y");
          means.assertCanaries("mean");
          inverses.assertCanaries("inverse");

          Guarded byX = Guarded.output(shape.size(), misalignment);
          Guarded byGamma = Guarded.output(columns, 0);
          Guarded byBeta = Guarded.output(columns, misalignment);
          LayerNorm.backward(
              shape,
              x.array,
              x.offset,
              means.array,
              means.offset,
              inverses.array,
              inverses.offset,
              gamma.array,
              gamma.offset,
              dy.array,
              dy.offset,
              byX.array,
              byX.offset,
              byGamma.array,
              byGamma.offset,
              byBeta.array,
              byBeta.offset);
          Bits.assertEqual("dgamma", dgamma, byGamma.values());
          Bits.assertEqual("dbeta", dbeta, byBeta.values());
          Bits.assertEqual("dx", dx, byX.values(), rows, columns);
          byX.assertCanaries("dx");
          byGamma.assertCanaries("dgamma");
          byBeta.assertCanaries("dbeta");
        });
    x.assertUnchanged("x");
    dy.assertUnchanged("dy");
    gamma.assertUnchanged("gamma");
    beta.assertUnchanged("beta");
  }
}
