package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.testing.Oracle;
import dev.lanewise.testing.Values;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Long reductions against their value in double. */
class VectorsAccuracyTest {
  @Property
  void dotIsWithinItsBound(@ForAll @IntRange(max = 100_000) int n, @ForAll long seed) {
    float[] x = Values.ORDINARY.floats(n, seed);
    float[] y = Values.ORDINARY.floats(n, seed + 1);
    double exact = 0;
    double magnitude = 0;
    for (int i = 0; i < n; i++) {
      exact += (double) x[i] * y[i];
      magnitude += Math.abs((double) x[i] * y[i]);
    }
    float[] actual = {VectorsReference.dot(n, x, 0, y, 0)};
    // NUMERICS.md: at most n / 64 + 7 roundings in a block, and one per block.
    int roundings = Math.min(n, 65_536) / 64 + 7 + n / 65_536;
    Oracle.assertClose("dot", roundings, new double[] {exact}, new double[] {magnitude}, actual);
  }

  @Property
  void integersAreExact(@ForAll @IntRange(max = 100_000) int n, @ForAll long seed) {
    float[] x = Values.EXACT.floats(n, seed);
    long sum = 0;
    long dot = 0;
    for (float value : x) {
      sum += (long) value;
      dot += (long) (value * value);
    }
    assertEquals((float) sum, VectorsReference.sum(n, x, 0));
    assertEquals((float) dot, VectorsReference.dot(n, x, 0, x, 0));
  }
}
